// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/task.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/action_service.pb.h"

namespace sfconnector {

// Operations of ActionService, see action_service.proto: the same resources stand below an sObject
// and, for global actions, at the root.

Task<absl::StatusOr<v1::ListQuickActionsResponse>> ListQuickActions(
    OperationContext context, const v1::ListQuickActionsRequest& request);

Task<absl::StatusOr<v1::DescribeQuickActionResponse>> DescribeQuickAction(
    OperationContext context, const v1::DescribeQuickActionRequest& request);

Task<absl::StatusOr<v1::GetQuickActionDefaultValuesResponse>> GetQuickActionDefaultValues(
    OperationContext context, const v1::GetQuickActionDefaultValuesRequest& request);

Task<absl::StatusOr<v1::InvokeQuickActionResponse>> InvokeQuickAction(
    OperationContext context, const v1::InvokeQuickActionRequest& request);

}  // namespace sfconnector
