// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/composite_service.pb.h"

namespace sfconnector {

// CompositeService.ExecuteComposite and ExecuteGraphs.
Task<absl::StatusOr<v1::ExecuteCompositeResponse>> ExecuteComposite(
    OperationContext context, const v1::ExecuteCompositeRequest& request);
Task<absl::StatusOr<v1::ExecuteGraphsResponse>> ExecuteGraphs(
    OperationContext context, const v1::ExecuteGraphsRequest& request);

}  // namespace sfconnector
