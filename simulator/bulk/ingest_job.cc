// SPDX-License-Identifier: Apache-2.0
#include "simulator/bulk/ingest_job.h"

#include "simulator/base/bulk_text.h"
#include "simulator/base/str_cat.h"

namespace sfsim {
namespace {

// The first version whose failed results name the row that an update or a deletion was for.
constexpr int kFailedRowsHaveIds = 53;
constexpr std::string_view kDiskFull = "InternalServerError : The results cannot be written";

}  // namespace

IngestJob::IngestJob(const BulkContext* context, BulkJobSpec spec, RowTask task)
    : BulkJob(context, std::move(spec), BulkJobState::kOpen),
      task_(std::move(task)),
      data_(context->directory),
      successful_(context->directory),
      failed_(context->directory),
      reader_(
          [this](char* buffer, size_t size) {
            const size_t count = data_.Read(read_, buffer, size);
            read_ += count;
            return count;
          },
          this->spec().format) {
  if (fault().row_locks > 0) {
    task_.locked = [this](size_t index) {
      return (rows_ + static_cast<int64_t>(index) + 1) % fault().row_locks == 0;
    };
  }
}

std::optional<ApiError> IngestJob::Upload(std::string_view data) {
  std::lock_guard lock(step_mutex());
  const BulkJobState state = progress().state;
  if (state != BulkJobState::kOpen) {
    return StateError(text::NotInState(BulkJobStateName(state)));
  }
  if (uploaded_) return StateError(std::string(text::kAlreadyUploaded));
  uploaded_ = true;
  if (data_.Append(data)) return std::nullopt;
  return ApiError{500, "UNKNOWN_EXCEPTION", std::string(kDiskFull), {}};
}

std::optional<ApiError> IngestJob::Close() {
  std::lock_guard lock(step_mutex());
  return Queue();
}

bool IngestJob::Begin() {
  CsvRow header;
  const CsvReader::Result result = reader_.Next(&header);
  if (result == CsvReader::Result::kBroken) Fail(reader_.problem());
  if (result != CsvReader::Result::kRow) return false;
  header_ = header.raw;
  unprocessed_ = reader_.position();
  auto columns = RowColumns::Read(*context().schema, *task_.type, header.cells);
  if (!columns.ok()) {
    Fail(columns.error().message);
    return false;
  }
  const bool deletes =
      task_.operation == RowOperation::kDelete || task_.operation == RowOperation::kHardDelete;
  if (deletes && !columns->only_ids()) {
    Fail(text::OnlyIds(spec().operation));
    return false;
  }
  columns_ = std::move(*columns);
  return true;
}

bool IngestJob::ReadChunk(Chunk* chunk) {
  CsvRow row;
  while (chunk->records.size() < kRowChunk) {
    const auto read = static_cast<int64_t>(chunk->records.size());
    if (FailsByFault(rows_ + read)) {
      unprocessed_ = reader_.position();
      Fail(*fault().fail);
      return false;
    }
    const CsvReader::Result result = reader_.Next(&row);
    if (result == CsvReader::Result::kEnd) {
      unprocessed_ = data_.size();
      return false;
    }
    unprocessed_ = row.offset;
    if (result == CsvReader::Result::kBroken) {
      Fail(reader_.problem());
    } else if (row.cells.size() != columns_->size()) {
      Fail(text::WrongColumnCount(rows_ + read + 1, columns_->size(), row.cells.size()));
    } else {
      chunk->records.push_back(columns_->Record(row.cells));
      AppendCells(row.cells, &chunk->cells.emplace_back());
      continue;
    }
    return false;
  }
  unprocessed_ = reader_.position();
  return true;
}

void IngestJob::AppendCells(const std::vector<std::string_view>& cells, std::string* out) const {
  for (const std::string_view cell : cells) {
    out->push_back(spec().format.delimiter);
    AppendQuotedCell(cell, out);
  }
  out->append(spec().format.newline());
}

bool IngestJob::WriteResult(const SaveResult& result, std::string_view cells) {
  const bool named =
      task_.operation != RowOperation::kInsert && spec().version_number() >= kFailedRowsHaveIds;
  std::string line;
  AppendQuotedCell(result.ok() || named ? std::string_view(result.id) : "", &line);
  line.push_back(spec().format.delimiter);
  if (result.ok()) {
    line.append(result.created ? "\"true\"" : "\"false\"");
  } else {
    AppendQuotedCell(RowErrorText(result.errors), &line);
  }
  line.append(cells);
  return (result.ok() ? successful_ : failed_).Append(line);
}

void IngestJob::RunChunk(const Chunk& chunk) {
  const Author author(spec().user_id, context().now(), false);
  const auto results = RunRows(*context().schema, context().store, author, task_, chunk.records);
  int64_t failed = 0;
  // Results come in another order than rows were sent: clients must not rely on it.
  for (size_t i = results.size(); i-- > 0;) {
    failed += results[i].ok() ? 0 : 1;
    if (!WriteResult(results[i], chunk.cells[i])) Fail(std::string(kDiskFull));
  }
  rows_ += static_cast<int64_t>(results.size());
  Count(static_cast<int64_t>(results.size()), failed);
}

double IngestJob::Work() {
  if (!columns_ && !Begin()) return 1;
  Chunk chunk;
  const bool more = ReadChunk(&chunk);
  if (!chunk.records.empty()) RunChunk(chunk);
  if (!more) return 1;
  return 0.999 * static_cast<double>(unprocessed_) / static_cast<double>(data_.size());
}

std::string IngestJob::ReadResults(Results results) const {
  const CsvFormat& format = spec().format;
  const bool unprocessed = results == Results::kUnprocessed;
  std::string csv;
  if (!unprocessed) {
    csv = "\"sf__Id\"";
    csv.push_back(format.delimiter);
    csv.append(results == Results::kFailed ? "\"sf__Error\"" : "\"sf__Created\"");
    if (!header_.empty()) csv.push_back(format.delimiter);
  }
  csv.append(header_);
  if (!csv.empty()) csv.append(format.newline());
  const Spool& rows = unprocessed ? data_ : results == Results::kFailed ? failed_ : successful_;
  rows.AppendSlice(unprocessed ? unprocessed_ : 0, rows.size(), &csv);
  if (unprocessed && !csv.empty() && !csv.ends_with('\n')) csv.append(format.newline());
  return csv;
}

}  // namespace sfsim
