// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "simulator/handlers/describe_text.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/row_access.h"

namespace sfsim {
namespace {

Response DescribeGlobal(const Services& services, const Call& call) {
  std::string body = "{\"encoding\":\"UTF-8\",\"maxBatchSize\":200,\"sobjects\":[";
  bool first = true;
  for (const ObjectType* type : services.schema.objects()) {
    if (!first) body.push_back(',');
    first = false;
    AppendObjectSummary(*type, call.version, &body);
  }
  return Response::Json(200, body + "]}");
}

Response BasicInfo(const Services& services, const Call& call) {
  auto type = FindObject(services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  std::string body = "{\"objectDescribe\":";
  AppendObjectSummary(**type, call.version, &body);
  return Response::Json(200, body + ",\"recentItems\":[]}");
}

Response Describe(const Services& services, const Call& call) {
  auto type = FindObject(services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  return Response::Json(200, ObjectDescription(**type, call.version));
}

}  // namespace

void AddDescribeRoutes(Services* services, Router* router) {
  router->Add("GET", "/services/data/*/sobjects", Access::kSession,
              [services](const Call& call) { return DescribeGlobal(*services, call); });
  router->Add("GET", "/services/data/*/sobjects/*", Access::kSession,
              [services](const Call& call) { return BasicInfo(*services, call); });
  router->Add("GET", "/services/data/*/sobjects/*/describe", Access::kSession,
              [services](const Call& call) { return Describe(*services, call); });
}

}  // namespace sfsim
