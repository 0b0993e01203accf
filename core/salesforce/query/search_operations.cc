// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/query/search_operations.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/codec/proto_json.h"
#include "core/operation/send_for.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/query/query_request.h"
#include "core/salesforce/query/sosl_bind.h"
#include "core/soql/render_soql.h"

namespace sfconnector {
namespace {

// Below API version 37.0 the records stand without an object around them.
absl::Status DecodeSearch(const RestReply& reply, v1::SearchResponse& response) {
  const absl::string_view body = absl::StripLeadingAsciiWhitespace(reply.body);
  if (!absl::StartsWith(body, "[")) return JsonToMessage(body, UnknownKeys::kKeep, response);
  return JsonToField(body, UnknownKeys::kKeep, response,
                     v1::SearchResponse::descriptor()->FindFieldByName("search_records"));
}

absl::StatusOr<RestRequest> RenderSearch(const v1::SearchRequest& request) {
  if (request.sosl().empty()) return InvalidField("sosl", "is required");
  absl::StatusOr<std::string> sosl = BindSosl(request.sosl(), request.parameters());
  if (!sosl.ok()) return sosl.status();
  if (!FitsIntoUrl(*sosl)) {
    return InvalidField("sosl",
                        "is longer than Salesforce takes in a URL (16,384 bytes, percent-encoded)");
  }
  RestRequest rest("GET", "/services/data/{version}/search", Effect::kNone);
  rest.query.emplace_back("q", *std::move(sosl));
  return rest;
}

absl::StatusOr<RestRequest> RenderExplain(const v1::ExplainQueryRequest& request,
                                          const std::string& version) {
  absl::StatusOr<std::string> soql = RenderSoql(request.query(), request.parameters(), "query");
  if (!soql.ok()) return soql.status();
  return QueryRequestFor("query", "explain", *soql, version);
}

}  // namespace

Task<absl::StatusOr<v1::ExplainQueryResponse>> ExplainQuery(
    OperationContext context, const v1::ExplainQueryRequest& request) {
  return SendFor<v1::ExplainQueryResponse>(
      context, RenderExplain(request, context.rest.VersionOf(context.call)),
      [](const RestReply& reply, v1::ExplainQueryResponse& response) {
        return JsonToMessage(reply.body, UnknownKeys::kKeep, response);
      });
}

Task<absl::StatusOr<v1::SearchResponse>> Search(OperationContext context,
                                                const v1::SearchRequest& request) {
  return SendFor<v1::SearchResponse>(context, RenderSearch(request), &DecodeSearch);
}

}  // namespace sfconnector
