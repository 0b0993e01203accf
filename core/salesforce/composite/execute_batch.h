// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/composite_batch.pb.h"

namespace sfconnector {

// CompositeService.ExecuteBatch.
Task<absl::StatusOr<v1::ExecuteBatchResponse>> ExecuteBatch(OperationContext context,
                                                            const v1::ExecuteBatchRequest& request);

}  // namespace sfconnector
