// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/org/org_operations.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/call_options.h"
#include "core/base/status.h"
#include "core/codec/proto_json.h"
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

// Sends `rest`, whose reply is the JSON of one field of the response.
template <class Response>
Task<absl::StatusOr<Response>> GetField(OperationContext context, RestRequest rest,
                                        const char* name) {
  Response response;
  rest.accept = [&response, name](const RestReply& reply) {
    return JsonToField(reply.body, UnknownKeys::kKeep, response,
                       Response::descriptor()->FindFieldByName(name));
  };
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, std::move(rest));
  if (!reply.ok()) co_return reply.status();
  co_return response;
}

Task<absl::StatusOr<v1::ListResourcesResponse>> ListResources(
    OperationContext context, const v1::ListResourcesRequest& request) {
  absl::StatusOr<RestRequest> rest = RenderResources(request);
  if (!rest.ok()) co_return rest.status();
  absl::StatusOr<v1::ListResourcesResponse> response =
      co_await GetField<v1::ListResourcesResponse>(context, *std::move(rest), "resources");
  co_return response;
}

Task<absl::StatusOr<v1::ListRecentItemsResponse>> ListRecentItems(
    OperationContext context, const v1::ListRecentItemsRequest& request) {
  if (request.limit() < 0) co_return InvalidField("limit", "is negative");
  RestRequest rest("GET", "/services/data/{version}/recent", Effect::kNone);
  if (request.limit() > 0) rest.query.emplace_back("limit", absl::StrCat(request.limit()));
  absl::StatusOr<v1::ListRecentItemsResponse> response =
      co_await GetField<v1::ListRecentItemsResponse>(context, std::move(rest), "recent_items");
  co_return response;
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
