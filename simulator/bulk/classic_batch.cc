// SPDX-License-Identifier: Apache-2.0
#include "simulator/bulk/classic_batch.h"

#include <algorithm>

#include "simulator/base/bulk_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/bulk/batch_records.h"
#include "simulator/bulk/batch_results.h"
#include "simulator/soql/parser.h"

namespace sfsim {
namespace {

ApiError InvalidBatch(std::string_view message) {
  return {400, "InvalidBatch", std::string(message), {}};
}

// Whether the condition looks at ids, which are what chunks are made of.
bool LooksAtId(const soql::Condition& condition) {
  if (condition.kind == soql::Condition::Kind::kComparison) {
    const auto& names = condition.comparison.left.field.names;
    return !names.empty() && EqualsIgnoreCase(names.back(), "Id");
  }
  return std::any_of(condition.operands.begin(), condition.operands.end(), LooksAtId);
}

bool CanBeChunked(const soql::Query& query) {
  return query.order_by.empty() && !query.limit && !(query.where && LooksAtId(*query.where));
}

}  // namespace

std::string_view ClassicBatchStateName(ClassicBatchState state) {
  switch (state) {
    case ClassicBatchState::kQueued:
      return "Queued";
    case ClassicBatchState::kInProgress:
      return "InProgress";
    case ClassicBatchState::kCompleted:
      return "Completed";
    case ClassicBatchState::kFailed:
      return "Failed";
    default:
      return "NotProcessed";
  }
}

ClassicBatch::ClassicBatch(const BulkContext* context, const ClassicJobSpec* job, std::string id,
                           std::string content, std::string among)
    : context_(*context), job_(*job), content_(std::move(content)), among_(std::move(among)) {
  info_.id = std::move(id);
  info_.created = context_.now();
  info_.modified = info_.created;
}

ClassicBatchInfo ClassicBatch::info() const {
  std::lock_guard lock(mutex_);
  return info_;
}

void ClassicBatch::Enter(ClassicBatchState state, std::string message) {
  std::lock_guard lock(mutex_);
  info_.state = state;
  info_.message = std::move(message);
  info_.modified = context_.now();
  if (state == ClassicBatchState::kInProgress) {
    info_.began = info_.modified;
  } else {
    info_.ended = info_.modified;
  }
}

void ClassicBatch::Skip() {
  std::lock_guard lock(step_mutex_);
  if (queued()) Enter(ClassicBatchState::kNotProcessed, "");
}

std::optional<int64_t> ClassicBatch::Step() {
  std::lock_guard lock(step_mutex_);
  ClassicBatchInfo now = info();
  if (now.state == ClassicBatchState::kQueued) {
    const int64_t due = now.created + context_.options.queued_ms + job_.fault->queued_ms;
    if (context_.now() < due) return due;
    Enter(ClassicBatchState::kInProgress, "");
    now = info();
  }
  if (now.state != ClassicBatchState::kInProgress) return std::nullopt;
  if (!worked_) failure_ = Work();
  worked_ = true;
  const int64_t due = now.began + context_.options.running_ms + job_.fault->running_ms;
  if (context_.now() < due) return due;
  if (failure_) {
    Enter(ClassicBatchState::kFailed, StrCat(failure_->code, " : ", failure_->message));
  } else {
    Enter(ClassicBatchState::kCompleted, "");
  }
  return std::nullopt;
}

std::optional<ApiError> ClassicBatch::Work() {
  auto error = job_.query ? RunQuery() : SaveRows();
  if (error) return error;
  const JobFault& fault = *job_.fault;
  if (fault.fail && info().processed >= fault.fail_after) return InvalidBatch(*fault.fail);
  return std::nullopt;
}

std::optional<ApiError> ClassicBatch::SaveRows() {
  const auto records = ReadBatchRecords(*context_.schema, *job_.task.type, job_.form, content_);
  if (!records.ok()) return records.error();
  std::vector<SaveResult> results;
  RowTask task = job_.task;
  if (job_.fault->row_locks > 0) {
    task.locked = [this, &results](size_t index) {
      return static_cast<int64_t>(results.size() + index + 1) % job_.fault->row_locks == 0;
    };
  }
  for (size_t first = 0; first < records->size(); first += kRowChunk) {
    const auto begin = records->begin() + static_cast<std::ptrdiff_t>(first);
    const size_t count = std::min(kRowChunk, records->size() - first);
    const Author author(job_.user_id, context_.now(), false);
    auto saved = RunRows(*context_.schema, context_.store, author, task,
                         {begin, begin + static_cast<std::ptrdiff_t>(count)});
    const auto failed = std::count_if(saved.begin(), saved.end(),
                                      [](const SaveResult& each) { return !each.ok(); });
    std::lock_guard lock(mutex_);
    info_.processed += static_cast<int64_t>(saved.size());
    info_.failed += failed;
    for (SaveResult& each : saved) results.push_back(std::move(each));
  }
  result_ = BatchResultText(job_.form, results);
  return std::nullopt;
}

BulkQueryRequest ClassicBatch::QueryRequest() const {
  BulkQueryRequest request;
  request.soql = content_;
  request.now = info().created;
  request.user_id = job_.user_id;
  request.include_deleted = job_.operation == "queryAll";
  request.among = among_;
  return request;
}

std::optional<ApiError> ClassicBatch::KeepFile(std::string text) {
  file_ids_.push_back(MakeId("752", context_.store->NextNumber("752")));
  files_.push_back(std::make_unique<Spool>(context_.directory));
  if (files_.back()->Append(text)) return std::nullopt;
  return ApiError{500, "InternalServerError", "The results cannot be written", {}};
}

std::optional<ApiError> ClassicBatch::RunQuery() {
  auto query = PrepareBulkQuery(*context_.schema, context_.store, QueryRequest());
  if (!query.ok()) {
    return InvalidBatch(text::FailedQuery(query.error().code, query.error().message));
  }
  if (query->object != job_.object) {
    return InvalidBatch(text::WrongQueryObject(job_.object, query->object));
  }
  CsvFormat format;
  format.line_ending = job_.line_ending;
  QueryFileWriter writer(job_.form, format, &*query);
  auto rows = BulkQueryRows::Begin(context_.store, *query);
  if (!rows.ok()) return InvalidBatch(rows.error().message);
  const auto file_rows = static_cast<size_t>(context_.options.result_rows);
  int64_t count = 0;
  while ((*rows)->Next()) {
    writer.Add(**rows);
    ++count;
    if (writer.rows() < file_rows) continue;
    if (auto error = KeepFile(writer.Finish())) return error;
  }
  if ((*rows)->failed()) return InvalidBatch("The query cannot be run");
  if (writer.rows() > 0) {
    if (auto error = KeepFile(writer.Finish())) return error;
  } else if (files_.empty()) {
    // Clients read the array of JSON without asking whether there are rows.
    const bool json = job_.form == ClassicForm::kJson;
    if (auto error = KeepFile(json ? "[]" : std::string(text::kNoBulkRecords))) return error;
  }
  std::lock_guard lock(mutex_);
  info_.processed = count;
  result_ = ResultListText(job_.form, file_ids_);
  return std::nullopt;
}

Outcome<std::vector<std::string>> ClassicBatch::Chunks() const {
  std::vector<std::string> chunks;
  if (!job_.chunking || !among_.empty()) return chunks;
  const auto query = soql::Parse(content_);
  if (!query.ok() || !CanBeChunked(*query)) return chunks;
  auto reader = context_.store->TakeReader();
  if (!reader.ok()) return InvalidBatch(std::string(reader.status().message()));
  const std::string table = QuoteName(job_.object);
  std::vector<std::string> begins;
  {
    Statement ids = (*reader)->Prepare(
        StrCat("SELECT \"Id\" FROM ", table, " WHERE \"Id\">=?1 ORDER BY \"Id\""));
    ids.BindText(1, job_.chunking->start_row);
    for (int64_t row = 0; ids.Step(); ++row) {
      if (row % job_.chunking->chunk_size == 0) begins.emplace_back(ids.Text(0));
    }
  }
  context_.store->Release(std::move(*reader));
  for (size_t i = 0; i < begins.size(); ++i) {
    std::string& sql = chunks.emplace_back(
        StrCat("SELECT rowid FROM ", table, " WHERE \"Id\">='", begins[i], "'"));
    if (i + 1 < begins.size()) StrAppend(&sql, " AND \"Id\"<'", begins[i + 1], "'");
  }
  return chunks;
}

std::optional<ApiError> ClassicBatch::CheckReadable() const {
  const ClassicBatchState state = info().state;
  if (state == ClassicBatchState::kCompleted) return std::nullopt;
  const bool ended =
      state == ClassicBatchState::kFailed || state == ClassicBatchState::kNotProcessed;
  return InvalidBatch(ended ? text::kRecordsNotProcessed : text::kBatchNotCompleted);
}

Outcome<std::string> ClassicBatch::Result() const {
  if (auto error = CheckReadable()) return std::move(*error);
  return result_;
}

Outcome<std::string> ClassicBatch::ResultFile(std::string_view id) const {
  if (auto error = CheckReadable()) return std::move(*error);
  const auto normal = NormalizeId(id);
  const auto found = std::find(file_ids_.begin(), file_ids_.end(), normal.value_or(""));
  if (found == file_ids_.end()) return InvalidBatch(text::NoSuchResult(id));
  const Spool& file = *files_[static_cast<size_t>(found - file_ids_.begin())];
  std::string bytes;
  file.AppendSlice(0, static_cast<size_t>(file.size()), &bytes);
  return bytes;
}

}  // namespace sfsim
