// SPDX-License-Identifier: Apache-2.0
#include "simulator/actions/action_book.h"

#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"

namespace sfsim {
namespace {

std::vector<JsonMember> Members(const JsonValue& value, std::string_view name) {
  const JsonValue* object = value.Find(name);
  return object == nullptr ? std::vector<JsonMember>() : object->members;
}

std::vector<std::string> Texts(const JsonValue& value, std::string_view name) {
  std::vector<std::string> texts;
  const JsonValue* list = value.Find(name);
  if (list == nullptr) return texts;
  texts.reserve(list->items.size());
  for (const JsonValue& item : list->items) texts.push_back(item.text);
  return texts;
}

std::vector<ActionParameter> Parameters(const JsonValue& value, std::string_view name) {
  std::vector<ActionParameter> parameters;
  const JsonValue* list = value.Find(name);
  if (list == nullptr) return parameters;
  for (const JsonValue& item : list->items) {
    ActionParameter parameter;
    parameter.name = item.Text("name");
    parameter.label = item.Text("label", parameter.name);
    parameter.description = item.Text("description");
    parameter.type = item.Text("type", "STRING");
    parameter.required = item.Flag("required");
    parameter.max_occurs = item.Integer("maxOccurs", 1);
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

absl::Status Wrong(std::string_view kind, std::string_view name, std::string_view what) {
  return absl::InvalidArgumentError(StrCat("schema: ", kind, " '", name, "': ", what));
}

absl::Status CheckFields(const Schema& schema, std::string_view kind, const std::string& name,
                         const std::string& object, const std::vector<std::string>& fields) {
  const ObjectType* type = schema.Find(object);
  if (type == nullptr) return Wrong(kind, name, StrCat("no object '", object, "'"));
  for (const std::string& field : fields) {
    if (type->FindField(field) == nullptr) {
      return Wrong(kind, name, StrCat("no field '", field, "'"));
    }
  }
  return absl::OkStatus();
}

std::vector<std::string> Names(const std::vector<JsonMember>& members) {
  std::vector<std::string> names;
  names.reserve(members.size());
  for (const JsonMember& member : members) names.push_back(member.name);
  return names;
}

absl::Status CheckQuickAction(const Schema& schema, const QuickAction& action) {
  if (!action.has_urls()) return absl::OkStatus();
  std::vector<std::string> fields = action.fields;
  for (const JsonMember& member : action.defaults) fields.push_back(member.name);
  if (!action.target_parent_field.empty()) fields.push_back(action.target_parent_field);
  absl::Status status = CheckFields(schema, "quick action", action.name, action.target, fields);
  if (!status.ok() || action.object.empty()) return status;
  return CheckFields(schema, "quick action", action.name, action.object, {});
}

}  // namespace

std::string InvocableAction::type() const { return AsciiUpper(standard() ? name : kind); }

void ActionBook::Add(const JsonValue& document) {
  const auto each = [&document, this](std::string_view name,
                                      void (ActionBook::*add)(const JsonValue&)) {
    const JsonValue* list = document.Find(name);
    if (list == nullptr) return;
    for (const JsonValue& value : list->items) (this->*add)(value);
  };
  each("quickActions", &ActionBook::AddQuickAction);
  each("invocableActions", &ActionBook::AddInvocableAction);
  each("approvalProcesses", &ActionBook::AddApprovalProcess);
  each("workflowRules", &ActionBook::AddWorkflowRule);
}

void ActionBook::AddQuickAction(const JsonValue& value) {
  QuickAction action;
  action.name = value.Text("name");
  action.id = value.Flag("standard") ? action.name : MakeId("09D", quick_actions_.size() + 1);
  action.label = value.Text("label", action.name);
  action.type = value.Text("type", "Create");
  action.object = value.Text("object");
  action.target = value.Text("target", action.object);
  action.target_parent_field = value.Text("targetParentField");
  action.fields = Texts(value, "fields");
  action.defaults = Members(value, "defaultValues");
  action.success_message = value.Text("successMessage");
  quick_actions_.push_back(std::move(action));
}

void ActionBook::AddInvocableAction(const JsonValue& value) {
  InvocableAction action;
  action.kind = value.Text("kind", "apex");
  action.name = value.Text("name");
  action.label = value.Text("label", action.name);
  action.description = value.Text("description");
  action.inputs = Parameters(value, "inputs");
  action.outputs = Parameters(value, "outputs");
  if (const JsonValue* failures = value.Find("failures")) {
    for (const JsonValue& item : failures->items) {
      ActionFailure failure;
      failure.input = item.Text("input");
      failure.value = item.Text("value");
      failure.status_code = item.Text("statusCode", "UNKNOWN_EXCEPTION");
      failure.message = item.Text("message");
      action.failures.push_back(std::move(failure));
    }
  }
  invocable_actions_.push_back(std::move(action));
}

void ActionBook::AddApprovalProcess(const JsonValue& value) {
  ApprovalProcess process;
  process.id = MakeId("04a", approval_processes_.size() + 1);
  process.name = value.Text("name");
  process.label = value.Text("label", process.name);
  process.description = value.Text("description");
  process.object = value.Text("object");
  process.sort_order = value.Integer("sortOrder", 1);
  process.criteria = Members(value, "criteria");
  process.approver = value.Text("approver");
  approval_processes_.push_back(std::move(process));
}

void ActionBook::AddWorkflowRule(const JsonValue& value) {
  WorkflowRule rule;
  rule.id = MakeId("01Q", workflow_rules_.size() + 1);
  rule.name = value.Text("name");
  rule.description = value.Text("description");
  rule.object = value.Text("object");
  rule.criteria = Members(value, "criteria");
  for (const JsonMember& update : Members(value, "fieldUpdates")) {
    RuleAction action;
    action.id = MakeId("04Y", ++rule_actions_);
    action.name = StrCat(rule.name, "_", update.name);
    action.field = update.name;
    action.value = update.value;
    rule.actions.push_back(std::move(action));
  }
  workflow_rules_.push_back(std::move(rule));
}

absl::Status ActionBook::Check(const Schema& schema) const {
  for (const QuickAction& action : quick_actions_) {
    if (absl::Status status = CheckQuickAction(schema, action); !status.ok()) return status;
  }
  for (const InvocableAction& action : invocable_actions_) {
    if (action.name.empty()) return Wrong("invocable action", "", "has no name");
  }
  for (const ApprovalProcess& process : approval_processes_) {
    absl::Status status = CheckFields(schema, "approval process", process.name, process.object,
                                      Names(process.criteria));
    if (!status.ok()) return status;
  }
  for (const WorkflowRule& rule : workflow_rules_) {
    std::vector<std::string> fields = Names(rule.criteria);
    for (const RuleAction& action : rule.actions) fields.push_back(action.field);
    absl::Status status = CheckFields(schema, "workflow rule", rule.name, rule.object, fields);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

const QuickAction* ActionBook::FindQuickAction(std::string_view object,
                                               std::string_view name) const {
  for (const QuickAction& action : quick_actions_) {
    if (EqualsIgnoreCase(action.object, object) && EqualsIgnoreCase(action.name, name)) {
      return &action;
    }
  }
  return nullptr;
}

const InvocableAction* ActionBook::FindInvocableAction(std::string_view kind,
                                                       std::string_view name) const {
  for (const InvocableAction& action : invocable_actions_) {
    if (EqualsIgnoreCase(action.kind, kind) && EqualsIgnoreCase(action.name, name)) return &action;
  }
  return nullptr;
}

}  // namespace sfsim
