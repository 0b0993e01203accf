// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/handlers/batch_parts.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/subrequest.h"

namespace sfsim {
namespace {

constexpr size_t kMaxRequests = 25;

// `v60.0/limits` and `/services/data/v60.0/limits` are the same.
std::string WholeUrl(std::string_view url) {
  while (url.starts_with('/')) url.remove_prefix(1);
  if (url.starts_with("services/data/")) return StrCat("/", url);
  return StrCat("/services/data/", url);
}

Response RunOne(Services* services, const Call& call, const JsonValue& item,
                const std::vector<BodyPart>& files) {
  const std::string url = WholeUrl(item.Text("url"));
  const auto path = ResourcePath(url);
  // Requests within requests go one level deep.
  if (path && path->starts_with("composite")) {
    return Response::Error({400, "INVALID_INPUT", text::NotAllowedWithin(url), {}});
  }
  const JsonValue* input = item.Find("richInput");
  Request request =
      MakeRequest(item.Text("method"), url, input == nullptr ? JsonValue() : *input, {});
  if (auto error = AttachFile(item, files, &request)) return Response::Error(*error);
  return services->dispatch(request, call);
}

Response RunBatch(Services* services, const Call& call) {
  auto body = ReadBatchBody(*call.request);
  if (!body.ok()) return Response::Error(body.error());
  const JsonValue* list = body->batch.Find("batchRequests");
  if (list == nullptr || list->items.empty()) {
    return Response::Error({400, "JSON_PARSER_ERROR", std::string(text::kNoSubrequests), {}});
  }
  if (list->items.size() > kMaxRequests) {
    return Response::Error({400, "LIMIT_EXCEEDED", std::string(text::kTooManyOperations), {}});
  }
  for (const JsonValue& item : list->items) {
    for (const char* name : {"method", "url"}) {
      if (item.Text(name).empty()) {
        return Response::Error({400, "JSON_PARSER_ERROR", text::MissingParameter(name), {}});
      }
    }
  }
  // Each one counts as a call; the batch itself has been counted.
  services->api_calls += static_cast<int64_t>(list->items.size()) - 1;
  const bool halt_on_error = body->batch.Flag("haltOnError");
  bool errors = false;
  std::string results;
  for (const JsonValue& item : list->items) {
    const Response response =
        errors && halt_on_error
            ? Response::Error({412, "BATCH_PROCESSING_HALTED", std::string(text::kBatchHalted), {}})
            : RunOne(services, call, item, body->files);
    errors = errors || response.status >= 400;
    StrAppend(&results, results.empty() ? "" : ",", "{\"statusCode\":", response.status,
              ",\"result\":");
    AppendBody(response, &results);
    results.push_back('}');
  }
  return Response::Json(
      200, StrCat("{\"hasErrors\":", errors ? "true" : "false", ",\"results\":[", results, "]}"));
}

}  // namespace

void AddCompositeBatchRoutes(Services* services, Router* router) {
  router->Add("POST", "/services/data/*/composite/batch", Access::kSession,
              [services](const Call& call) { return RunBatch(services, call); });
}

}  // namespace sfsim
