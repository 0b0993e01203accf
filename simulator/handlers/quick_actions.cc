// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/conditional.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/quick_action_replies.h"
#include "simulator/handlers/row_access.h"
#include "simulator/json/json_text.h"
#include "simulator/records/row_lookup.h"

namespace sfsim {
namespace {

// The action that a path names, and the object that it writes.
struct Target {
  const QuickAction* action;
  const ObjectType* type;
};

const JsonMember* FindMember(const std::vector<JsonMember>& members, std::string_view name) {
  const auto found = std::find_if(members.begin(), members.end(), [name](const JsonMember& member) {
    return EqualsIgnoreCase(member.name, name);
  });
  return found == members.end() ? nullptr : &*found;
}

Outcome<Target> FindTarget(const Services& services, std::string_view object,
                           std::string_view name) {
  const QuickAction* action = services.actions.FindQuickAction(object, name);
  if (action == nullptr || !action->has_urls()) return NotFoundError();
  const ObjectType* type = services.schema.Find(action->target);
  if (type == nullptr) return NotFoundError();
  return Target{action, type};
}

// An object's list has the global actions too, behind its own.
Response ListActions(const Services& services, const Call& call, std::string_view object) {
  std::string list = "[";
  const auto append = [&](std::string_view owner) {
    for (const QuickAction& action : services.actions.quick_actions()) {
      if (!EqualsIgnoreCase(action.object, owner)) continue;
      StrAppend(&list, list.size() > 1 ? "," : "", QuickActionEntry(call, action));
    }
  };
  if (!object.empty()) {
    auto type = FindObject(services, object);
    if (!type.ok()) return Response::Error(type.error());
    append((*type)->name);
  }
  append("");
  return ConditionalReply(*call.request, services.schema_changed, Response::Json(200, list + "]"));
}

// The row in whose context an action runs; its id is empty where there is none.
struct Context {
  const ObjectType* type = nullptr;
  std::string id;
};

Outcome<Context> FindContext(const Services& services, const QuickAction& action,
                             std::string_view id) {
  Context context;
  if (id.empty()) return context;
  const auto normal = NormalizeId(id);
  context.type = normal ? services.schema.FindByPrefix(*normal) : nullptr;
  const bool fits = context.type != nullptr &&
                    (action.object.empty() || EqualsIgnoreCase(context.type->name, action.object));
  if (!fits) return RowError("MALFORMED_ID", text::MalformedId(id), {"contextId"});
  context.id = *normal;
  auto reader = services.store->TakeReader();
  if (!reader.ok()) return NotFoundError();
  const RowState state = FindRow(reader->get(), *context.type, context.id);
  services.store->Release(std::move(*reader));
  if (state != RowState::kLive) return NotFoundError();
  return context;
}

// The field of a new row that takes the context's id: the one that the action names, otherwise the
// first of its fields that can hold it.
std::string ParentField(const Target& target, const Context& context) {
  if (context.type == nullptr) return {};
  if (!target.action->target_parent_field.empty()) return target.action->target_parent_field;
  for (const std::string& name : target.action->fields) {
    const Field* field = target.type->FindField(name);
    if (field == nullptr || field->name == "OwnerId") continue;
    const auto& types = field->reference_to;
    if (std::find(types.begin(), types.end(), context.type->name) != types.end()) return name;
  }
  return {};
}

// What a field of a new row begins with, as JSON.
std::string InitialValue(const Call& call, const Target& target, const Context& context,
                         const std::string& name) {
  if (name == ParentField(target, context)) return StrCat("\"", context.id, "\"");
  if (const JsonMember* given = FindMember(target.action->defaults, name)) {
    std::string json;
    given->value.AppendTo(&json);
    return json;
  }
  if (name == "OwnerId") return StrCat("\"", call.session.user_id, "\"");
  for (const PicklistValue& value : target.type->FindField(name)->picklist) {
    if (value.is_default) return TextOrNull(value.value);
  }
  return "null";
}

std::string NewRecord(const Call& call, const Target& target, const Context& context) {
  std::string record = StrCat("{\"attributes\":{\"type\":\"", target.type->name, "\"}");
  for (const std::string& name : target.action->fields) {
    StrAppend(&record, ",\"", name, "\":", InitialValue(call, target, context, name));
  }
  return record + "}";
}

// An update begins with what its row holds.
Response PresentValues(const Services& services, const Call& call, const Target& target,
                       const std::string& id) {
  auto fields = ReadFieldList(*target.type, target.action->fields);
  if (!fields.ok()) return Response::Error(fields.error());
  auto row = ReadRow(services, *target.type, *fields, id, call.version);
  if (!row.ok()) return Response::Error(row.error());
  return Response::Json(200, std::move(row->record));
}

Response DefaultValues(const Services& services, const Call& call, std::string_view object,
                       std::string_view name, std::string_view id) {
  auto target = FindTarget(services, object, name);
  if (!target.ok()) return Response::Error(target.error());
  auto context = FindContext(services, *target->action, id);
  if (!context.ok()) return Response::Error(context.error());
  if (target->action->type == "Update" && !context->id.empty()) {
    return PresentValues(services, call, *target, context->id);
  }
  return ConditionalReply(*call.request, services.schema_changed,
                          Response::Json(200, NewRecord(call, *target, *context)));
}

Response Describe(const Services& services, const Call& call, std::string_view object,
                  std::string_view name) {
  auto target = FindTarget(services, object, name);
  if (!target.ok()) return Response::Error(target.error());
  return ConditionalReply(*call.request, services.schema_changed,
                          Response::Json(200, QuickActionDescription(services, *target->action)));
}

// What the caller gave, and what the action gives to fields that the caller did not mention.
JsonValue RecordToSave(const Target& target, const Context& context, const JsonValue& given) {
  JsonValue record = given;
  std::erase_if(record.members, [](const JsonMember& member) {
    return EqualsIgnoreCase(member.name, "attributes");
  });
  for (const JsonMember& member : target.action->defaults) {
    if (FindMember(record.members, member.name) == nullptr) record.members.push_back(member);
  }
  const std::string parent = target.action->type == "Update" ? "" : ParentField(target, context);
  if (!parent.empty() && FindMember(record.members, parent) == nullptr) {
    record.members.emplace_back(parent, JsonValue::OfText(context.id));
  }
  return record;
}

Response Invoked(const QuickAction& action, const Context& context, const SaveResult& saved,
                 bool created) {
  return Response::Json(
      created ? 201 : 200,
      StrCat("{\"contextId\":", TextOrNull(context.id), ",\"created\":", created ? "true" : "false",
             ",\"errors\":[],\"feedItemIds\":null,\"id\":\"", saved.id,
             "\",\"success\":true,\"successMessage\":", TextOrNull(action.success_message), "}"));
}

Response Invoke(Services* services, const Call& call, std::string_view object,
                std::string_view name) {
  auto target = FindTarget(*services, object, name);
  if (!target.ok()) return Response::Error(target.error());
  auto body = ReadObjectBody(*call.request);
  if (!body.ok()) return Response::Error(body.error());
  const std::string context_id = body->Text("contextId");
  const JsonValue* given = body->Find("record");
  const bool update = target->action->type == "Update";
  for (const auto& [key, missing] : {std::pair("record", given == nullptr || !given->is_object()),
                                     std::pair("contextId", update && context_id.empty())}) {
    if (missing) {
      return Response::Error({400, "MISSING_ARGUMENT", text::MissingParameter(key), {}});
    }
  }
  auto context = FindContext(*services, *target->action, context_id);
  if (!context.ok()) return Response::Error(context.error());
  const JsonValue record = RecordToSave(*target, *context, *given);
  SaveResult saved;
  InTransaction(services, AuthorOf(*services, call), [&](Connection*, RowEditor* editor) {
    saved = update ? editor->Update(*target->type, context->id, record, NotFoundError())
                   : editor->Insert(*target->type, record);
    return saved.ok();
  });
  if (!saved.ok()) return Response::Errors(saved.errors);
  return Invoked(*target->action, *context, saved, !update);
}

}  // namespace

void AddQuickActionRoutes(Services* services, Router* router) {
  const std::string global = "/services/data/*/quickActions";
  const std::string of_object = "/services/data/*/sobjects/*/quickActions";
  router->Add("GET", global, Access::kSession,
              [services](const Call& call) { return ListActions(*services, call, ""); });
  router->Add("GET", of_object, Access::kSession,
              [services](const Call& call) { return ListActions(*services, call, call.parts[1]); });
  // Behind the version, a path has an object or not, then the action, then the context.
  const auto add = [&](const char* method, const std::string& rest, auto handler) {
    router->Add(method, global + rest, Access::kSession,
                [services, handler](const Call& call) { return handler(services, call, "", 1); });
    router->Add(method, of_object + rest, Access::kSession, [services, handler](const Call& call) {
      return handler(services, call, call.parts[1], 2);
    });
  };
  const auto describe = [](Services* org, const Call& call, std::string_view object, size_t at) {
    return Describe(*org, call, object, call.parts[at]);
  };
  add("GET", "/*", describe);
  add("GET", "/*/describe", describe);
  add("GET", "/*/defaultValues",
      [](Services* org, const Call& call, std::string_view object, size_t at) {
        return DefaultValues(*org, call, object, call.parts[at], "");
      });
  add("GET", "/*/defaultValues/*",
      [](Services* org, const Call& call, std::string_view object, size_t at) {
        return DefaultValues(*org, call, object, call.parts[at], call.parts[at + 1]);
      });
  add("POST", "/*", [](Services* org, const Call& call, std::string_view object, size_t at) {
    return Invoke(org, call, object, call.parts[at]);
  });
}

}  // namespace sfsim
