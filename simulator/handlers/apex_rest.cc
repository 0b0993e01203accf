// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <vector>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/handlers.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

constexpr std::string_view kRoot = "/services/apexrest";

// How much of a path a mapping names; nothing where it does not cover the path.
std::optional<size_t> MatchLength(std::string_view mapping, std::string_view path) {
  if (!mapping.ends_with("/*")) {
    return mapping == path ? std::optional(mapping.size()) : std::nullopt;
  }
  mapping.remove_suffix(1);
  return path.starts_with(mapping) ? std::optional(mapping.size()) : std::nullopt;
}

// The methods of the class with the longest mapping that covers the path.
std::vector<const ApexEndpoint*> FindEndpoints(const Services& services, std::string_view path) {
  std::vector<const ApexEndpoint*> found;
  size_t longest = 0;
  for (const ApexEndpoint& endpoint : services.apex_endpoints) {
    const auto length = MatchLength(endpoint.url_mapping, path);
    if (!length || *length < longest) continue;
    if (*length > longest) found.clear();
    longest = *length;
    found.push_back(&endpoint);
  }
  return found;
}

// Unlike other errors this one names the code first.
Response Uncaught(const std::string& exception) {
  std::string body = "[{\"errorCode\":\"APEX_ERROR\",\"message\":";
  AppendJsonString(exception, &body);
  return Response::Json(500, body + "}]");
}

Response MethodNotAllowed(const std::string& method,
                          const std::vector<const ApexEndpoint*>& endpoints) {
  std::string allowed;
  for (const ApexEndpoint* endpoint : endpoints) {
    StrAppend(&allowed, allowed.empty() ? "" : ",", endpoint->method);
  }
  Response response =
      Response::Error({405, "METHOD_NOT_ALLOWED", text::MethodNotAllowed(method, allowed), {}});
  response.SetHeader("Allow", allowed);
  return response;
}

Response Echo(const Request& request) {
  if (request.body.empty()) return Response::Empty(204);
  const std::string* type = request.Header("Content-Type");
  return Response::Text(200, type == nullptr ? "application/json" : *type, request.body);
}

Response Answer(const ApexEndpoint& endpoint, const Request& request) {
  if (!endpoint.forbidden_class.empty()) {
    return Response::Error({403, "FORBIDDEN", text::NoApexAccess(endpoint.forbidden_class), {}});
  }
  if (!endpoint.exception.empty()) return Uncaught(endpoint.exception);
  Response response = endpoint.echo ? Echo(request)
                      : endpoint.body.empty()
                          ? Response::Empty(endpoint.status)
                          : Response::Text(endpoint.status, endpoint.content_type, endpoint.body);
  for (const auto& [name, value] : endpoint.headers) response.SetHeader(name, value);
  return response;
}

Response RunApex(const Services& services, const Call& call) {
  const Request& request = *call.request;
  const std::string path =
      PercentDecode(std::string_view(request.path).substr(kRoot.size()), false);
  const auto endpoints = FindEndpoints(services, path);
  if (endpoints.empty()) {
    return Response::Error({404, "NOT_FOUND", std::string(text::kNoApexMatch), {}});
  }
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  const auto endpoint =
      std::find_if(endpoints.begin(), endpoints.end(),
                   [&method](const ApexEndpoint* each) { return each->method == method; });
  return endpoint == endpoints.end() ? MethodNotAllowed(request.method, endpoints)
                                     : Answer(**endpoint, request);
}

}  // namespace

void AddApexRestRoutes(Services* services, Router* router) {
  for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
    router->Add(method, StrCat(kRoot, "/**"), Access::kSession,
                [services](const Call& call) { return RunApex(*services, call); });
  }
}

}  // namespace sfsim
