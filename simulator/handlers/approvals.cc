// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "simulator/base/datetime.h"
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

// What became of one request.
struct Result {
  std::string actor_id;
  std::string entity_id;
  std::string instance_id;
  std::string status;
  std::string workitem_id;
  std::vector<ApiError> errors;
};

Result Failed(ApiError error) {
  Result result;
  result.errors.push_back(std::move(error));
  return result;
}

std::string IdList(const std::string& id) { return id.empty() ? "[]" : StrCat("[\"", id, "\"]"); }

std::string ResultText(const Result& result) {
  const bool failed = !result.errors.empty();
  std::string errors;
  for (const ApiError& error : result.errors) {
    if (!errors.empty()) errors.push_back(',');
    AppendRowError(error, &errors);
  }
  return StrCat("{\"actorIds\":", result.actor_id.empty() ? "null" : IdList(result.actor_id),
                ",\"entityId\":", TextOrNull(result.entity_id),
                ",\"errors\":", failed ? StrCat("[", errors, "]") : "null",
                ",\"instanceId\":", TextOrNull(result.instance_id),
                ",\"instanceStatus\":", TextOrNull(result.status),
                ",\"newWorkitemIds\":", failed ? "null" : IdList(result.workitem_id),
                ",\"success\":", failed ? "false" : "true", "}");
}

JsonValue RecordOf(const std::vector<std::pair<const char*, std::string>>& members) {
  JsonValue record;
  record.kind = JsonValue::Kind::kObject;
  for (const auto& [name, text] : members) {
    record.members.emplace_back(name, JsonValue::OfText(text));
  }
  return record;
}

// Carries requests out, one in a transaction of its own.
class Approvals {
 public:
  Approvals(Services* services, const Call& call)
      : services_(*services),
        user_id_(call.session.user_id),
        instances_(*services->schema.Find("ProcessInstance")),
        workitems_(*services->schema.Find("ProcessInstanceWorkitem")) {}

  Result Run(const JsonValue& request, const Author& author) {
    Result result;
    InTransaction(&services_, author, [&](Connection* connection, RowEditor* editor) {
      const std::string action = request.Text("actionType");
      if (EqualsIgnoreCase(action, "Submit")) {
        result = Submit(request, connection, editor);
      } else if (EqualsIgnoreCase(action, "Approve") || EqualsIgnoreCase(action, "Reject")) {
        result = Decide(request, action, connection, editor);
      } else {
        result =
            Failed(RowError("FIELD_INTEGRITY_EXCEPTION", text::InvalidParameter("actionType")));
      }
      return result.errors.empty();
    });
    return result;
  }

 private:
  const ApprovalProcess* FindProcess(const JsonValue& request, const ObjectType& type,
                                     const std::string& id, Connection* connection) const {
    const std::string wanted = request.Text("processDefinitionNameOrId");
    const ApprovalProcess* best = nullptr;
    for (const ApprovalProcess& process : services_.actions.approval_processes()) {
      if (!EqualsIgnoreCase(process.object, type.name)) continue;
      const bool named = process.name == wanted || process.id == NormalizeId(wanted).value_or("");
      if (!wanted.empty() && !named) continue;
      const bool skips = named && request.Flag("skipEntryCriteria");
      if (!skips && !MeetsCriteria(connection, type, id, process.criteria)) continue;
      if (best == nullptr || process.sort_order < best->sort_order) best = &process;
    }
    return best;
  }

  bool IsPending(const std::string& id, Connection* connection) const {
    for (const std::string& instance :
         FindRows(connection, instances_, *instances_.FindField("TargetObjectId"), id)) {
      if (Text(connection, instances_, instance, "Status") == "Pending") return true;
    }
    return false;
  }

  static std::string Text(Connection* connection, const ObjectType& type, const std::string& id,
                          std::string_view field) {
    const SqlValue value = ReadColumn(connection, type, id, *type.FindField(field));
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string() : *text;
  }

  // Who approves: whom the request names, otherwise the process's approver, otherwise the user.
  std::string ApproverOf(const JsonValue& request, const ApprovalProcess& process) const {
    const JsonValue* named = request.Find("nextApproverIds");
    if (named != nullptr && !named->items.empty()) {
      return NormalizeId(named->items.front().text).value_or(named->items.front().text);
    }
    return process.approver.empty() ? user_id_ : services_.UserId(process.approver);
  }

  Result Submit(const JsonValue& request, Connection* connection, RowEditor* editor) {
    const std::string given = request.Text("contextId");
    const auto id = NormalizeId(given);
    const ObjectType* type = id ? services_.schema.FindByPrefix(*id) : nullptr;
    if (type == nullptr) return Failed(RowError("MALFORMED_ID", text::MalformedId(given)));
    if (FindRow(connection, *type, *id) != RowState::kLive) {
      return Failed(InvalidCrossReferenceError());
    }
    if (IsPending(*id, connection)) {
      return Failed(RowError("ALREADY_IN_PROCESS", std::string(text::kAlreadyInProcess)));
    }
    const ApprovalProcess* process = FindProcess(request, *type, *id, connection);
    if (process == nullptr) {
      return Failed(RowError("NO_APPLICABLE_PROCESS", std::string(text::kNoApplicableProcess)));
    }
    const std::string submitter = request.Text("contextActorId", user_id_);
    const SaveResult instance =
        editor->Insert(instances_, RecordOf({{"ProcessDefinitionId", process->id},
                                             {"TargetObjectId", *id},
                                             {"Status", "Pending"},
                                             {"SubmittedById", submitter},
                                             {"LastActorId", submitter}}));
    Result result;
    result.errors = instance.errors;
    if (!instance.ok()) return result;
    result.actor_id = ApproverOf(request, *process);
    const SaveResult workitem =
        editor->Insert(workitems_, RecordOf({{"ProcessInstanceId", instance.id},
                                             {"OriginalActorId", result.actor_id},
                                             {"ActorId", result.actor_id}}));
    result.entity_id = *id;
    result.instance_id = instance.id;
    result.status = "Pending";
    result.workitem_id = workitem.id;
    result.errors = workitem.errors;
    return result;
  }

  Result Decide(const JsonValue& request, const std::string& action, Connection* connection,
                RowEditor* editor) {
    const std::string given = request.Text("contextId");
    const auto id = NormalizeId(given);
    if (!id || FindRow(connection, workitems_, *id) != RowState::kLive) {
      return Failed(InvalidCrossReferenceError());
    }
    if (Text(connection, workitems_, *id, "ActorId") != user_id_) {
      return Failed(RowError("INSUFFICIENT_ACCESS_OR_READONLY", std::string(text::kNoApprover)));
    }
    Result result;
    result.instance_id = Text(connection, workitems_, *id, "ProcessInstanceId");
    result.entity_id = Text(connection, instances_, result.instance_id, "TargetObjectId");
    result.status = EqualsIgnoreCase(action, "Approve") ? "Approved" : "Rejected";
    std::string now;
    AppendInstant(services_.Now(), &now);
    const SaveResult updated = editor->Update(
        instances_, result.instance_id,
        RecordOf({{"Status", result.status}, {"LastActorId", user_id_}, {"CompletedDate", now}}),
        InvalidCrossReferenceError());
    result.errors = updated.errors;
    if (!updated.ok()) return result;
    result.errors = editor->Delete(workitems_, *id, InvalidCrossReferenceError()).errors;
    return result;
  }

  Services& services_;
  const std::string user_id_;
  const ObjectType& instances_;
  const ObjectType& workitems_;
};

Response ListProcesses(const Services& services) {
  std::map<std::string, std::string> by_object;
  for (const ApprovalProcess& process : services.actions.approval_processes()) {
    std::string& list = by_object[process.object];
    StrAppend(&list, list.empty() ? "" : ",", "{\"description\":", TextOrNull(process.description),
              ",\"id\":\"", process.id, "\",\"name\":", TextOrNull(process.label),
              ",\"object\":", TextOrNull(process.object), ",\"sortOrder\":", process.sort_order,
              "}");
  }
  std::string body = "{\"approvals\":{";
  for (const auto& [object, list] : by_object) {
    StrAppend(&body, body.back() == '{' ? "" : ",", "\"", object, "\":[", list, "]");
  }
  return Response::Json(200, body + "}}");
}

Response RunRequests(Services* services, const Call& call) {
  auto body = ReadObjectBody(*call.request);
  if (!body.ok()) return Response::Error(body.error());
  const JsonValue* requests = body->Find("requests");
  if (requests == nullptr || requests->items.empty()) {
    return Response::Error({400, "MISSING_ARGUMENT", text::MissingParameter("requests"), {}});
  }
  const ObjectType& instances = *services->schema.Find("ProcessInstance");
  services->store->EnsureIndex(instances, *instances.FindField("TargetObjectId"));
  Author author = AuthorOf(*services, call);
  author.system = true;
  Approvals approvals(services, call);
  std::string results = "[";
  bool all = true;
  for (const JsonValue& request : requests->items) {
    const Result result = approvals.Run(request, author);
    all = all && result.errors.empty();
    StrAppend(&results, results.size() > 1 ? "," : "", ResultText(result));
  }
  return Response::Json(all ? 200 : 400, results + "]");
}

}  // namespace

void AddApprovalRoutes(Services* services, Router* router) {
  const std::string path = "/services/data/*/process/approvals";
  router->Add("GET", path, Access::kSession,
              [services](const Call&) { return ListProcesses(*services); });
  router->Add("POST", path, Access::kSession,
              [services](const Call& call) { return RunRequests(services, call); });
}

}  // namespace sfsim
