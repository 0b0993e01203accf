// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/row_access.h"
#include "simulator/handlers/subrequest_run.h"

namespace sfsim {
namespace {

constexpr size_t kMaxSubrequests = 25;
constexpr int kMaxQueries = 5;

bool IsUnder(std::string_view path, std::string_view resource) {
  return path == resource ||
         (path.starts_with(resource) && path.substr(resource.size()).starts_with('/'));
}

// Queries and sObject Collections.
bool IsBulky(std::string_view path) {
  return IsUnder(path, "query") || IsUnder(path, "queryAll") || IsUnder(path, "composite/sobjects");
}

bool IsEligible(std::string_view path) { return IsUnder(path, "sobjects") || IsBulky(path); }

// A request that is too large gets the reply of a single operation without a name.
Response TooLarge(std::string message) {
  std::string body = "{\"compositeResponse\":[{\"body\":";
  AppendBody(Response::Error({400, "LIMIT_EXCEEDED", std::move(message), {}}), &body);
  return Response::Json(
      200, body + ",\"httpHeaders\":{},\"httpStatusCode\":400,\"referenceId\":null}]}");
}

Response RunComposite(Services* services, const Call& call) {
  auto body = ReadObjectBody(*call.request);
  if (!body.ok()) return Response::Error(body.error());
  const JsonValue* list = body->Find("compositeRequest");
  if (list != nullptr && list->items.size() > kMaxSubrequests) {
    return TooLarge(std::string(text::kTooManyOperations));
  }
  auto subrequests = ReadSubrequests(list, call.version_number());
  if (!subrequests.ok()) return Response::Error(subrequests.error());
  const auto bulky =
      std::count_if(subrequests->begin(), subrequests->end(), [](const Subrequest& subrequest) {
        const auto path = ResourcePath(subrequest.url);
        return path && IsBulky(*path);
      });
  if (bulky > kMaxQueries)
    return TooLarge(text::TooManyWithin("query and collections operations", kMaxQueries));
  // The order in which unrelated operations are carried out is the org's own affair, so that
  // `collateSubrequests` needs no attention.
  const SubrequestRun run =
      RunSubrequests(services, call, *subrequests, body->Flag("allOrNone"), IsEligible);
  return Response::Json(200, CompositeResponseBody(*subrequests, run.responses));
}

Response ListComposites(const Call& call) {
  const std::string base = StrCat("/services/data/v", call.version, "/composite/");
  std::string body = "{";
  for (std::string_view name : {"tree", "batch", "sobjects", "graph"}) {
    StrAppend(&body, body.size() > 1 ? "," : "", "\"", name, "\":\"", base, name, "\"");
  }
  return Response::Json(200, body + "}");
}

}  // namespace

void AddCompositeRoutes(Services* services, Router* router) {
  router->Add("GET", "/services/data/*/composite", Access::kSession, ListComposites);
  router->Add("POST", "/services/data/*/composite", Access::kSession,
              [services](const Call& call) { return RunComposite(services, call); });
}

}  // namespace sfsim
