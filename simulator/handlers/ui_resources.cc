// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "simulator/base/str_cat.h"
#include "simulator/handlers/conditional.h"
#include "simulator/handlers/handlers.h"
#include "simulator/json/json_text.h"

// What user interfaces ask for: tabs, colours, menus.
namespace sfsim {
namespace {

constexpr std::string_view kColor = "7F8DE1";

// The icons of an object, in two sizes.
std::string Colors() {
  return StrCat("[{\"color\":\"", kColor,
                "\",\"context\":\"primary\",\"theme\":\"theme4\"},{\"color\":\"", kColor,
                "\",\"context\":\"primary\",\"theme\":\"theme3\"}]");
}

std::string IconUrl(const Services& services, const ObjectType& type, int size) {
  const std::string_view kind = type.custom ? "custom" : "standard";
  std::string name;
  for (char c : type.name) name.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  return StrCat(services.instance_url, "/img/icon/t4v35/", kind, "/", name, "_", size, ".png");
}

std::string Icons(const Services& services, const ObjectType& type) {
  std::string list = "[";
  for (int size : {120, 60}) {
    StrAppend(&list, list.size() > 1 ? "," : "", "{\"contentType\":\"image/png\",\"height\":", size,
              ",\"theme\":\"theme4\",\"url\":\"", IconUrl(services, type, size),
              "\",\"width\":", size, "}");
  }
  return list + "]";
}

Response ListTabs(const Services& services) {
  std::string body = "[";
  for (const ObjectType* type : services.schema.objects()) {
    if (!type->layoutable) continue;
    std::string label;
    AppendJsonString(type->label_plural, &label);
    StrAppend(&body, body.size() > 1 ? "," : "", "{\"colors\":", Colors(),
              ",\"custom\":", type->custom ? "true" : "false", ",\"iconUrl\":\"",
              IconUrl(services, *type, 32), "\",\"icons\":", Icons(services, *type),
              ",\"label\":", label, ",\"miniIconUrl\":\"", IconUrl(services, *type, 16),
              "\",\"name\":\"", type->custom ? type->name : "standard-" + type->name,
              "\",\"sobjectName\":\"", type->name, "\",\"url\":\"", services.instance_url, "/",
              type->key_prefix, "/o\"}");
  }
  return Response::Json(200, body + "]");
}

Response Theme(const Services& services, const Call& call) {
  std::string body = "{\"themeItems\":[";
  bool first = true;
  for (const ObjectType* type : services.schema.objects()) {
    if (!type->layoutable) continue;
    StrAppend(&body, first ? "" : ",", "{\"colors\":", Colors(),
              ",\"icons\":", Icons(services, *type), ",\"name\":\"", type->name, "\"}");
    first = false;
  }
  return ConditionalReply(*call.request, services.schema_changed, Response::Json(200, body + "]}"));
}

Response AppMenu(const Call& call) {
  static constexpr std::array<std::string_view, 3> kMenus = {"AppSwitcher", "Salesforce1",
                                                             "NetworkTabs"};
  std::string body = "{";
  for (std::string_view menu : kMenus) {
    StrAppend(&body, body.size() > 1 ? "," : "", "\"", menu, "\":\"/services/data/v", call.version,
              "/appMenu/", menu, "\"");
  }
  return Response::Json(200, body + "}");
}

}  // namespace

void AddUiRoutes(Services* services, Router* router) {
  router->Add("GET", "/services/data/*/tabs", Access::kSession,
              [services](const Call&) { return ListTabs(*services); });
  router->Add("GET", "/services/data/*/theme", Access::kSession,
              [services](const Call& call) { return Theme(*services, call); });
  router->Add("GET", "/services/data/*/appMenu", Access::kSession, AppMenu);
}

}  // namespace sfsim
