// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/task.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/processes.pb.h"

namespace sfconnector {

// Operations of ActionService, see action_service.proto: approval processes and workflow rules.

Task<absl::StatusOr<v1::ListProcessApprovalsResponse>> ListProcessApprovals(
    OperationContext context, const v1::ListProcessApprovalsRequest& request);

Task<absl::StatusOr<v1::SubmitApprovalResponse>> SubmitApproval(
    OperationContext context, const v1::SubmitApprovalRequest& request);

Task<absl::StatusOr<v1::ApproveOrRejectResponse>> ApproveOrReject(
    OperationContext context, const v1::ApproveOrRejectRequest& request);

Task<absl::StatusOr<v1::ListProcessRulesResponse>> ListProcessRules(
    OperationContext context, const v1::ListProcessRulesRequest& request);

Task<absl::StatusOr<v1::TriggerProcessRulesResponse>> TriggerProcessRules(
    OperationContext context, const v1::TriggerProcessRulesRequest& request);

}  // namespace sfconnector
