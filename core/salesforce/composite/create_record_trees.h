// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/composite_tree.pb.h"

namespace sfconnector {

// CompositeService.CreateRecordTrees.
Task<absl::StatusOr<v1::CreateRecordTreesResponse>> CreateRecordTrees(
    OperationContext context, const v1::CreateRecordTreesRequest& request);

}  // namespace sfconnector
