// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "core/base/message_stream.h"
#include "core/base/task.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/bulk_v2_service.pb.h"

namespace sfconnector {

// BulkV2Service.UploadJobData.
Task<absl::StatusOr<v1::UploadJobDataResponse>> UploadJobData(
    OperationContext context, Reader<v1::UploadJobDataRequest>& messages);

}  // namespace sfconnector
