// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/conditional.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/layout_text.h"
#include "simulator/handlers/row_access.h"
#include "simulator/json/json_text.h"
#include "simulator/records/row_editor.h"

// Layouts as an org has them before anybody made any: Salesforce's own.
namespace sfsim {
namespace {

std::string ObjectUrl(const Call& call, const ObjectType& type) {
  return StrCat("/services/data/v", call.version, "/sobjects/", type.name);
}

Outcome<const ObjectType*> FindLayoutable(const Services& services, std::string_view name) {
  auto type = FindObject(services, name);
  if (type.ok() && !(*type)->layoutable) return NotFoundError();
  return type;
}

std::string LayoutMappings(const Call& call, const ObjectType& type, std::string_view layout_id) {
  std::string list = "[";
  for (const RecordType& item : type.record_types) {
    StrAppend(&list, list.size() > 1 ? "," : "", "{\"active\":", JsonBool(item.active),
              ",\"available\":", JsonBool(item.available),
              ",\"defaultRecordTypeMapping\":", JsonBool(item.is_default),
              ",\"developerName\":", JsonString(item.developer_name), ",\"layoutId\":", layout_id,
              ",\"master\":", JsonBool(item.master), ",\"name\":", JsonString(item.name),
              ",\"picklistsForRecordType\":[],\"recordTypeId\":\"", item.id,
              "\",\"urls\":{\"layout\":\"", ObjectUrl(call, type), "/describe/layouts/", item.id,
              "\"}}");
  }
  return list + "]";
}

// The layouts of an object: one, which its record types share.
Response LayoutList(const Services& services, const Call& call, const ObjectType& type) {
  const bool selector = type.record_types.size() > 2;
  const std::string layout = LayoutJson(services.schema, type);
  std::string body = StrCat("{\"layouts\":[", layout, "],\"recordTypeMappings\":",
                            LayoutMappings(call, type, LayoutIdJson(services.schema, type)),
                            ",\"recordTypeSelectorRequired\":[", JsonBool(selector), "]}");
  return ConditionalReply(*call.request, services.schema_changed,
                          Response::Json(200, std::move(body)));
}

Response Layouts(const Services& services, const Call& call) {
  auto type = FindLayoutable(services, call.parts[1]);
  return type.ok() ? LayoutList(services, call, **type) : Response::Error(type.error());
}

// What every page has.
Response GlobalLayouts(const Services& services, const Call& call) {
  return ConditionalReply(
      *call.request, services.schema_changed,
      Response::Json(200, StrCat("{\"layouts\":[", GlobalLayoutJson(),
                                 "],\"recordTypeMappings\":[],\"recordTypeSelectorRequired\":"
                                 "[false]}")));
}

bool HasNamedLayout(const ObjectType& type, std::string_view name) {
  const auto described = type.described.find("namedLayoutInfos");
  if (described == type.described.end()) return false;
  const auto infos = ReadJson(described->second);
  return infos.ok() &&
         std::any_of(infos->items.begin(), infos->items.end(),
                     [name](const JsonValue& info) { return info.Text("name") == name; });
}

Response NamedLayout(const Services& services, const Call& call) {
  auto type = FindLayoutable(services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  if (!HasNamedLayout(**type, call.parts[2])) return Response::Error(NotFoundError());
  return LayoutList(services, call, **type);
}

Response LayoutOfRecordType(const Services& services, const Call& call) {
  auto type = FindLayoutable(services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  const auto id = NormalizeId(call.parts[2]);
  for (const RecordType& item : (*type)->record_types) {
    if (!id || item.id != *id) continue;
    return ConditionalReply(*call.request, services.schema_changed,
                            Response::Json(200, LayoutJson(services.schema, **type)));
  }
  return Response::Error(NotFoundError());
}

std::string CompactLayouts(const Call& call, const ObjectType& type) {
  std::string mappings;
  for (const RecordType& item : type.record_types) {
    StrAppend(&mappings, mappings.empty() ? "" : ",", "{\"available\":", JsonBool(item.available),
              ",\"compactLayoutId\":null,\"compactLayoutName\":\"SYSTEM\",\"recordTypeId\":\"",
              item.id, "\",\"recordTypeName\":", JsonString(item.name), ",\"urls\":{}}");
  }
  return StrCat("{\"compactLayouts\":[", CompactLayoutJson(type),
                "],\"defaultCompactLayoutId\":null,", "\"recordTypeCompactLayoutMappings\":[",
                mappings, "],\"urls\":{\"primary\":\"", ObjectUrl(call, type),
                "/describe/compactLayouts/primary\"}}");
}

Response CompactLayoutsOf(const Services& services, const Call& call) {
  auto type = FindLayoutable(services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  return ConditionalReply(*call.request, services.schema_changed,
                          Response::Json(200, CompactLayouts(call, **type)));
}

// Of several objects at once: `?q=Account,Contact`.
Response CompactLayoutsOfAll(const Services& services, const Call& call) {
  const std::string* names = call.request->Query("q");
  if (names == nullptr) {
    return Response::Error({400, "MISSING_ARGUMENT", text::MissingParameter("q"), {}});
  }
  std::string body = "{";
  for (const std::string& name : Split(*names, ',')) {
    auto type = FindLayoutable(services, TrimView(name));
    if (!type.ok()) return Response::Error(type.error());
    StrAppend(&body, body.size() > 1 ? "," : "", "\"", (*type)->name,
              "\":", CompactLayouts(call, **type));
  }
  return Response::Json(200, body + "}");
}

Response EmptyOf(const Services& services, const Call& call, std::string_view body) {
  auto type = FindLayoutable(services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  return Response::Json(200, std::string(body));
}

}  // namespace

void AddLayoutRoutes(Services* services, Router* router) {
  const auto add = [&](std::string_view path, Response (*handler)(const Services&, const Call&)) {
    router->Add("GET", path, Access::kSession,
                [services, handler](const Call& call) { return handler(*services, call); });
  };
  const std::string object = "/services/data/*/sobjects/*";
  add(object + "/describe/layouts", Layouts);
  add("/services/data/*/sobjects/Global/describe/layouts", GlobalLayouts);
  add(object + "/describe/layouts/*", LayoutOfRecordType);
  add(object + "/describe/namedLayouts/*", NamedLayout);
  add(object + "/describe/compactLayouts", CompactLayoutsOf);
  add("/services/data/*/compactLayouts", CompactLayoutsOfAll);
  router->Add("GET", object + "/describe/approvalLayouts", Access::kSession,
              [services](const Call& call) {
                return EmptyOf(*services, call, "{\"approvalLayouts\":[]}");
              });
}

}  // namespace sfsim
