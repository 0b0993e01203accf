// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/task.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/invocable_actions.pb.h"

namespace sfconnector {

// Operations of ActionService, see action_service.proto: their paths are as deep as the context of
// the action.

Task<absl::StatusOr<v1::ListInvocableActionsResponse>> ListInvocableActions(
    OperationContext context, const v1::ListInvocableActionsRequest& request);

Task<absl::StatusOr<v1::DescribeInvocableActionResponse>> DescribeInvocableAction(
    OperationContext context, const v1::DescribeInvocableActionRequest& request);

Task<absl::StatusOr<v1::InvokeActionResponse>> InvokeAction(OperationContext context,
                                                            const v1::InvokeActionRequest& request);

}  // namespace sfconnector
