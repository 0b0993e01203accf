// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/row_access.h"
#include "simulator/handlers/row_criteria.h"
#include "simulator/json/json_text.h"
#include "simulator/records/row_lookup.h"

namespace sfsim {
namespace {

// Which rules a path means: all, those of an object, or one.
struct Selection {
  std::string object;
  std::string id;

  bool Has(const WorkflowRule& rule) const {
    return (object.empty() || EqualsIgnoreCase(rule.object, object)) &&
           (id.empty() || rule.id == id);
  }
};

std::string RuleText(const WorkflowRule& rule) {
  std::string actions;
  for (const RuleAction& action : rule.actions) {
    StrAppend(&actions, actions.empty() ? "" : ",", "{\"id\":\"", action.id,
              "\",\"name\":", TextOrNull(action.name), ",\"type\":\"FieldUpdate\"}");
  }
  return StrCat("{\"actions\":[", actions, "],\"description\":", TextOrNull(rule.description),
                ",\"id\":\"", rule.id, "\",\"name\":", TextOrNull(rule.name),
                ",\"namespacePrefix\":null,\"object\":", TextOrNull(rule.object), "}");
}

Outcome<Selection> Select(const Services& services, const Call& call) {
  Selection selection;
  if (call.parts.size() < 2) return selection;
  auto type = FindObject(services, call.parts[1]);
  if (!type.ok()) return type.error();
  selection.object = (*type)->name;
  if (call.parts.size() < 3) return selection;
  selection.id = NormalizeId(call.parts[2]).value_or("");
  for (const WorkflowRule& rule : services.actions.workflow_rules()) {
    if (!selection.id.empty() && selection.Has(rule)) return selection;
  }
  return NotFoundError();
}

Response ReadRules(const Services& services, const Call& call) {
  auto selection = Select(services, call);
  if (!selection.ok()) return Response::Error(selection.error());
  std::map<std::string, std::string> by_object;
  for (const WorkflowRule& rule : services.actions.workflow_rules()) {
    if (!selection->Has(rule)) continue;
    if (!selection->id.empty()) return Response::Json(200, RuleText(rule));
    std::string& list = by_object[rule.object];
    StrAppend(&list, list.empty() ? "" : ",", RuleText(rule));
  }
  std::string body = "{\"rules\":{";
  for (const auto& [object, list] : by_object) {
    StrAppend(&body, body.back() == '{' ? "" : ",", "\"", object, "\":[", list, "]");
  }
  return Response::Json(200, body + "}}");
}

// Runs the selected rules on one row.
std::vector<ApiError> Trigger(const Services& services, const Selection& selection,
                              const std::string& given, Connection* connection, RowEditor* editor) {
  const auto id = NormalizeId(given);
  const ObjectType* type = id ? services.schema.FindByPrefix(*id) : nullptr;
  if (type == nullptr) return {RowError("MALFORMED_ID", text::MalformedId(given))};
  if (FindRow(connection, *type, *id) != RowState::kLive) return {InvalidCrossReferenceError()};
  for (const WorkflowRule& rule : services.actions.workflow_rules()) {
    const bool runs = selection.Has(rule) && EqualsIgnoreCase(rule.object, type->name) &&
                      MeetsCriteria(connection, *type, *id, rule.criteria);
    if (!runs) continue;
    JsonValue update;
    update.kind = JsonValue::Kind::kObject;
    for (const RuleAction& action : rule.actions) {
      update.members.emplace_back(action.field, action.value);
    }
    const SaveResult saved = editor->Update(*type, *id, update, InvalidCrossReferenceError());
    if (!saved.ok()) return saved.errors;
  }
  return {};
}

Response TriggerRules(Services* services, const Call& call) {
  auto selection = Select(*services, call);
  if (!selection.ok()) return Response::Error(selection.error());
  auto body = ReadObjectBody(*call.request);
  if (!body.ok()) return Response::Error(body.error());
  const JsonValue* ids = body->Find("contextIds");
  if (ids == nullptr || ids->items.empty()) {
    return Response::Error({400, "MISSING_ARGUMENT", text::MissingParameter("contextIds"), {}});
  }
  std::vector<ApiError> errors;
  InTransaction(services, AuthorOf(*services, call),
                [&](Connection* connection, RowEditor* editor) {
                  for (const JsonValue& id : ids->items) {
                    errors = Trigger(*services, *selection, id.text, connection, editor);
                    if (!errors.empty()) return false;
                  }
                  return true;
                });
  if (!errors.empty()) return Response::Errors(errors);
  return Response::Json(200, "{\"errors\":null,\"success\":true}");
}

}  // namespace

void AddWorkflowRuleRoutes(Services* services, Router* router) {
  for (const char* rest : {"", "/*", "/*/*"}) {
    const std::string path = StrCat("/services/data/*/process/rules", rest);
    router->Add("GET", path, Access::kSession,
                [services](const Call& call) { return ReadRules(*services, call); });
    router->Add("POST", path, Access::kSession,
                [services](const Call& call) { return TriggerRules(services, call); });
  }
}

}  // namespace sfsim
