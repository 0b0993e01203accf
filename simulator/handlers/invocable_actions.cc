// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/conditional.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/invoke_action.h"
#include "simulator/handlers/quick_action_replies.h"
#include "simulator/json/json_text.h"
#include "simulator/records/row_errors.h"

namespace sfsim {
namespace {

constexpr std::array<std::string_view, 4> kCustomKinds = {"quickAction", "apex", "emailAlert",
                                                          "flow"};

std::string Quoted(std::string_view text) {
  std::string out;
  AppendJsonString(text, &out);
  return out;
}

std::string_view Bool(bool value) { return value ? "true" : "false"; }

std::string Root(const Call& call) { return StrCat("/services/data/v", call.version, "/actions"); }

// The resource of the actions of a kind.
std::string UrlOf(const Call& call, std::string_view kind) {
  return StrCat(Root(call), kind == "standard" ? "/" : "/custom/", kind);
}

Response Described(const Services& services, const Call& call, std::string body) {
  return ConditionalReply(*call.request, services.schema_changed,
                          Response::Json(200, std::move(body)));
}

Response ListContexts(const Services& services, const Call& call) {
  const std::string root = Root(call);
  return Described(
      services, call,
      StrCat("{\"standard\":\"", root, "/standard\",\"custom\":\"", root, "/custom\"}"));
}

Response ListCustomKinds(const Services& services, const Call& call) {
  std::string body = "{";
  for (std::string_view kind : kCustomKinds) {
    StrAppend(&body, body.size() > 1 ? "," : "", "\"", kind, "\":\"", UrlOf(call, kind), "\"");
  }
  return Described(services, call, body + "}");
}

Response ListActions(const Services& services, const Call& call, const std::string& kind) {
  std::string body = "{\"actions\":[";
  bool first = true;
  for (const InvocableAction& action : services.actions.invocable_actions()) {
    if (!EqualsIgnoreCase(action.kind, kind)) continue;
    StrAppend(&body, first ? "" : ",", "{\"label\":", Quoted(action.label),
              ",\"name\":", Quoted(action.name), ",\"type\":", Quoted(action.type()),
              ",\"url\":", Quoted(StrCat(UrlOf(call, action.kind), "/", action.name)), "}");
    first = false;
  }
  return Described(services, call, body + "]}");
}

Response ListCustomActions(const Services& services, const Call& call) {
  for (std::string_view kind : kCustomKinds) {
    if (EqualsIgnoreCase(kind, call.parts[1])) return ListActions(services, call, call.parts[1]);
  }
  return Response::Error(NotFoundError());
}

std::string Parameters(const std::vector<ActionParameter>& parameters, bool inputs) {
  std::string list = "[";
  for (const ActionParameter& parameter : parameters) {
    StrAppend(&list, list.size() > 1 ? "," : "",
              "{\"byteLength\":0,\"description\":", TextOrNull(parameter.description),
              ",\"label\":", Quoted(parameter.label), ",\"maxOccurs\":", parameter.max_occurs,
              ",\"name\":", Quoted(parameter.name), ",\"picklistValues\":null");
    if (inputs) StrAppend(&list, ",\"required\":", Bool(parameter.required));
    StrAppend(&list, ",\"sobjectType\":null,\"type\":", Quoted(parameter.type), "}");
  }
  return list + "]";
}

Response Describe(const Services& services, const Call& call, const std::string& kind,
                  const std::string& name) {
  const InvocableAction* action = services.actions.FindInvocableAction(kind, name);
  if (action == nullptr) return Response::Error(NotFoundError());
  return Described(services, call,
                   StrCat("{\"category\":null,\"description\":", TextOrNull(action->description),
                          ",\"iconName\":null,\"inputs\":", Parameters(action->inputs, true),
                          ",\"label\":", Quoted(action->label), ",\"name\":", Quoted(action->name),
                          ",\"outputs\":", Parameters(action->outputs, false),
                          ",\"standard\":", Bool(action->standard()),
                          ",\"targetEntityName\":null,\"type\":", Quoted(action->type()), "}"));
}

}  // namespace

void AddInvocableActionRoutes(Services* services, Router* router) {
  const std::string root = "/services/data/*/actions";
  const auto add = [&](const char* method, const std::string& rest, auto handler) {
    router->Add(method, root + rest, Access::kSession,
                [services, handler](const Call& call) { return handler(services, call); });
  };
  add("GET", "", [](Services* org, const Call& call) { return ListContexts(*org, call); });
  add("GET", "/custom",
      [](Services* org, const Call& call) { return ListCustomKinds(*org, call); });
  add("GET", "/standard",
      [](Services* org, const Call& call) { return ListActions(*org, call, "standard"); });
  add("GET", "/custom/*",
      [](Services* org, const Call& call) { return ListCustomActions(*org, call); });
  add("GET", "/standard/*", [](Services* org, const Call& call) {
    return Describe(*org, call, "standard", call.parts[1]);
  });
  add("GET", "/custom/*/*", [](Services* org, const Call& call) {
    return Describe(*org, call, call.parts[1], call.parts[2]);
  });
  add("POST", "/standard/*", [](Services* org, const Call& call) {
    return InvokeAction(org, call, "standard", call.parts[1]);
  });
  add("POST", "/custom/*/*", [](Services* org, const Call& call) {
    return InvokeAction(org, call, call.parts[1], call.parts[2]);
  });
}

}  // namespace sfsim
