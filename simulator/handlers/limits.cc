// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "simulator/base/str_cat.h"
#include "simulator/handlers/handlers.h"

namespace sfsim {
namespace {

struct Limit {
  std::string_view name;
  int64_t max;
};
// A developer org's maxima; those of DailyApiRequests are the org's own.
constexpr auto kLimits = std::to_array<Limit>({
    {"AnalyticsExternalDataSizeMB", 40960},
    {"CdpAiInferenceApiMonthlyLimit", 500000000},
    {"ConcurrentAsyncGetReportInstances", 200},
    {"ConcurrentEinsteinDataInsightsStoryCreation", 5},
    {"ConcurrentEinsteinDiscoveryStoryCreation", 2},
    {"ConcurrentSyncReportRuns", 20},
    {"ContentDistBandwidthLimitMB", 100},
    {"ContentDistViewLimit", 200},
    {"ContentPublicationLimit", 5000},
    {"DailyAnalyticsDataflowJobExecutions", 60},
    {"DailyAnalyticsUploadedFilesSizeMB", 51200},
    {"DailyApexCursorLimit", 10000},
    {"DailyApexCursorRowsLimit", 100000000},
    {"DailyApexPCursorLimit", 200000},
    {"DailyApiRequests", 0},
    {"DailyAsyncApexExecutions", 250000},
    {"DailyAsyncApexTests", 500},
    {"DailyBulkApiBatches", 15000},
    {"DailyBulkV2QueryFileStorageMB", 976562},
    {"DailyBulkV2QueryJobs", 10000},
    {"DailyDeliveredPlatformEvents", 10000},
    {"DailyDurableGenericStreamingApiEvents", 10000},
    {"DailyDurableStreamingApiEvents", 10000},
    {"DailyEinsteinDataInsightsStoryCreation", 1000},
    {"DailyEinsteinDiscoveryOptimizationJobRuns", 0},
    {"DailyEinsteinDiscoveryPredictAPICalls", 50000},
    {"DailyEinsteinDiscoveryPredictionsByCDC", 500000},
    {"DailyEinsteinDiscoveryStoryCreation", 100},
    {"DailyFunctionsApiCallLimit", 50000},
    {"DailyGenericStreamingApiEvents", 10000},
    {"DailyMetadataRetrievesWithDependencies", 500},
    {"DailyServiceEmailAgentforceCalls", 100},
    {"DailyStandardVolumePlatformEvents", 10000},
    {"DailyStreamingApiEvents", 10000},
    {"DailyWorkflowEmails", 405},
    {"DataStorageMB", 5},
    {"DurableStreamingApiConcurrentClients", 20},
    {"ExternalServicesActiveObjects", 250000},
    {"ExternalServicesActiveOperations", 50000},
    {"ExternalServicesObjectProperties", 1250000},
    {"ExternalServicesObjects", 250000},
    {"ExternalServicesOperations", 50000},
    {"ExternalServicesRegistrations", 2500},
    {"FileStorageMB", 20},
    {"HourlyAsyncReportRuns", 1200},
    {"HourlyDashboardRefreshes", 200},
    {"HourlyDashboardResults", 5000},
    {"HourlyDashboardStatuses", 999999999},
    {"HourlyElevateAsyncReportRuns", 7000},
    {"HourlyElevateSyncReportRuns", 500},
    {"HourlyLongTermIdMapping", 100000},
    {"HourlyManagedContentPublicRequests", 50000},
    {"HourlyODataCallout", 1000},
    {"HourlyPublishedPlatformEvents", 50000},
    {"HourlyPublishedStandardVolumePlatformEvents", 1000},
    {"HourlyShortTermIdMapping", 100000},
    {"HourlySyncReportRuns", 500},
    {"HourlyTimeBasedWorkflow", 50},
    {"MassEmail", 10},
    {"MaxContentDocumentsLimit", 30000000},
    {"MonthlyEinsteinDiscoveryStoryCreation", 500},
    {"Package2VersionCreates", 6},
    {"Package2VersionCreatesWithoutValidation", 500},
    {"PermissionSets", 1500},
    {"PlatformEventTriggersWithParallelProcessing", 5},
    {"PrivateConnectOutboundCalloutHourlyLimitMB", 0},
    {"PublishCallbackUsageInApex", 5242880},
    {"ScheduledFlowRunLimit", 1000000000},
    {"ScheduledPathRunLimit", 1000000000},
    {"SingleEmail", 15},
    {"StreamingApiConcurrentClients", 20},
});
constexpr int64_t kMaxCustomPermissionSets = 1000;

void AppendLimit(int64_t max, int64_t used, std::string* out) {
  StrAppend(out, "{\"Max\":", max, ",\"Remaining\":", std::max<int64_t>(0, max - used));
}

Response ListLimits(const Services& services) {
  std::string body = "{";
  for (const Limit& limit : kLimits) {
    const bool api = limit.name == "DailyApiRequests";
    StrAppend(&body, body.size() > 1 ? ",\"" : "\"", limit.name, "\":");
    AppendLimit(api ? services.options.daily_api_requests : limit.max,
                api ? services.api_calls.load() : 0, &body);
    if (limit.name == "PermissionSets") {
      body.append(",\"CreateCustom\":");
      AppendLimit(kMaxCustomPermissionSets, 0, &body);
      body.push_back('}');
    }
    body.push_back('}');
  }
  return Response::Json(200, body + "}");
}

}  // namespace

void AddLimitRoutes(Services* services, Router* router) {
  router->Add("GET", "/services/data/*/limits", Access::kSession,
              [services](const Call&) { return ListLimits(*services); });
}

}  // namespace sfsim
