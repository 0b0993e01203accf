// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/resume_ingest.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/bulk_v2_job.h"
#include "core/bulk/job_wait.h"
#include "core/salesforce/ingest/ingest_plan.h"
#include "core/salesforce/ingest/outcomes.h"
#include "core/salesforce/ingest/resumed_job.h"
#include "core/salesforce/ingest/resumed_jobs.h"
#include "core/salesforce/ingest/resumed_outcomes.h"
#include "core/salesforce/ingest/row_source.h"

namespace sfconnector {
namespace {

constexpr int kMaxJobs = 10'000;

absl::Status CheckLoad(const v1::ResumeIngestHead& head) {
  SFC_RETURN_IF_ERROR(PrefixField("head", CheckMode(head.mode(), head.column_delimiter())));
  if (head.mode() == v1::INGEST_MODE_ORDERED && head.job_ids_size() > 1) {
    return InvalidField("head.job_ids",
                        "are more than the one that a load of the mode ORDERED has");
  }
  return absl::OkStatus();
}

absl::Status CheckJobIds(const v1::ResumeIngestHead& head) {
  if (head.job_ids().empty()) return InvalidField("head.job_ids", "are required");
  if (head.job_ids_size() > kMaxJobs) {
    return InvalidField("head.job_ids", absl::StrCat("are more than ", kMaxJobs));
  }
  std::set<absl::string_view> seen;
  for (int i = 0; i < head.job_ids_size(); ++i) {
    const std::string field = absl::StrCat("head.job_ids[", i, "]");
    SFC_RETURN_IF_ERROR(RequireJobId(head.job_ids(i), field));
    if (!seen.insert(head.job_ids(i)).second) return InvalidField(field, "stands there twice");
  }
  return absl::OkStatus();
}

absl::Status SurplusError(std::int64_t results) {
  return WithReason(absl::DataLossError(absl::StrCat("the jobs have ", results,
                                                     " results of rows that the input has not")),
                    "RECORD_COUNT");
}

// A call of ResumeIngest.
class Resumption {
 public:
  // What it is made with outlives it.
  Resumption(ResumeContext& context, const v1::ResumeIngestHead& head, JobPauses pauses,
             Reader<v1::ResumeIngestRequest>& reader)
      : context_(context), head_(head), pauses_(pauses), reader_(reader) {}

  Task<absl::Status> Run(RowSource& source) {
    absl::Status status = co_await ReadInput(source);
    if (!status.ok()) co_return status;
    context_.columns = source.columns();
    std::vector<std::unique_ptr<ResumedJob>> all;
    for (const std::string& id : head_.job_ids()) all.push_back(MakeJob(id));
    ResumedJobs jobs(context_.operation.call, std::move(all));
    status = co_await jobs.Run(pauses_);
    if (!status.ok()) co_return status;
    absl::Status failure = jobs.failure();
    if (outcomes().input() != nullptr) {
      absl::StatusOr<std::int64_t> surplus = co_await outcomes().TellInput(jobs.uncertain());
      if (!surplus.ok()) co_return surplus.status();
      if (failure.ok() && *surplus > 0) failure = SurplusError(*surplus);
    }
    status = co_await outcomes().outlet().Finish();
    co_return status.ok() ? failure : status;
  }

 private:
  ResumedOutcomes& outcomes() const { return context_.outcomes; }

  // Reads the input, if there is one: then the outcomes have it.
  Task<absl::Status> ReadInput(RowSource& source) {
    while (true) {
      absl::StatusOr<std::optional<v1::ResumeIngestRequest>> message = co_await reader_.Read();
      if (!message.ok()) co_return message.status();
      const bool last = !message->has_value();
      if (last && outcomes().input() == nullptr) co_return absl::OkStatus();
      absl::Status status = last ? source.Finish() : Feed(**message, source);
      if (status.ok() && outcomes().input() == nullptr) {
        status = co_await outcomes().BeginInput();
      }
      if (status.ok()) status = co_await TakeRows(source, *outcomes().input());
      if (!status.ok() || last) co_return status;
    }
  }

  static absl::Status Feed(const v1::ResumeIngestRequest& message, RowSource& source) {
    switch (message.part_case()) {
      case v1::ResumeIngestRequest::kCsv:
        return source.Feed(message.csv());
      case v1::ResumeIngestRequest::kRows:
        return source.Feed(message.rows());
      case v1::ResumeIngestRequest::kHead:
        return InvalidField("head", "is for the first message alone");
      default:
        return InvalidField("csv", "or rows are required in all messages but the first");
    }
  }

  static Task<absl::Status> TakeRows(RowSource& source, ResumedRows& rows) {
    while (true) {
      const absl::StatusOr<bool> read = source.Next();
      if (!read.ok()) co_return read.status();
      if (!*read) co_return absl::OkStatus();
      rows.AddRow(source.key());
      absl::Status status;
      if (rows.must_flush()) status = co_await rows.Flush();
      if (!status.ok()) co_return status;
    }
  }

  std::unique_ptr<ResumedJob> MakeJob(const std::string& id) {
    if (head_.mode() == v1::INGEST_MODE_ORDERED) return MakeResumedClassicJob(context_, id);
    return MakeResumedBulkV2Job(context_, id);
  }

  ResumeContext& context_;
  const v1::ResumeIngestHead& head_;
  const JobPauses pauses_;
  Reader<v1::ResumeIngestRequest>& reader_;
};

}  // namespace

Task<absl::Status> ResumeIngest(OperationContext context, Reader<v1::ResumeIngestRequest>& reader,
                                Writer<v1::ResumeIngestResponse>& writer) {
  absl::StatusOr<std::optional<v1::ResumeIngestRequest>> first = co_await reader.Read();
  if (!first.ok()) co_return first.status();
  if (!first->has_value() || !(*first)->has_head()) {
    co_return InvalidField("head", "is required in the first message");
  }
  const v1::ResumeIngestHead& head = (*first)->head();
  absl::Status checked = CheckJobIds(head);
  if (checked.ok()) checked = CheckLoad(head);
  if (!checked.ok()) co_return checked;
  const absl::StatusOr<bool> failures_only = FailuresOnly(head.outcomes());
  if (!failures_only.ok()) co_return PrefixField("head", failures_only.status());
  const absl::StatusOr<JobPauses> pauses = JobPauses::Create(head.polling());
  if (!pauses.ok()) co_return PrefixField("head.polling", pauses.status());
  RowInput input;
  input.columns.assign(head.columns().begin(), head.columns().end());
  input.column_delimiter = head.column_delimiter();
  input.line_ending = head.line_ending();
  absl::StatusOr<std::unique_ptr<RowSource>> source = MakeRowSource(input);
  if (!source.ok()) co_return source.status();
  Outlet outlet(context.call, writer.encoded());
  ResumedOutcomes outcomes(context, *failures_only, outlet);
  ResumeContext resumed{context, head.abort_open_jobs(), {}, outcomes};
  Resumption resumption(resumed, head, *pauses, reader);
  absl::Status status = co_await resumption.Run(**source);
  co_return status;
}

}  // namespace sfconnector
