// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk/bulk_operations.h"

#include <utility>
#include <vector>

#include "core/bulk/classic_batch.h"
#include "core/bulk/classic_job.h"
#include "core/salesforce/bulk/add_batch.h"
#include "core/salesforce/bulk/batch_result.h"
#include "sfconnector/v1/bulk_service.pb.h"

namespace sfconnector {
namespace {

// The job as the response of an rpc.
template <class Response>
Task<absl::StatusOr<Response>> Answer(Task<absl::StatusOr<v1::BulkJob>> task) {
  absl::StatusOr<v1::BulkJob> job = co_await std::move(task);
  if (!job.ok()) co_return job.status();
  Response response;
  *response.mutable_job() = *std::move(job);
  co_return response;
}

Task<absl::StatusOr<v1::CreateJobResponse>> CreateJob(OperationContext context,
                                                      const v1::CreateJobRequest& request) {
  return Answer<v1::CreateJobResponse>(CreateClassicJob(context, request));
}

Task<absl::StatusOr<v1::BulkServiceGetJobResponse>> GetJob(
    OperationContext context, const v1::BulkServiceGetJobRequest& request) {
  return Answer<v1::BulkServiceGetJobResponse>(GetClassicJob(context, request.job_id()));
}

Task<absl::StatusOr<v1::CloseJobResponse>> CloseJob(OperationContext context,
                                                    const v1::CloseJobRequest& request) {
  return Answer<v1::CloseJobResponse>(CloseClassicJob(context, request.job_id()));
}

Task<absl::StatusOr<v1::BulkServiceAbortJobResponse>> AbortJob(
    OperationContext context, const v1::BulkServiceAbortJobRequest& request) {
  return Answer<v1::BulkServiceAbortJobResponse>(AbortClassicJob(context, request.job_id()));
}

Task<absl::StatusOr<v1::BulkServiceGetBatchResponse>> GetBatch(
    OperationContext context, const v1::BulkServiceGetBatchRequest& request) {
  ClassicBatchId id{request.job_id(), request.batch_id()};
  absl::StatusOr<v1::BulkBatch> batch = co_await GetClassicBatch(context, id);
  if (!batch.ok()) co_return batch.status();
  v1::BulkServiceGetBatchResponse response;
  *response.mutable_batch() = *std::move(batch);
  co_return response;
}

Task<absl::StatusOr<v1::ListBatchesResponse>> ListBatches(OperationContext context,
                                                          const v1::ListBatchesRequest& request) {
  absl::StatusOr<std::vector<v1::BulkBatch>> batches =
      co_await ListClassicBatches(context, request.job_id());
  if (!batches.ok()) co_return batches.status();
  v1::ListBatchesResponse response;
  for (v1::BulkBatch& batch : *batches) *response.add_batches() = std::move(batch);
  co_return response;
}

}  // namespace

void AddBulkFamily(Registry& registry) {
  registry.AddService(v1::CreateJobRequest::descriptor()->file()->FindServiceByName("BulkService"));
  registry.Implement("sfconnector.v1.BulkService/CreateJob", &CreateJob);
  registry.Implement("sfconnector.v1.BulkService/GetJob", &GetJob);
  registry.Implement("sfconnector.v1.BulkService/CloseJob", &CloseJob);
  registry.Implement("sfconnector.v1.BulkService/AbortJob", &AbortJob);
  registry.Implement("sfconnector.v1.BulkService/AddBatch", &AddBatch);
  registry.Implement("sfconnector.v1.BulkService/GetBatch", &GetBatch);
  registry.Implement("sfconnector.v1.BulkService/ListBatches", &ListBatches);
  registry.Implement("sfconnector.v1.BulkService/GetBatchRequest", &GetBatchRequest);
  registry.Implement("sfconnector.v1.BulkService/GetBatchResult", &GetBatchResult);
}

}  // namespace sfconnector
