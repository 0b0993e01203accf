// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk_v2/job_waits.h"

#include <string>
#include <utility>

#include "core/base/status.h"
#include "core/bulk/bulk_v2_job.h"
#include "core/bulk/job_failure.h"
#include "core/bulk/job_wait.h"

namespace sfconnector {
namespace {

template <class Response>
Task<absl::Status> WriteProgress(Writer<Response>& writer, const v1::BulkV2Job& job,
                                 Clock::Duration elapsed) {
  Response response;
  *response.mutable_progress() = ProgressOf(job, elapsed);
  absl::Status status = co_await writer.Write(response);
  co_return status;
}

// Waits for a job, writes how far it is, and in the end the job.
template <class Response>
Task<absl::Status> WaitAndTell(OperationContext context, BulkV2JobKind kind, std::string id,
                               JobPauses pauses, Writer<Response>& writer) {
  OnJobProgress tell = [&writer](const v1::BulkV2Job& job, Clock::Duration elapsed) {
    return WriteProgress<Response>(writer, job, elapsed);
  };
  const Clock::Instant begin = context.call.clock().Now();
  absl::StatusOr<v1::BulkV2Job> job =
      co_await WaitForBulkV2Job(context, kind, std::move(id), pauses, std::move(tell));
  absl::Status status = job.ok() ? JobFailure(*job) : job.status();
  if (!status.ok()) co_return status;
  Response response;
  *response.mutable_progress() = ProgressOf(*job, context.call.clock().Now() - begin);
  *response.mutable_job() = *std::move(job);
  status = co_await writer.Write(response);
  co_return status;
}

}  // namespace

Task<absl::Status> CloseIngestJobAndWait(OperationContext context,
                                         const v1::CloseIngestJobAndWaitRequest& request,
                                         Writer<v1::CloseIngestJobAndWaitResponse>& writer) {
  absl::Status status = RequireJobId(request.job_id(), "job_id");
  if (!status.ok()) co_return status;
  const absl::StatusOr<JobPauses> pauses = JobPauses::Create(request.polling());
  if (!pauses.ok()) co_return PrefixField("polling", pauses.status());
  std::string state = kJobUploadComplete;
  absl::StatusOr<v1::BulkV2Job> closed = co_await SetBulkV2JobState(
      context, BulkV2JobKind::kIngest, request.job_id(), std::move(state));
  if (!closed.ok()) co_return closed.status();
  status = co_await WaitAndTell(context, BulkV2JobKind::kIngest, request.job_id(), *pauses, writer);
  co_return status;
}

Task<absl::Status> CreateQueryJobAndWait(OperationContext context,
                                         const v1::CreateQueryJobAndWaitRequest& request,
                                         Writer<v1::CreateQueryJobAndWaitResponse>& writer) {
  if (!request.has_job()) co_return InvalidField("job", "is required");
  const absl::StatusOr<JobPauses> pauses = JobPauses::Create(request.polling());
  if (!pauses.ok()) co_return PrefixField("polling", pauses.status());
  absl::StatusOr<v1::BulkV2Job> job = co_await CreateQueryJob(context, request.job());
  if (!job.ok()) co_return PrefixField("job", job.status());
  absl::Status status = co_await WriteProgress(writer, *job, Clock::Duration::zero());
  if (!status.ok()) co_return status;
  status = co_await WaitAndTell(context, BulkV2JobKind::kQuery, job->id(), *pauses, writer);
  co_return status;
}

}  // namespace sfconnector
