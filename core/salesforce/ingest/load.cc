// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/load.h"

#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/csv_error.h"

namespace sfconnector {
namespace {

absl::Status RowTooLarge(std::int64_t row, std::size_t bytes, std::uint64_t limit) {
  return WithReason(absl::ResourceExhaustedError(absl::StrCat("row ", row, " takes ", bytes,
                                                              " bytes, and a job has room for ",
                                                              limit, " with its header")),
                    kCsvTooLarge);
}

JobPartLimits LimitsOf(const IngestPlan& plan) {
  JobPartLimits limits;
  limits.bytes = plan.max_job_bytes;
  limits.rows = plan.max_job_rows;
  return limits;
}

}  // namespace

Load::Load(LoadContext& load, PartRunner& runner, RowSource& source,
           Reader<v1::IngestRequest>& reader)
    : load_(load),
      runner_(runner),
      source_(source),
      reader_(reader),
      builder_(*load.operation.spool, LimitsOf(load.plan), runner.needs_keys()) {}

Task<absl::Status> Load::Run() {
  absl::Status status = co_await ReadAll();
  if (status.ok() && builder_.has_part()) status = co_await StartPart();
  Fail(std::move(status));
  co_await WaitForJobs(1);
  status = co_await runner_.End();
  Fail(std::move(status));
  const absl::Status& ended = load_.operation.call.status();
  if (!ended.ok()) co_return ended;
  const std::int64_t waiting = builder_.rows_waiting();
  if (waiting > 0) {
    const std::int64_t first = builder_.rows() - waiting;
    status = co_await TellAll(load_, first, waiting, v1::INGESTED_ROW_STATE_NOT_SENT, failure_);
  }
  status = co_await load_.outlet.Finish();
  co_return failure_.ok() ? status : failure_;
}

Task<absl::Status> Load::ReadAll() {
  while (failure_.ok()) {
    absl::StatusOr<std::optional<v1::IngestRequest>> message = co_await reader_.Read();
    if (!message.ok()) co_return message.status();
    const bool last = !message->has_value();
    absl::Status status = last ? source_.Finish() : Feed(**message);
    // A load that has failed takes no more rows, not even those that were read.
    if (status.ok() && failure_.ok()) status = co_await TakeRows();
    if (status.ok() && last && source_.columns().empty()) {
      status = InvalidField("csv", "is required: its header at least");
    }
    if (!status.ok() || last) co_return status;
  }
  co_return absl::OkStatus();
}

absl::Status Load::Feed(const v1::IngestRequest& message) {
  switch (message.part_case()) {
    case v1::IngestRequest::kCsv:
      return source_.Feed(message.csv());
    case v1::IngestRequest::kRows:
      return source_.Feed(message.rows());
    case v1::IngestRequest::kHead:
      return InvalidField("head", "is for the first message alone");
    default:
      return InvalidField("csv", "or rows are required in all messages but the first");
  }
}

Task<absl::Status> Load::TakeRows() {
  while (true) {
    const absl::StatusOr<bool> read = source_.Next();
    if (!read.ok()) co_return read.status();
    if (!*read) break;
    absl::Status status;
    const std::size_t size = source_.record().size();
    if (builder_.IsTooLarge(source_.header().size(), size)) {
      co_return RowTooLarge(builder_.rows(), size, load_.plan.max_job_bytes);
    }
    if (builder_.has_part() && builder_.IsFullFor(size)) status = co_await StartPart();
    if (!status.ok() || !failure_.ok()) co_return status;
    if (!builder_.has_part()) status = co_await builder_.Begin(source_.header());
    if (!status.ok()) co_return status;
    builder_.Add(source_.record(), source_.key());
    if (builder_.must_flush()) status = co_await builder_.Flush();
    if (!status.ok()) co_return status;
  }
  co_return absl::OkStatus();
}

Task<absl::Status> Load::StartPart() {
  co_await WaitForJobs(load_.plan.max_parallel_jobs);
  if (!failure_.ok()) co_return absl::OkStatus();
  absl::StatusOr<JobPart> part = co_await builder_.Take();
  if (!part.ok()) co_return part.status();
  if (load_.columns.empty()) load_.columns = source_.columns();
  ++at_work_;
  Spawn(load_.operation.call.executor(), RunPart(*this, *std::move(part)));
  co_return absl::OkStatus();
}

// Libraries throw where memory is short; then, too, the load must end for its caller.
Task<void> Load::RunPart(Load& self, JobPart part) {
  absl::Status status;
  try {
    status = co_await self.runner_.Run(std::move(part));
  } catch (const std::exception& error) {
    status = absl::ResourceExhaustedError(absl::StrCat("a job cannot go on: ", error.what()));
  }
  self.Fail(std::move(status));
  --self.at_work_;
  self.changed_.Set();
}

Task<void> Load::WaitForJobs(int fewer_than) {
  while (at_work_ >= fewer_than) {
    changed_.Reset();
    co_await changed_.Wait();
  }
}

void Load::Fail(absl::Status why) {
  if (why.ok() || !failure_.ok()) return;
  failure_ = std::move(why);
  reader_.StopReading();
}

}  // namespace sfconnector
