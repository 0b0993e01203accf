// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/api_versions.h"
#include "simulator/handlers/handlers.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

struct Limit {
  std::string_view name;
  int64_t max;
};
// A developer org's maxima.
constexpr std::array<Limit, 20> kLimits = {{{"ConcurrentAsyncGetReportInstances", 200},
                                            {"ConcurrentSyncReportRuns", 20},
                                            {"DailyApiRequests", 0},
                                            {"DailyAsyncApexExecutions", 250000},
                                            {"DailyBulkApiBatches", 15000},
                                            {"DailyBulkV2QueryFileStorageMB", 976562},
                                            {"DailyBulkV2QueryJobs", 10000},
                                            {"DailyDeliveredPlatformEvents", 10000},
                                            {"DailyStreamingApiEvents", 10000},
                                            {"DailyWorkflowEmails", 405},
                                            {"DataStorageMB", 5},
                                            {"DurableStreamingApiConcurrentClients", 20},
                                            {"FileStorageMB", 20},
                                            {"HourlyAsyncReportRuns", 1200},
                                            {"HourlyDashboardRefreshes", 200},
                                            {"HourlySyncReportRuns", 500},
                                            {"HourlyTimeBasedWorkflow", 50},
                                            {"MassEmail", 10},
                                            {"SingleEmail", 15},
                                            {"StreamingApiConcurrentClients", 20}}};

constexpr std::array<std::string_view, 7> kResources = {
    "sobjects", "query", "queryAll", "limits", "composite", "search", "parameterizedSearch"};

Response ListVersions() {
  std::string body = "[";
  for (int version = kOldestVersion; version <= kNewestVersion; ++version) {
    StrAppend(&body, version > kOldestVersion ? "," : "", "{\"label\":\"", VersionLabel(version),
              "\",\"url\":\"/services/data/v", version, ".0\",\"version\":\"", version, ".0\"}");
  }
  return Response::Json(200, body + "]");
}

Response ListResources(const Services& services, const Call& call) {
  std::string body = "{";
  for (std::string_view name : kResources) {
    StrAppend(&body, "\"", name, "\":\"/services/data/v", call.version, "/", name, "\",");
  }
  StrAppend(&body, "\"identity\":\"", services.instance_url, "/id/", services.organization_id, "/",
            call.session.user_id, "\"}");
  return Response::Json(200, body);
}

Response ListLimits(const Services& services) {
  std::string body = "{";
  for (const Limit& limit : kLimits) {
    const bool api = limit.name == "DailyApiRequests";
    const int64_t max = api ? services.options.daily_api_requests : limit.max;
    const int64_t used = api ? services.api_calls.load() : 0;
    StrAppend(&body, body.size() > 1 ? "," : "", "\"", limit.name, "\":{\"Max\":", max,
              ",\"Remaining\":", std::max<int64_t>(0, max - used), "}");
  }
  return Response::Json(200, body +
                                 ",\"PermissionSets\":{\"Max\":1500,\"Remaining\":1500,"
                                 "\"CreateCustom\":{\"Max\":1000,\"Remaining\":1000}}}");
}

// Types that are unknown are left out.
Response CountRecords(Services* services, const Call& call) {
  const std::string* names = call.request->Query("sObjects");
  std::string body = "{\"sObjects\":[";
  auto reader = services->store->TakeReader();
  bool first = true;
  for (const std::string& name : Split(names == nullptr ? "" : *names, ',')) {
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
  router->Add("GET", "/services/data", Access::kOpen, [](const Call&) { return ListVersions(); });
  router->Add("GET", "/services/data/*", Access::kSession,
              [services](const Call& call) { return ListResources(*services, call); });
  router->Add("GET", "/services/data/*/limits", Access::kSession,
              [services](const Call&) { return ListLimits(*services); });
  router->Add("GET", "/services/data/*/limits/recordCount", Access::kSession,
              [services](const Call& call) { return CountRecords(services, call); });
}

}  // namespace sfsim
