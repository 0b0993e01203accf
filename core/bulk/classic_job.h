// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "core/base/task.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/bulk_job.pb.h"
#include "sfconnector/v1/bulk_service.pb.h"

namespace sfconnector {

// Jobs of Bulk API 1.0. Errors are those of RestClient::Send, and INVALID_ARGUMENT for what cannot
// be sent; the field that it names is the request's.

// Creates a job; never sent twice unless nothing was done. `request` outlives the task.
Task<absl::StatusOr<v1::BulkJob>> CreateClassicJob(OperationContext context,
                                                   const v1::CreateJobRequest& request);

Task<absl::StatusOr<v1::BulkJob>> GetClassicJob(OperationContext context, std::string job_id);

// Bring a job into its final state, in which it may be already.
Task<absl::StatusOr<v1::BulkJob>> CloseClassicJob(OperationContext context, std::string job_id);
Task<absl::StatusOr<v1::BulkJob>> AbortClassicJob(OperationContext context, std::string job_id);

}  // namespace sfconnector
