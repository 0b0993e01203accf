// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/apex/apex_operations.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "core/codec/json_value.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/apex/apex_request.h"

namespace sfconnector {
namespace {

// `application/json;charset=UTF-8`, `application/problem+json`; replies without a type are JSON,
// too.
bool SaysJson(absl::string_view content_type) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(content_type, absl::MaxSplits(';', 1));
  const std::string type = absl::AsciiStrToLower(absl::StripAsciiWhitespace(parts.first));
  return type.empty() || type == "application/json" || absl::EndsWith(type, "+json");
}

v1::ExecuteResponse ToResponse(RestReply reply) {
  v1::ExecuteResponse response;
  response.set_status(reply.status);
  for (const auto& [name, value] : reply.headers) {
    (*response.mutable_headers())[absl::AsciiStrToLower(name)] = value;
  }
  if (reply.body.empty()) return response;
  const std::string content_type(reply.Header("content-type"));
  if (SaysJson(content_type) && JsonToValue(reply.body, *response.mutable_json_body()).ok()) {
    return response;
  }
  response.mutable_raw_body()->set_content_type(content_type);
  response.mutable_raw_body()->set_content(std::move(reply.body));
  return response;
}

Task<absl::StatusOr<v1::ExecuteResponse>> Execute(OperationContext context,
                                                  const v1::ExecuteRequest& request) {
  absl::StatusOr<RestRequest> rest = RenderApexRequest(request);
  if (!rest.ok()) co_return rest.status();
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, *std::move(rest));
  if (!reply.ok()) co_return reply.status();
  co_return ToResponse(*std::move(reply));
}

}  // namespace

void AddApexFamily(Registry& registry) {
  registry.AddService(v1::ExecuteRequest::descriptor()->file()->FindServiceByName("ApexService"));
  registry.Implement("sfconnector.v1.ApexService/Execute", &Execute);
}

}  // namespace sfconnector
