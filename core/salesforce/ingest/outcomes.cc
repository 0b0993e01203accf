// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/outcomes.h"

#include <chrono>
#include <cstring>
#include <utility>

#include "core/base/status.h"

namespace sfconnector {
namespace {

// How many rows with the same outcome a message tells of.
constexpr std::int64_t kSameRows = 500;
// What an outcome takes beside its texts.
constexpr std::size_t kRowBytes = 12;

bool IsSaved(v1::IngestedRowState state) {
  return state == v1::INGESTED_ROW_STATE_CREATED || state == v1::INGESTED_ROW_STATE_UPDATED ||
         state == v1::INGESTED_ROW_STATE_DELETED;
}

// The number in a summary for a state.
using Getter = std::int64_t (v1::IngestSummary::*)() const;
using Setter = void (v1::IngestSummary::*)(std::int64_t);
struct Counter {
  v1::IngestedRowState state;
  Getter get;
  Setter set;
};
constexpr Counter kCounters[] = {
    {v1::INGESTED_ROW_STATE_CREATED, &v1::IngestSummary::created, &v1::IngestSummary::set_created},
    {v1::INGESTED_ROW_STATE_UPDATED, &v1::IngestSummary::updated, &v1::IngestSummary::set_updated},
    {v1::INGESTED_ROW_STATE_DELETED, &v1::IngestSummary::deleted, &v1::IngestSummary::set_deleted},
    {v1::INGESTED_ROW_STATE_FAILED, &v1::IngestSummary::failed, &v1::IngestSummary::set_failed},
    {v1::INGESTED_ROW_STATE_UNPROCESSED, &v1::IngestSummary::unprocessed,
     &v1::IngestSummary::set_unprocessed},
    {v1::INGESTED_ROW_STATE_UNKNOWN, &v1::IngestSummary::unknown, &v1::IngestSummary::set_unknown},
    {v1::INGESTED_ROW_STATE_NOT_SENT, &v1::IngestSummary::not_sent,
     &v1::IngestSummary::set_not_sent},
};

}  // namespace

void Count(v1::IngestedRowState state, std::int64_t count, v1::IngestSummary& summary) {
  for (const Counter& counter : kCounters) {
    if (counter.state == state) (summary.*counter.set)((summary.*counter.get)() + count);
  }
}

void Add(const v1::IngestSummary& part, v1::IngestSummary& summary) {
  for (const Counter& counter : kCounters) Count(counter.state, (part.*counter.get)(), summary);
}

Task<absl::StatusOr<std::unique_ptr<SpooledOutcomes>>> SpooledOutcomes::Create(Spool& spool,
                                                                               bool failures_only) {
  absl::StatusOr<std::shared_ptr<SpoolFile>> file = co_await spool.Create();
  if (!file.ok()) co_return file.status();
  co_return std::make_unique<SpooledOutcomes>(*std::move(file), failures_only);
}

void SpooledOutcomes::SetColumns(const std::vector<std::string>& columns) { columns_ = columns; }

v1::IngestedRow* SpooledOutcomes::Add(v1::IngestedRowState state) {
  Count(state, 1, counts_);
  if (failures_only_ && IsSaved(state)) return nullptr;
  bytes_ += kRowBytes;
  v1::IngestedRow* const row = message_.mutable_rows()->add_rows();
  row->set_state(state);
  return row;
}

Task<absl::Status> SpooledOutcomes::Flush() {
  if (message_.rows().rows_size() == 0) co_return absl::OkStatus();
  for (const std::string& column : columns_) message_.mutable_rows()->add_columns(column);
  const auto size = static_cast<std::uint32_t>(message_.ByteSizeLong());
  std::string framed(sizeof size, '\0');
  std::memcpy(framed.data(), &size, sizeof size);
  message_.AppendToString(&framed);
  // The rows' memory is used again.
  message_.mutable_rows()->Clear();
  bytes_ = 0;
  absl::Status status = co_await file_->Append(std::move(framed));
  co_return status;
}

Task<absl::Status> Outlet::WriteEncoded(std::string message) {
  absl::StatusOr<Turns::Turn> turn = co_await turns_.Take(call_);
  if (!turn.ok()) co_return turn.status();
  absl::Status status = co_await writer_.Write(std::move(message));
  co_return status;
}

Task<absl::Status> Outlet::Write(const v1::IngestResponse& message) {
  std::string bytes = message.SerializeAsString();
  absl::Status status = co_await WriteEncoded(std::move(bytes));
  co_return status;
}

Task<absl::Status> Outlet::Deliver(const SpooledOutcomes& outcomes) {
  const SpoolFile& file = outcomes.file();
  for (std::uint64_t at = 0; at < file.size();) {
    std::uint32_t size = 0;
    absl::StatusOr<std::string> bytes = co_await file.Read(at, sizeof size);
    if (!bytes.ok()) co_return bytes.status();
    std::memcpy(&size, bytes->data(), sizeof size);
    at += sizeof size;
    bytes = co_await file.Read(at, size);
    if (!bytes.ok()) co_return bytes.status();
    at += size;
    std::string message = *std::move(bytes);
    absl::Status status = co_await WriteEncoded(std::move(message));
    if (!status.ok()) co_return status;
  }
  Add(outcomes.counts(), summary_);
  co_return absl::OkStatus();
}

Task<absl::Status> Outlet::DeliverSame(std::int64_t first, std::int64_t count,
                                       v1::IngestedRowState state, const v1::RowError& error) {
  Count(state, count, summary_);
  for (std::int64_t done = 0; done < count; done += kSameRows) {
    v1::IngestResponse message;
    for (std::int64_t i = done; i < count && i < done + kSameRows; ++i) {
      v1::IngestedRow& row = *message.mutable_rows()->add_rows();
      row.set_row(first + i);
      row.set_state(state);
      *row.add_errors() = error;
    }
    absl::Status status = co_await Write(message);
    if (!status.ok()) co_return status;
  }
  co_return absl::OkStatus();
}

Task<absl::Status> Outlet::Finish() {
  std::int64_t rows = 0;
  for (const Counter& counter : kCounters) rows += (summary_.*counter.get)();
  summary_.set_rows(rows);
  v1::IngestResponse message;
  *message.mutable_summary() = summary_;
  absl::Status status = co_await Write(message);
  co_return status;
}

void SetElapsed(Clock::Duration elapsed, v1::IngestProgress& progress) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(elapsed);
  progress.mutable_elapsed()->set_seconds(seconds.count());
  progress.mutable_elapsed()->set_nanos(static_cast<int>((elapsed - seconds).count()));
}

bool EndsTelling(const absl::Status& status, const CallContext& call) {
  const std::string reason = GetReason(status);
  return !call.status().ok() || reason == "SPOOL_FULL" || reason == "SPOOL_FAILED";
}

v1::RowError ToRowError(const absl::Status& why) {
  v1::RowError error;
  error.set_status_code(GetReason(why));
  error.set_message(std::string(why.message()));
  return error;
}

}  // namespace sfconnector
