// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "core/base/message_stream.h"
#include "core/base/task.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/bulk_service.pb.h"

namespace sfconnector {

Task<absl::StatusOr<v1::AddBatchResponse>> AddBatch(OperationContext context,
                                                    Reader<v1::AddBatchRequest>& messages);

}  // namespace sfconnector
