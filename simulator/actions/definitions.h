// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "simulator/json/json_value.h"

// Actions, approval processes and workflow rules as the schema files define them; see
// docs/simulator.md for their keys.
namespace sfsim {

struct QuickAction {
  // A number behind the prefix of QuickActionDefinition, or the name of a standard action.
  std::string id;
  std::string name;
  std::string label;
  // `Create`, `Update`, `LogACall`, or a kind that cannot be invoked.
  std::string type;
  // The object that has it; empty for a global one.
  std::string object;
  // The object that it writes.
  std::string target;
  std::string target_parent_field;
  std::vector<std::string> fields;
  std::vector<JsonMember> defaults;
  std::string success_message;

  // Whether it has resources of its own.
  bool has_urls() const { return type == "Create" || type == "Update" || type == "LogACall"; }
};

struct ActionParameter {
  std::string name;
  std::string label;
  std::string description;
  std::string type;
  bool required = false;
  int64_t max_occurs = 1;
};

// Makes an invocation fail whose input has that value.
struct ActionFailure {
  std::string input;
  std::string value;
  std::string status_code;
  std::string message;
};

struct InvocableAction {
  // `standard`, `apex` or `flow`.
  std::string kind;
  std::string name;
  std::string label;
  std::string description;
  std::vector<ActionParameter> inputs;
  std::vector<ActionParameter> outputs;
  std::vector<ActionFailure> failures;

  bool standard() const { return kind == "standard"; }
  // `EMAILSIMPLE`, `APEX`.
  std::string type() const;
};

struct ApprovalProcess {
  std::string id;
  std::string name;
  std::string label;
  std::string description;
  std::string object;
  // Of its object's processes, which is tried first.
  int64_t sort_order = 1;
  // The values that a record's fields must have.
  std::vector<JsonMember> criteria;
  // The username of the approver; empty: who submits.
  std::string approver;
};

struct RuleAction {
  std::string id;
  std::string name;
  std::string field;
  JsonValue value;
};

struct WorkflowRule {
  std::string id;
  std::string name;
  std::string description;
  std::string object;
  std::vector<JsonMember> criteria;
  // Field updates.
  std::vector<RuleAction> actions;
};

}  // namespace sfsim
