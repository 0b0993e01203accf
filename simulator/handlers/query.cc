// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/text.h"
#include "simulator/handlers/explain.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/run_query.h"
#include "simulator/soql/compiler.h"
#include "simulator/soql/parser.h"

namespace sfsim {
namespace {

constexpr int64_t kMinBatch = 200;
constexpr int64_t kMaxBatch = 2000;

// `Sforce-Query-Options: batchSize=500`, kept within what an org grants.
int64_t BatchSize(const Request& request) {
  const std::string* header = request.Header("Sforce-Query-Options");
  const size_t at = header == nullptr ? std::string::npos : AsciiLower(*header).find("batchsize=");
  if (at == std::string::npos) return kMaxBatch;
  int64_t size = kMaxBatch;
  const char* begin = header->data() + at + 10;
  std::from_chars(begin, header->data() + header->size(), size);
  return std::clamp(size, kMinBatch, kMaxBatch);
}

Response ReadPage(Services* services, const Call& call, soql::Cursor* cursor, int64_t offset) {
  const soql::PageRequest page{offset, BatchSize(*call.request), call.version};
  const auto keep = [services](std::shared_ptr<soql::Cursor> kept) {
    return services->cursors->Add(MakeId("01g", services->store->NextNumber("01g")),
                                  std::move(kept));
  };
  auto body = cursor->ReadPage(page, keep);
  if (!body.ok()) return Response::Error(body.error());
  Response response = Response::Json(200, "");
  response.body = std::move(*body);
  return response;
}

Response RunQuery(Services* services, const Call& call, bool include_deleted) {
  if (const std::string* explained = call.request->Query("explain")) {
    return ExplainQuery(*services, *explained, include_deleted);
  }
  const std::string* text = call.request->Query("q");
  if (text == nullptr) {
    return Response::Error({400, "MALFORMED_QUERY", text::MissingParameter("q"), {}});
  }
  return RunSoql(services, call, *text, include_deleted);
}

// `01g…-2000`: the locator, and how many rows have been delivered.
Response ContinueQuery(Services* services, const Call& call) {
  const ApiError lost{400, "INVALID_QUERY_LOCATOR", std::string(text::kInvalidLocator), {}};
  const std::string& page = call.parts[1];
  const size_t dash = page.find('-');
  int64_t offset = -1;
  if (dash != std::string::npos) {
    const auto read = std::from_chars(page.data() + dash + 1, page.data() + page.size(), offset);
    if (read.ptr != page.data() + page.size()) offset = -1;
  }
  const auto cursor = services->cursors->Find(page.substr(0, dash));
  if (cursor == nullptr || offset < 0) return Response::Error(lost);
  return ReadPage(services, call, cursor.get(), offset);
}

}  // namespace

Response RunSoql(Services* services, const Call& call, const std::string& text,
                 bool include_deleted) {
  auto query = soql::Parse(text);
  if (!query.ok()) return Response::Error(query.error());
  soql::CompileContext context;
  context.schema = &services->schema;
  context.query = text;
  context.now = services->Now();
  context.user_id = call.session.user_id;
  context.include_deleted = include_deleted;
  context.ensure_index = [services](const ObjectType& type, const Field& field) {
    services->store->EnsureIndex(type, field);
  };
  auto plan = soql::Compile(*query, &context);
  if (!plan.ok()) return Response::Error(plan.error());
  auto snapshot = soql::Snapshot::Begin(services->store.get());
  if (!snapshot.ok()) {
    return Response::Error({500,
                            "UNKNOWN_EXCEPTION",
                            text::InternalError(std::string(snapshot.status().message())),
                            {}});
  }
  const auto cursor = std::make_shared<soql::Cursor>(
      std::move(*snapshot), std::make_shared<const soql::Plan>(std::move(*plan)),
      &services->schema);
  return ReadPage(services, call, cursor.get(), 0);
}

void AddQueryRoutes(Services* services, Router* router) {
  for (const bool all : {false, true}) {
    const std::string path = all ? "/services/data/*/queryAll" : "/services/data/*/query";
    router->Add("GET", path, Access::kSession,
                [services, all](const Call& call) { return RunQuery(services, call, all); });
    router->Add("GET", path + "/*", Access::kSession,
                [services](const Call& call) { return ContinueQuery(services, call); });
  }
}

}  // namespace sfsim
