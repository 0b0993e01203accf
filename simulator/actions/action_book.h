// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "simulator/actions/definitions.h"
#include "simulator/model/schema.h"

namespace sfsim {

// The actions and processes of an org. Immutable once loaded.
class ActionBook {
 public:
  // Adds what a schema document defines in its members `quickActions`, `invocableActions`,
  // `approvalProcesses` and `workflowRules`.
  void Add(const JsonValue& document);
  // To be called once, after the last Add. INVALID_ARGUMENT names the first definition that the
  // schema does not bear out.
  absl::Status Check(const Schema& schema) const;

  const std::vector<QuickAction>& quick_actions() const { return quick_actions_; }
  const std::vector<InvocableAction>& invocable_actions() const { return invocable_actions_; }
  const std::vector<ApprovalProcess>& approval_processes() const { return approval_processes_; }
  const std::vector<WorkflowRule>& workflow_rules() const { return workflow_rules_; }

  // Names are looked up without case; nullptr when there is none. `object` is empty for global
  // actions.
  const QuickAction* FindQuickAction(std::string_view object, std::string_view name) const;
  const InvocableAction* FindInvocableAction(std::string_view kind, std::string_view name) const;

 private:
  void AddQuickAction(const JsonValue& value);
  void AddInvocableAction(const JsonValue& value);
  void AddApprovalProcess(const JsonValue& value);
  void AddWorkflowRule(const JsonValue& value);

  std::vector<QuickAction> quick_actions_;
  std::vector<InvocableAction> invocable_actions_;
  std::vector<ApprovalProcess> approval_processes_;
  std::vector<WorkflowRule> workflow_rules_;
  uint64_t rule_actions_ = 0;
};

}  // namespace sfsim
