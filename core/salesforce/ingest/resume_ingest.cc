// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/resume_ingest.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/bulk_v2_job.h"
#include "core/bulk/job_failure.h"
#include "core/bulk/job_wait.h"
#include "core/rest/rest_client.h"
#include "core/retry/retry.h"
#include "core/salesforce/ingest/ingest_plan.h"
#include "core/salesforce/ingest/outcomes.h"
#include "core/salesforce/ingest/result_file.h"
#include "core/salesforce/ingest/result_sinks.h"
#include "core/salesforce/ingest/resumed_rows.h"
#include "core/salesforce/ingest/row_source.h"

namespace sfconnector {
namespace {

constexpr BulkV2JobKind kIngest = BulkV2JobKind::kIngest;
constexpr int kMaxJobs = 10'000;

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

// A call of ResumeIngest.
class Resumption {
 public:
  Resumption(OperationContext context, const v1::ResumeIngestHead& head, bool failures_only,
             JobPauses pauses, Reader<v1::ResumeIngestRequest>& reader, Outlet& outlet)
      : context_(context),
        head_(head),
        failures_only_(failures_only),
        pauses_(pauses),
        reader_(reader),
        outlet_(outlet) {}

  Task<absl::Status> Run(RowSource& source) {
    absl::Status status = co_await ReadInput(source);
    if (!status.ok()) co_return status;
    for (const std::string& id : head_.job_ids()) {
      status = co_await Resume(id, source);
      if (!status.ok() && IsOwn(status)) co_return status;
      if (failure_.ok()) failure_ = status;
    }
    if (rows_ != nullptr) {
      status = co_await TellRows();
      if (!status.ok()) co_return status;
    }
    status = co_await outlet_.Finish();
    co_return failure_.ok() ? status : failure_;
  }

 private:
  // Whether nothing more can be told.
  bool IsOwn(const absl::Status& status) const {
    const std::string reason = GetReason(status);
    return !context_.call.status().ok() || reason == "SPOOL_FULL" || reason == "SPOOL_FAILED";
  }

  // Reads the input, if there is one: then there is `rows_`.
  Task<absl::Status> ReadInput(RowSource& source) {
    while (true) {
      absl::StatusOr<std::optional<v1::ResumeIngestRequest>> message = co_await reader_.Read();
      if (!message.ok()) co_return message.status();
      const bool last = !message->has_value();
      if (last && rows_ == nullptr) co_return absl::OkStatus();
      absl::Status status = last ? source.Finish() : Feed(**message, source);
      if (status.ok() && rows_ == nullptr) status = co_await BeginRows();
      if (status.ok()) status = co_await TakeRows(source);
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

  Task<absl::Status> BeginRows() {
    absl::StatusOr<std::unique_ptr<ResumedRows>> rows =
        co_await ResumedRows::Create(*context_.spool);
    if (!rows.ok()) co_return rows.status();
    rows_ = *std::move(rows);
    co_return absl::OkStatus();
  }

  Task<absl::Status> TakeRows(RowSource& source) {
    while (true) {
      const absl::StatusOr<bool> read = source.Next();
      if (!read.ok()) co_return read.status();
      if (!*read) co_return absl::OkStatus();
      rows_->AddRow(source.key());
      absl::Status status;
      if (rows_->must_flush()) status = co_await rows_->Flush();
      if (!status.ok()) co_return status;
    }
  }

  // Brings a job to its end and reads its results.
  Task<absl::Status> Resume(const std::string& id, const RowSource& source) {
    absl::StatusOr<v1::BulkV2Job> job = co_await GetBulkV2Job(context_, kIngest, id);
    absl::Status status = job.status();
    if (status.ok() && job->job_type() == "Classic") {
      status = InvalidField("head.job_ids", absl::StrCat(id, " is a job of Bulk API 1.0"));
    }
    if (status.ok() && job->state() == kJobOpen) {
      status = co_await EndOpenJob(*job);
      if (!status.ok()) uncertain_ = status;
      co_return status;
    }
    if (status.ok()) {
      job = co_await Wait(id);
      status = job.status();
    }
    if (status.ok()) status = co_await ReadResults(*job, source);
    if (!status.ok()) {
      uncertain_ = status;
      co_return WithJobId(std::move(status), id);
    }
    outlet_.CountJob();
    co_return JobFailure(*job);
  }

  Task<absl::StatusOr<v1::BulkV2Job>> Wait(const std::string& id) {
    OnJobProgress on_progress = [this](const v1::BulkV2Job& job, Clock::Duration elapsed) {
      return Report(job, elapsed);
    };
    absl::StatusOr<v1::BulkV2Job> job =
        co_await WaitForBulkV2Job(context_, kIngest, id, pauses_, std::move(on_progress));
    co_return job;
  }

  Task<absl::Status> Report(const v1::BulkV2Job& job, Clock::Duration elapsed) {
    const v1::JobProgress progress = ProgressOf(job, elapsed);
    v1::IngestResponse message;
    v1::IngestProgress& told = *message.mutable_progress();
    told.set_job_id(progress.job_id());
    told.set_state(progress.state());
    told.set_number_records_processed(progress.number_records_processed());
    told.set_number_records_failed(progress.number_records_failed());
    *told.mutable_elapsed() = progress.elapsed();
    absl::Status status = co_await outlet_.Write(message);
    co_return status;
  }

  // A job that is open has processed nothing.
  Task<absl::Status> EndOpenJob(const v1::BulkV2Job& job) {
    if (!head_.abort_open_jobs()) {
      absl::Status error = absl::FailedPreconditionError(absl::StrCat(
          "the job ", job.id(), " is open: it has processed nothing, and may lack rows"));
      co_return WithReason(WithJobId(std::move(error), job.id()), "JOB_OPEN");
    }
    absl::StatusOr<v1::BulkV2Job> aborted =
        co_await SetBulkV2JobState(context_, kIngest, job.id(), kJobAborted);
    if (!aborted.ok()) co_return aborted.status();
    absl::Status status = co_await Report(*aborted, Clock::Duration::zero());
    co_return status;
  }

  // Reads the results of a job, again where they break off.
  Task<absl::Status> ReadResults(const v1::BulkV2Job& job, const RowSource& source) {
    RetryPolicy policy = context_.rest.retry_policy();
    while (true) {
      absl::Status status;
      if (rows_ != nullptr) {
        status = co_await JoinOnce(job, source);
      } else {
        status = co_await EchoOnce(job);
      }
      if (status.ok() || IsOwn(status)) co_return status;
      const std::optional<Clock::Duration> pause = policy.Next(status, /*idempotent=*/true);
      if (!pause.has_value()) co_return status;
      if (rows_ != nullptr) rows_->DropResults();
      absl::Status slept = co_await SleepFor(context_.call, *pause);
      if (!slept.ok()) co_return slept;
    }
  }

  Task<absl::Status> JoinOnce(const v1::BulkV2Job& job, const RowSource& source) {
    rows_->BeginResults();
    JoiningSink sink(job, *rows_);
    absl::Status status = co_await ReadAllResults(job, source.columns(), sink);
    co_return status;
  }

  // Nothing is told before all results of the job are there.
  Task<absl::Status> EchoOnce(const v1::BulkV2Job& job) {
    absl::StatusOr<std::unique_ptr<SpooledOutcomes>> outcomes =
        co_await SpooledOutcomes::Create(*context_.spool, failures_only_);
    if (!outcomes.ok()) co_return outcomes.status();
    EchoingSink sink(job, **outcomes);
    absl::Status status = co_await ReadAllResults(job, {}, sink);
    if (!status.ok()) co_return status;
    status = co_await outlet_.Deliver(**outcomes);
    co_return status;
  }

  Task<absl::Status> ReadAllResults(const v1::BulkV2Job& job, std::vector<std::string> columns,
                                    ResultSink& sink) {
    for (const ResultKind kind : kAllResults) {
      ResultFile file;
      file.job_id = job.id();
      file.kind = kind;
      file.delimiter = CsvDelimiterOf(job.column_delimiter()).value_or(CsvDelimiter::kComma);
      file.columns = columns;
      absl::Status status = co_await ReadResultFile(context_, std::move(file), sink);
      if (!status.ok()) co_return status;
    }
    co_return absl::OkStatus();
  }

  Task<absl::Status> TellRows() {
    ResumedRows::WithoutResult without_result;
    if (uncertain_.ok()) {
      without_result.error.set_status_code("NOT_SENT");
      without_result.error.set_message("no job that was named has the row");
    } else {
      without_result.state = v1::INGESTED_ROW_STATE_UNKNOWN;
      without_result.error = ToRowError(uncertain_);
    }
    absl::StatusOr<std::int64_t> surplus =
        co_await rows_->Tell(*context_.spool, failures_only_, without_result, outlet_);
    if (!surplus.ok()) co_return surplus.status();
    if (*surplus > 0 && failure_.ok()) {
      failure_ =
          WithReason(absl::DataLossError(absl::StrCat("the jobs have ", *surplus,
                                                      " results of rows that the input has not")),
                     "RECORD_COUNT");
    }
    co_return absl::OkStatus();
  }

  const OperationContext context_;
  const v1::ResumeIngestHead& head_;
  const bool failures_only_;
  const JobPauses pauses_;
  Reader<v1::ResumeIngestRequest>& reader_;
  Outlet& outlet_;
  std::unique_ptr<ResumedRows> rows_;  // null where no input comes
  absl::Status failure_;               // the first of a job
  absl::Status uncertain_;             // why a row without a result may have been processed
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
  Resumption resumption(context, head, *failures_only, *pauses, reader, outlet);
  absl::Status status = co_await resumption.Run(**source);
  co_return status;
}

}  // namespace sfconnector
