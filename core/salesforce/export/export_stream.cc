// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/export_stream.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/bulk_v2_job.h"
#include "core/bulk/job_failure.h"
#include "core/bulk/job_wait.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/export/delivery.h"
#include "core/salesforce/export/export_pages.h"
#include "core/salesforce/export/export_plan.h"

namespace sfconnector {
namespace {

constexpr BulkV2JobKind kQuery = BulkV2JobKind::kQuery;

// One export, from its job to its totals.
class ExportStream {
 public:
  ExportStream(OperationContext context, ExportPlan plan, Writer<v1::ExportResponse>& writer)
      : context_(context),
        plan_(std::move(plan)),
        point_(plan_.point),
        writer_(writer),
        delivery_(writer, point_) {}

  Task<absl::Status> Run() {
    absl::Status status;
    if (!point_.complete) status = co_await DeliverAll();
    if (status.ok()) status = co_await WriteTotals();
    if (status.ok() && plan_.delete_job) status = co_await DeleteJob();
    co_return point_.job_id.empty() ? status : WithJobId(status, point_.job_id);
  }

 private:
  Task<absl::Status> DeliverAll() {
    absl::Status status;
    if (plan_.is_resumed()) {
      status = co_await FindJob();
    } else {
      status = co_await CreateJob();
    }
    if (!status.ok()) co_return status;
    OnJobProgress on_progress = [this](const v1::BulkV2Job& job, Clock::Duration elapsed) {
      return WriteProgress(job, elapsed);
    };
    absl::StatusOr<v1::BulkV2Job> job = co_await WaitForBulkV2Job(
        context_, kQuery, point_.job_id, plan_.pauses, std::move(on_progress));
    if (!job.ok()) co_return job.status();
    status = JobFailure(*job);
    if (!status.ok()) co_return status;
    ExportPages pages(context_, plan_, point_, delivery_);
    status = co_await pages.Run();
    repetitions_ = pages.repetitions();
    if (status.ok()) status = CheckTotal(*job, pages.pages());
    point_.complete = status.ok();
    co_return status;
  }

  Task<absl::Status> CreateJob() {
    absl::StatusOr<v1::BulkV2Job> job = co_await CreateQueryJob(context_, plan_.job);
    if (!job.ok()) co_return job.status();
    point_.job_id = job->id();
    point_.job_hash = JobHash(*job);
    absl::Status status = co_await WriteProgress(*job, Clock::Duration::zero());
    co_return status;
  }

  // The job of the resume token.
  Task<absl::Status> FindJob() {
    absl::StatusOr<v1::BulkV2Job> job = co_await GetBulkV2Job(context_, kQuery, point_.job_id);
    if (absl::IsNotFound(job.status())) {
      const std::string text = absl::StrCat(
          "the job ", point_.job_id,
          " of the resume token was deleted, or is another org's: ", job.status().message());
      co_return WithReason(Reworded(job.status(), absl::StatusCode::kNotFound, text),
                           "JOB_NOT_FOUND");
    }
    if (!job.ok()) co_return job.status();
    if (JobHash(*job) == point_.job_hash) co_return absl::OkStatus();
    co_return InvalidField("resume_token", "is of an export from another org");
  }

  Task<absl::Status> WriteProgress(const v1::BulkV2Job& job, Clock::Duration elapsed) {
    v1::ExportResponse response;
    *response.mutable_progress() = ProgressOf(job, elapsed);
    response.set_resume_token(EncodeResumeToken(point_));
    absl::Status status = co_await writer_.Write(response);
    co_return status;
  }

  // Every page was compared with what it was announced with: this compares all of them with what
  // the job says.
  absl::Status CheckTotal(const v1::BulkV2Job& job, std::uint64_t pages) const {
    const std::uint64_t records = point_.delivered.records();
    const bool whole = point_.delivered.finished() == pages && point_.delivered.parts().empty();
    const bool counted = !job.has_number_records_processed() ||
                         static_cast<std::uint64_t>(job.number_records_processed()) == records;
    if (whole && counted) return absl::OkStatus();
    v1::SalesforceError detail;
    detail.set_retryability(v1::RETRYABILITY_NEVER);
    absl::Status error = absl::DataLossError(
        absl::StrCat("the job has processed ", job.number_records_processed(),
                     " records; its result has ", pages, " pages, and ", records,
                     " records were delivered from ", point_.delivered.finished(), " of them"));
    return WithReason(WithSalesforceError(std::move(error), detail), "RECORD_COUNT");
  }

  Task<absl::Status> WriteTotals() {
    v1::ExportResponse response;
    v1::ExportTotals& totals = *response.mutable_totals();
    totals.set_records(static_cast<std::int64_t>(point_.delivered.records()));
    totals.set_pages(static_cast<std::int64_t>(point_.delivered.finished()));
    totals.set_records_of_this_call(static_cast<std::int64_t>(delivery_.records()));
    totals.set_pages_fetched_again(repetitions_);
    response.set_resume_token(EncodeResumeToken(point_));
    absl::Status status = co_await writer_.Write(response);
    co_return status;
  }

  // A job that an earlier call has deleted is deleted.
  Task<absl::Status> DeleteJob() {
    absl::Status status = co_await DeleteBulkV2Job(context_, kQuery, point_.job_id);
    if (!status.ok() && !absl::IsNotFound(status)) co_return status;
    v1::ExportResponse response;
    response.set_job_deleted(true);
    status = co_await writer_.Write(response);
    co_return status;
  }

  const OperationContext context_;
  const ExportPlan plan_;
  ResumePoint point_;
  Writer<v1::ExportResponse>& writer_;
  Delivery delivery_;
  int repetitions_ = 0;
};

}  // namespace

Task<absl::Status> Export(OperationContext context, const v1::ExportRequest& request,
                          Writer<v1::ExportResponse>& writer) {
  const std::string version = context.rest.VersionOf(context.call);
  absl::StatusOr<ExportPlan> plan = PlanExport(request, version);
  if (!plan.ok()) co_return plan.status();
  ExportStream stream(context, *std::move(plan), writer);
  absl::Status status = co_await stream.Run();
  co_return status;
}

}  // namespace sfconnector
