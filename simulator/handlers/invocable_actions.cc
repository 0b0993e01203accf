// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/conditional.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/invoke_action.h"
#include "simulator/json/json_text.h"
#include "simulator/records/row_errors.h"

namespace sfsim {
namespace {

constexpr std::array<std::string_view, 4> kCustomKinds = {"quickAction", "apex", "emailAlert",
                                                          "flow"};

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
    StrAppend(&body, first ? "" : ",", "{\"label\":", JsonString(action.label),
              ",\"name\":", JsonString(action.name), ",\"type\":", JsonString(action.type()),
              ",\"url\":", JsonString(StrCat(UrlOf(call, action.kind), "/", action.name)), "}");
    first = false;
  }
  return Described(services, call, body + "]}");
}

bool IsCustomKind(std::string_view kind) {
  return std::any_of(kCustomKinds.begin(), kCustomKinds.end(),
                     [kind](std::string_view known) { return EqualsIgnoreCase(known, kind); });
}

// Calls with the kind that a path names behind `/custom`.
template <typename Handler>
Response WithCustomKind(const Call& call, Handler handler) {
  return IsCustomKind(call.parts[1]) ? handler(call.parts[1]) : Response::Error(NotFoundError());
}

std::string Parameters(const std::vector<ActionParameter>& parameters, bool inputs) {
  std::string list = "[";
  for (const ActionParameter& parameter : parameters) {
    StrAppend(&list, list.size() > 1 ? "," : "",
              "{\"byteLength\":0,\"description\":", TextOrNull(parameter.description),
              ",\"label\":", JsonString(parameter.label), ",\"maxOccurs\":", parameter.max_occurs,
              ",\"name\":", JsonString(parameter.name), ",\"picklistValues\":null");
    if (inputs) StrAppend(&list, ",\"required\":", JsonBool(parameter.required));
    StrAppend(&list, ",\"sobjectType\":null,\"type\":", JsonString(parameter.type), "}");
  }
  return list + "]";
}

Response Describe(const Services& services, const Call& call, const std::string& kind,
                  const std::string& name) {
  const InvocableAction* action = services.actions.FindInvocableAction(kind, name);
  if (action == nullptr) return Response::Error(NotFoundError());
  return Described(
      services, call,
      StrCat("{\"category\":null,\"description\":", TextOrNull(action->description),
             ",\"iconName\":null,\"inputs\":", Parameters(action->inputs, true),
             ",\"label\":", JsonString(action->label), ",\"name\":", JsonString(action->name),
             ",\"outputs\":", Parameters(action->outputs, false),
             ",\"standard\":", JsonBool(action->standard()),
             ",\"targetEntityName\":null,\"type\":", JsonString(action->type()), "}"));
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
  add("GET", "/custom/*", [](Services* org, const Call& call) {
    return WithCustomKind(call,
                          [&](const std::string& kind) { return ListActions(*org, call, kind); });
  });
  add("GET", "/standard/*", [](Services* org, const Call& call) {
    return Describe(*org, call, "standard", call.parts[1]);
  });
  add("GET", "/custom/*/*", [](Services* org, const Call& call) {
    return WithCustomKind(
        call, [&](const std::string& kind) { return Describe(*org, call, kind, call.parts[2]); });
  });
  add("POST", "/standard/*", [](Services* org, const Call& call) {
    return InvokeAction(org, call, "standard", call.parts[1]);
  });
  add("POST", "/custom/*/*", [](Services* org, const Call& call) {
    return WithCustomKind(call, [&](const std::string& kind) {
      return InvokeAction(org, call, kind, call.parts[2]);
    });
  });
}

}  // namespace sfsim
