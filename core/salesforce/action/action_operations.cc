// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/action/action_operations.h"

#include "core/salesforce/action/invocable_actions.h"
#include "core/salesforce/action/processes.h"
#include "core/salesforce/action/quick_actions.h"
#include "sfconnector/v1/action_service.pb.h"

namespace sfconnector {

void AddActionFamily(Registry& registry) {
  registry.AddService(
      v1::ListQuickActionsRequest::descriptor()->file()->FindServiceByName("ActionService"));
  registry.Implement("sfconnector.v1.ActionService/ListQuickActions", &ListQuickActions);
  registry.Implement("sfconnector.v1.ActionService/DescribeQuickAction", &DescribeQuickAction);
  registry.Implement("sfconnector.v1.ActionService/GetQuickActionDefaultValues",
                     &GetQuickActionDefaultValues);
  registry.Implement("sfconnector.v1.ActionService/InvokeQuickAction", &InvokeQuickAction);
  registry.Implement("sfconnector.v1.ActionService/ListInvocableActions", &ListInvocableActions);
  registry.Implement("sfconnector.v1.ActionService/DescribeInvocableAction",
                     &DescribeInvocableAction);
  registry.Implement("sfconnector.v1.ActionService/InvokeAction", &InvokeAction);
  registry.Implement("sfconnector.v1.ActionService/ListProcessApprovals", &ListProcessApprovals);
  registry.Implement("sfconnector.v1.ActionService/SubmitApproval", &SubmitApproval);
  registry.Implement("sfconnector.v1.ActionService/ApproveOrReject", &ApproveOrReject);
  registry.Implement("sfconnector.v1.ActionService/ListProcessRules", &ListProcessRules);
  registry.Implement("sfconnector.v1.ActionService/TriggerProcessRules", &TriggerProcessRules);
}

}  // namespace sfconnector
