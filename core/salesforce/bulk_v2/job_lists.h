// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "core/base/task.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/bulk_v2_service.pb.h"

namespace sfconnector {

// The operations of BulkV2Service that list jobs.

Task<absl::StatusOr<v1::ListIngestJobsResponse>> ListIngestJobs(
    OperationContext context, const v1::ListIngestJobsRequest& request);
Task<absl::StatusOr<v1::ListQueryJobsResponse>> ListQueryJobs(
    OperationContext context, const v1::ListQueryJobsRequest& request);

}  // namespace sfconnector
