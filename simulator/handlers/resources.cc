// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>
#include <vector>

#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/api_versions.h"
#include "simulator/handlers/handlers.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

constexpr int kFirstWithJobs = 41;

// In the order of one captured reply. Not all of them are served.
constexpr auto kResources = std::to_array<std::string_view>({"tooling",
                                                             "metadata",
                                                             "eclair",
                                                             "folders",
                                                             "prechatForms",
                                                             "contact-tracing",
                                                             "jsonxform",
                                                             "chatter",
                                                             "payments",
                                                             "tabs",
                                                             "appMenu",
                                                             "quickActions",
                                                             "queryAll",
                                                             "commerce",
                                                             "wave",
                                                             "iot",
                                                             "analytics",
                                                             "search",
                                                             "smartdatadiscovery",
                                                             "composite",
                                                             "parameterizedSearch",
                                                             "fingerprint",
                                                             "theme",
                                                             "nouns",
                                                             "domino",
                                                             "event",
                                                             "serviceTemplates",
                                                             "recent",
                                                             "connect",
                                                             "licensing",
                                                             "limits",
                                                             "process",
                                                             "dedupe",
                                                             "async-queries",
                                                             "query",
                                                             "jobs",
                                                             "match",
                                                             "localizedvalue",
                                                             "mobile",
                                                             "emailConnect",
                                                             "consent",
                                                             "tokenizer",
                                                             "compactLayouts",
                                                             "flexiPage",
                                                             "knowledgeManagement",
                                                             "sobjects",
                                                             "actions",
                                                             "support"});

Response ListVersions(const Services& services) {
  std::string body = "[";
  for (int version = services.options.oldest_api_version; version <= kNewestVersion; ++version) {
    StrAppend(&body, body.size() > 1 ? "," : "", "{\"label\":\"", VersionLabel(version),
              "\",\"url\":\"/services/data/v", version, ".0\",\"version\":\"", version, ".0\"}");
  }
  return Response::Json(200, body + "]");
}

Response ListResources(const Services& services, const Call& call) {
  std::string body = "{";
  for (std::string_view name : kResources) {
    if (name == "jobs" && call.version_number() < kFirstWithJobs) continue;
    StrAppend(&body, "\"", name, "\":\"/services/data/v", call.version, "/", name, "\",");
  }
  StrAppend(&body, "\"identity\":\"", services.instance_url, "/id/", services.organization_id, "/",
            call.session.user_id, "\"}");
  return Response::Json(200, body);
}

// The names that the caller gave, or all.
std::vector<std::string> CountedNames(const Services& services, const Call& call) {
  const std::string* given = call.request->Query("sObjects");
  if (given != nullptr && !given->empty()) return Split(*given, ',');
  const std::vector<const ObjectType*> types = services.schema.objects();
  std::vector<std::string> names;
  names.reserve(types.size());
  for (const ObjectType* type : types) names.push_back(type->name);
  return names;
}

// Types that are unknown are left out.
Response CountRecords(Services* services, const Call& call) {
  std::string body = "{\"sObjects\":[";
  auto reader = services->store->TakeReader();
  bool first = true;
  for (const std::string& name : CountedNames(*services, call)) {
    const ObjectType* type = services->schema.Find(TrimView(name));
    if (type == nullptr || !reader.ok()) continue;
    Statement& count = (*reader)->Cached(
        StrCat("SELECT COUNT(*) FROM ", QuoteName(type->name), " WHERE \"IsDeleted\"=0"));
    count.Step();
    StrAppend(&body, first ? "" : ",", "{\"count\":", count.Integer(0), ",\"name\":\"", type->name,
              "\"}");
    count.Reset();
    first = false;
  }
  if (reader.ok()) services->store->Release(std::move(*reader));
  return Response::Json(200, body + "]}");
}

}  // namespace

std::string VersionLabel(int version) {
  static constexpr std::array<std::string_view, 3> kSeasons = {"Winter", "Spring", "Summer"};
  const int releases = version - 20;
  return StrCat(kSeasons[static_cast<size_t>(releases % 3)], " '", 11 + releases / 3);
}

void AddResourceRoutes(Services* services, Router* router) {
  router->Add("GET", "/services/data", Access::kOpen,
              [services](const Call&) { return ListVersions(*services); });
  router->Add("GET", "/services/data/*", Access::kSession,
              [services](const Call& call) { return ListResources(*services, call); });
  router->Add("GET", "/services/data/*/limits/recordCount", Access::kSession,
              [services](const Call& call) { return CountRecords(services, call); });
}

}  // namespace sfsim
