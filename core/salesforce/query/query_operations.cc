// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/query/query_operations.h"

#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/status.h"
#include "core/codec/page_decoder.h"
#include "core/salesforce/query/page_token.h"
#include "core/salesforce/query/query_request.h"
#include "core/salesforce/query/search_operations.h"
#include "core/salesforce/query/select_list.h"
#include "core/salesforce/query/stream_query.h"
#include "core/soql/render_soql.h"
#include "sfconnector/v1/query_service.pb.h"

namespace sfconnector {
namespace {

// What a page is asked for with, and how it is to be read.
struct PagePlan {
  RestRequest request;
  v1::RowEncoding encoding;
  SelectedColumns selected;
};

absl::StatusOr<PagePlan> PlanFirstPage(const v1::QueryRequest& request,
                                       const std::string& version) {
  absl::StatusOr<std::string> soql = RenderSoql(request.soql(), request.parameters());
  if (!soql.ok()) return soql.status();
  absl::StatusOr<RestRequest> rest =
      FirstPageRequest(*soql, request.page_size(), request.include_deleted(), version);
  if (!rest.ok()) return rest.status();
  absl::StatusOr<v1::RowEncoding> encoding = ChooseEncoding(request.encoding());
  if (!encoding.ok()) return encoding.status();
  return PagePlan{*std::move(rest), *encoding, ParseSelectList(*soql)};
}

absl::StatusOr<PagePlan> PlanNextPage(const v1::QueryRequest& request) {
  absl::StatusOr<PageToken> token = DecodePageToken(request.page_token());
  if (!token.ok()) return token.status();
  const bool same =
      request.encoding() == v1::ROW_ENCODING_UNSPECIFIED || request.encoding() == token->encoding;
  if (!same) return InvalidField("encoding", "is not the one of the page before");
  PagePlan plan{RestRequest("GET", token->locator.Path(), Effect::kNone), token->encoding, {}};
  plan.selected.columns = std::move(token->columns);
  return plan;
}

// The token for the page at `next_records_url`; empty where there is none.
absl::StatusOr<std::string> TokenFor(const std::string& next_records_url, v1::RowEncoding encoding,
                                     const std::vector<std::string>& columns) {
  if (next_records_url.empty()) return std::string();
  absl::StatusOr<QueryLocator> locator = ParseNextRecordsUrl(next_records_url);
  if (!locator.ok()) return locator.status();
  return EncodePageToken({*std::move(locator), encoding, columns});
}

const SelectedColumns* FindChild(const SelectedColumns& selected,
                                 const std::vector<ChildStep>& path) {
  const SelectedColumns* at = &selected;
  for (const ChildStep& step : path) {
    const SelectedColumns* found = nullptr;
    for (const SelectedColumns::Child& child : at->children) {
      if (child.relationship == step.relationship) found = &child.selected;
    }
    if (found == nullptr) return nullptr;
    at = found;
  }
  return at;
}

absl::Status AddChildPages(const DecodedPage& page, const PagePlan& plan,
                           v1::QueryResponse& response) {
  for (const ChildSet& set : page.continued) {
    const SelectedColumns* selected = FindChild(plan.selected, set.path);
    absl::StatusOr<std::string> token =
        TokenFor(set.next_records_url, plan.encoding,
                 selected == nullptr ? std::vector<std::string>() : selected->columns);
    if (!token.ok()) return token.status();
    v1::ChildPage& child = *response.add_child_pages();
    child.set_page_token(*std::move(token));
    for (const ChildStep& step : set.path) {
      v1::ChildStep& added = *child.add_path();
      added.set_row(step.row);
      added.set_relationship(step.relationship);
    }
  }
  return absl::OkStatus();
}

absl::Status DecodePage(std::string body, const PagePlan& plan, v1::QueryResponse& response) {
  response.Clear();
  PageFormat format;
  format.encoding = plan.encoding;
  format.message_bytes = std::numeric_limits<std::size_t>::max();
  format.token_of = [&plan](absl::string_view url) {
    return TokenFor(std::string(url), plan.encoding, {}).value_or(std::string());
  };
  PageDecoder decoder(format, plan.selected);
  absl::StatusOr<DecodedPage> page = decoder.DecodePage(std::move(body));
  if (!page.ok()) return page.status();
  if (std::optional<std::string> rest = decoder.Finish())
    page->messages.push_back(*std::move(rest));
  for (const std::string& message : page->messages) {
    if (!response.MergeFromString(message))
      return absl::InternalError("a decoded page is no valid message");
  }
  response.set_total_size(page->total_size);
  response.set_done(page->done);
  absl::StatusOr<std::string> token =
      TokenFor(page->next_records_url, plan.encoding, plan.selected.columns);
  if (!token.ok()) return token.status();
  response.set_next_page_token(*std::move(token));
  return AddChildPages(*page, plan, response);
}

Task<absl::StatusOr<v1::QueryResponse>> Query(OperationContext context,
                                              const v1::QueryRequest& request) {
  const std::string version = context.rest.VersionOf(context.call);
  absl::StatusOr<PagePlan> plan =
      request.page_token().empty() ? PlanFirstPage(request, version) : PlanNextPage(request);
  if (!plan.ok()) co_return plan.status();
  v1::QueryResponse response;
  RestRequest rest = plan->request;
  rest.accept = [&response, &plan](RestReply& reply) {
    return DecodePage(std::move(reply.body), *plan, response);
  };
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, std::move(rest));
  if (!reply.ok()) co_return reply.status();
  co_return response;
}

}  // namespace

void AddQueryFamily(Registry& registry) {
  registry.AddService(v1::QueryRequest::descriptor()->file()->FindServiceByName("QueryService"));
  registry.Implement("sfconnector.v1.QueryService/Query", &Query);
  registry.Implement("sfconnector.v1.QueryService/StreamQuery", &StreamQuery);
  registry.Implement("sfconnector.v1.QueryService/ExplainQuery", &ExplainQuery);
  registry.Implement("sfconnector.v1.QueryService/Search", &Search);
}

}  // namespace sfconnector
