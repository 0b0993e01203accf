// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/org/org_operations.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/call_options.h"
#include "core/base/status.h"
#include "core/codec/proto_json.h"
#include "core/operation/send_for.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/org/describe_sobject.h"
#include "core/salesforce/org/org_limits.h"
#include "sfconnector/v1/org_service.pb.h"

namespace sfconnector {
namespace {

absl::StatusOr<RestRequest> RenderResources(const v1::ListResourcesRequest& request) {
  if (request.api_version().empty())
    return RestRequest("GET", "/services/data/{version}", Effect::kNone);
  absl::StatusOr<std::string> version = NormaliseApiVersion(request.api_version());
  if (!version.ok()) return version.status();
  return RestRequest("GET", absl::StrCat("/services/data/v", *version), Effect::kNone);
}

absl::StatusOr<RestRequest> RenderRecentItems(const v1::ListRecentItemsRequest& request) {
  if (request.limit() < 0) return InvalidField("limit", "is negative");
  RestRequest rest("GET", "/services/data/{version}/recent", Effect::kNone);
  if (request.limit() > 0) rest.query.emplace_back("limit", absl::StrCat(request.limit()));
  return rest;
}

// Reads a reply that is the JSON of one field of the response.
template <class Response>
ReadReply<Response> ReadField(const char* name) {
  return [field = Response::descriptor()->FindFieldByName(name)](const RestReply& reply,
                                                                 Response& response) {
    return JsonToField(reply.body, UnknownKeys::kKeep, response, field);
  };
}

Task<absl::StatusOr<v1::ListResourcesResponse>> ListResources(
    OperationContext context, const v1::ListResourcesRequest& request) {
  return SendFor<v1::ListResourcesResponse>(context, RenderResources(request),
                                            ReadField<v1::ListResourcesResponse>("resources"));
}

Task<absl::StatusOr<v1::ListRecentItemsResponse>> ListRecentItems(
    OperationContext context, const v1::ListRecentItemsRequest& request) {
  return SendFor<v1::ListRecentItemsResponse>(
      context, RenderRecentItems(request), ReadField<v1::ListRecentItemsResponse>("recent_items"));
}

}  // namespace

void AddOrgFamily(Registry& registry) {
  registry.AddService(
      v1::ListApiVersionsRequest::descriptor()->file()->FindServiceByName("OrgService"));
  registry.Implement("sfconnector.v1.OrgService/ListResources", &ListResources);
  registry.Implement("sfconnector.v1.OrgService/GetLimits", &GetLimits);
  registry.Implement("sfconnector.v1.OrgService/DescribeSObject", &DescribeSObject);
  registry.Implement("sfconnector.v1.OrgService/ListRecentItems", &ListRecentItems);
}

}  // namespace sfconnector
