// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "core/base/message_stream.h"
#include "core/base/task.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/bulk_service.pb.h"

namespace sfconnector {

Task<absl::Status> GetBatchRequest(OperationContext context,
                                   const v1::GetBatchRequestRequest& request,
                                   Writer<v1::GetBatchRequestResponse>& writer);
Task<absl::Status> GetBatchResult(OperationContext context,
                                  const v1::GetBatchResultRequest& request,
                                  Writer<v1::GetBatchResultResponse>& writer);

}  // namespace sfconnector
