// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/bulk_v2_job.h"
#include "core/bulk/job_failure.h"
#include "core/bulk/job_wait.h"
#include "core/salesforce/ingest/result_file.h"
#include "core/salesforce/ingest/resumed_job.h"

namespace sfconnector {
namespace {

constexpr BulkV2JobKind kIngest = BulkV2JobKind::kIngest;

// Reads all results of a job.
class JobReading final : public OutcomeReading {
 public:
  // What it is made with outlives it.
  JobReading(const ResumeContext& context, const v1::BulkV2Job& job)
      : context_(context), job_(job) {}

  Task<absl::Status> ReadOnce(ResumedSink& sink) override {
    JobResultSink results(job_, sink);
    for (const ResultKind kind : kAllResults) {
      ResultFile file;
      file.job_id = job_.id();
      file.kind = kind;
      file.delimiter = CsvDelimiterOf(job_.column_delimiter()).value_or(CsvDelimiter::kComma);
      file.columns = context_.columns;
      absl::Status status = co_await ReadResultFile(context_.operation, std::move(file), results);
      if (!status.ok()) co_return status;
    }
    co_return absl::OkStatus();
  }

 private:
  const ResumeContext& context_;
  const v1::BulkV2Job& job_;
};

class ResumedBulkV2Job final : public ResumedJob {
 public:
  ResumedBulkV2Job(ResumeContext& context, std::string id)
      : context_(context), id_(std::move(id)) {}

  Task<absl::StatusOr<bool>> Ask(absl::Status& answer) override {
    absl::StatusOr<v1::BulkV2Job> job = co_await GetBulkV2Job(context_.operation, kIngest, id_);
    if (!watch_.has_value()) {
      absl::Status status = job.ok() ? Check(*job) : job.status();
      if (!status.ok()) co_return WithJobId(std::move(status), id_);
      Begin();
      if (job->state() == kJobOpen) {
        status = co_await EndOpenJob();
        if (!status.ok()) co_return WithJobId(std::move(status), id_);
        co_return true;
      }
    }
    answer = job.status();
    absl::StatusOr<bool> ended = co_await watch_->Take(job);
    if (ended.ok() && *ended) job_ = *std::move(job);
    co_return ended;
  }

  Task<absl::Status> Read() override {
    // An open job that was aborted has no results.
    if (!job_.has_value()) co_return absl::OkStatus();
    JobReading reading(context_, *job_);
    absl::Status status = co_await context_.outcomes.Take(reading);
    if (!status.ok() && EndsTelling(status, context_.operation.call)) co_return status;
    if (!status.ok()) {
      Fail(WithJobId(std::move(status), id_));
    } else {
      context_.outcomes.outlet().CountJob();
      SetFailure(JobFailure(*job_));
    }
    co_return absl::OkStatus();
  }

 private:
  absl::Status Check(const v1::BulkV2Job& job) const {
    if (job.job_type() != "Classic") return absl::OkStatus();
    return InvalidField("head.job_ids",
                        absl::StrCat(id_, " is a job of Bulk API 1.0, of the mode ORDERED"));
  }

  void Begin() {
    OnJobProgress on_progress = [this](const v1::BulkV2Job& job, Clock::Duration elapsed) {
      return Report(job, elapsed);
    };
    watch_.emplace(context_.operation.call, id_, std::move(on_progress));
  }

  // A job that is open has processed nothing.
  Task<absl::Status> EndOpenJob() {
    if (!context_.abort_open_jobs) {
      absl::Status error = absl::FailedPreconditionError(
          absl::StrCat("the job ", id_, " is open: it has processed nothing, and may lack rows"));
      co_return WithReason(WithJobId(std::move(error), id_), "JOB_OPEN");
    }
    absl::StatusOr<v1::BulkV2Job> aborted =
        co_await SetBulkV2JobState(context_.operation, kIngest, id_, kJobAborted);
    if (!aborted.ok()) co_return aborted.status();
    absl::Status status = co_await Report(*aborted, Clock::Duration::zero());
    co_return status;
  }

  Task<absl::Status> Report(const v1::BulkV2Job& job, Clock::Duration elapsed) const {
    v1::IngestResponse message;
    v1::IngestProgress& told = *message.mutable_progress();
    told.set_job_id(job.id());
    told.set_state(job.state());
    told.set_number_records_processed(job.number_records_processed());
    told.set_number_records_failed(job.number_records_failed());
    SetElapsed(elapsed, told);
    absl::Status status = co_await context_.outcomes.outlet().Write(message);
    co_return status;
  }

  ResumeContext& context_;
  const std::string id_;
  std::optional<JobWatch> watch_;     // nothing before the first answer
  std::optional<v1::BulkV2Job> job_;  // once it has ended
};

}  // namespace

std::unique_ptr<ResumedJob> MakeResumedBulkV2Job(ResumeContext& context, std::string id) {
  return std::make_unique<ResumedBulkV2Job>(context, std::move(id));
}

}  // namespace sfconnector
