// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk_v2/bulk_v2_operations.h"

#include <string>
#include <utility>

#include "core/base/status.h"
#include "core/bulk/bulk_v2_job.h"
#include "core/salesforce/bulk_v2/job_lists.h"
#include "core/salesforce/bulk_v2/job_waits.h"
#include "core/salesforce/bulk_v2/results.h"
#include "core/salesforce/bulk_v2/upload_job_data.h"
#include "sfconnector/v1/bulk_v2_service.pb.h"

namespace sfconnector {
namespace {

absl::StatusOr<BulkV2JobKind> KindOf(v1::BulkV2JobKind kind) {
  if (kind == v1::BULK_V2_JOB_KIND_INGEST) return BulkV2JobKind::kIngest;
  if (kind == v1::BULK_V2_JOB_KIND_QUERY) return BulkV2JobKind::kQuery;
  return InvalidField("kind", "is required: ingest or query");
}

// The kind of the job that a request names.
template <class Request>
absl::StatusOr<BulkV2JobKind> CheckJob(const Request& request) {
  SFC_RETURN_IF_ERROR(RequireJobId(request.job_id(), "job_id"));
  return KindOf(request.kind());
}

template <class Response>
absl::StatusOr<Response> WithJob(absl::StatusOr<v1::BulkV2Job> job) {
  if (!job.ok()) return job.status();
  Response response;
  *response.mutable_job() = *std::move(job);
  return response;
}

Task<absl::StatusOr<v1::CreateIngestJobResponse>> CreateIngest(
    OperationContext context, const v1::CreateIngestJobRequest& request) {
  if (!request.has_job()) co_return InvalidField("job", "is required");
  absl::StatusOr<v1::BulkV2Job> job = co_await CreateIngestJob(context, request.job());
  if (!job.ok()) job = PrefixField("job", job.status());
  co_return WithJob<v1::CreateIngestJobResponse>(std::move(job));
}

Task<absl::StatusOr<v1::CreateQueryJobResponse>> CreateQuery(
    OperationContext context, const v1::CreateQueryJobRequest& request) {
  if (!request.has_job()) co_return InvalidField("job", "is required");
  absl::StatusOr<v1::BulkV2Job> job = co_await CreateQueryJob(context, request.job());
  if (!job.ok()) job = PrefixField("job", job.status());
  co_return WithJob<v1::CreateQueryJobResponse>(std::move(job));
}

Task<absl::StatusOr<v1::CloseIngestJobResponse>> CloseIngestJob(
    OperationContext context, const v1::CloseIngestJobRequest& request) {
  absl::Status valid = RequireJobId(request.job_id(), "job_id");
  if (!valid.ok()) co_return valid;
  std::string state = kJobUploadComplete;
  absl::StatusOr<v1::BulkV2Job> job = co_await SetBulkV2JobState(
      context, BulkV2JobKind::kIngest, request.job_id(), std::move(state));
  co_return WithJob<v1::CloseIngestJobResponse>(std::move(job));
}

Task<absl::StatusOr<v1::BulkV2ServiceGetJobResponse>> GetJob(
    OperationContext context, const v1::BulkV2ServiceGetJobRequest& request) {
  const absl::StatusOr<BulkV2JobKind> kind = CheckJob(request);
  if (!kind.ok()) co_return kind.status();
  absl::StatusOr<v1::BulkV2Job> job = co_await GetBulkV2Job(context, *kind, request.job_id());
  co_return WithJob<v1::BulkV2ServiceGetJobResponse>(std::move(job));
}

Task<absl::StatusOr<v1::BulkV2ServiceAbortJobResponse>> AbortJob(
    OperationContext context, const v1::BulkV2ServiceAbortJobRequest& request) {
  const absl::StatusOr<BulkV2JobKind> kind = CheckJob(request);
  if (!kind.ok()) co_return kind.status();
  std::string state = kJobAborted;
  absl::StatusOr<v1::BulkV2Job> job =
      co_await SetBulkV2JobState(context, *kind, request.job_id(), std::move(state));
  co_return WithJob<v1::BulkV2ServiceAbortJobResponse>(std::move(job));
}

Task<absl::StatusOr<v1::DeleteJobResponse>> DeleteJob(OperationContext context,
                                                      const v1::DeleteJobRequest& request) {
  const absl::StatusOr<BulkV2JobKind> kind = CheckJob(request);
  if (!kind.ok()) co_return kind.status();
  absl::Status status = co_await DeleteBulkV2Job(context, *kind, request.job_id());
  if (!status.ok()) co_return status;
  v1::DeleteJobResponse response;
  co_return response;
}

}  // namespace

void AddBulkV2Family(Registry& registry) {
  registry.AddService(
      v1::DeleteJobRequest::descriptor()->file()->FindServiceByName("BulkV2Service"));
  const auto implement = [&registry](const std::string& name, auto function) {
    registry.Implement("sfconnector.v1.BulkV2Service/" + name, function);
  };
  implement("CreateIngestJob", &CreateIngest);
  implement("UploadJobData", &UploadJobData);
  implement("CloseIngestJob", &CloseIngestJob);
  implement("CloseIngestJobAndWait", &CloseIngestJobAndWait);
  implement("GetJob", &GetJob);
  implement("GetIngestResults", &GetIngestResults);
  implement("ListIngestJobs", &ListIngestJobs);
  implement("AbortJob", &AbortJob);
  implement("DeleteJob", &DeleteJob);
  implement("CreateQueryJob", &CreateQuery);
  implement("CreateQueryJobAndWait", &CreateQueryJobAndWait);
  implement("GetQueryResults", &GetQueryResults);
  implement("ListQueryJobs", &ListQueryJobs);
}

}  // namespace sfconnector
