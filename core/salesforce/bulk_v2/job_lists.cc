// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk_v2/job_lists.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/bulk/bulk_v2_job.h"
#include "core/codec/proto_json.h"
#include "core/operation/send_for.h"
#include "core/rest/rest_client.h"

namespace sfconnector {
namespace {

constexpr char kQueryLocator[] = "queryLocator";

// Such as `01gRM000000NS1vYAG-1000`.
bool LooksLikeQueryLocator(absl::string_view text) {
  static constexpr std::size_t kMaxLength = 128;
  return !text.empty() && text.size() <= kMaxLength &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
         });
}

// The locator that `/services/data/v66.0/jobs/ingest?queryLocator=…` names. The path is not looked
// at: Salesforce has been seen to name that of the other kind.
absl::StatusOr<std::string> TokenOf(absl::string_view next_records_url) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(next_records_url, absl::MaxSplits('?', 1));
  for (absl::string_view parameter : absl::StrSplit(parts.second, '&')) {
    if (!absl::ConsumePrefix(&parameter, kQueryLocator)) continue;
    if (!absl::ConsumePrefix(&parameter, "=") || !LooksLikeQueryLocator(parameter)) break;
    return std::string(parameter);
  }
  return absl::InternalError("`nextRecordsUrl` leads to no page of the list");
}

// What both lists can be asked for.
template <class Request>
absl::StatusOr<RestRequest> Render(BulkV2JobKind kind, const Request& request) {
  RestRequest rest("GET", BulkV2JobsPath(kind), Effect::kNone);
  if (!request.job_type().empty()) rest.query.emplace_back("jobType", request.job_type());
  if (request.has_is_pk_chunking_enabled()) {
    rest.query.emplace_back("isPkChunkingEnabled",
                            request.is_pk_chunking_enabled() ? "true" : "false");
  }
  if (!request.page_token().empty()) {
    if (!LooksLikeQueryLocator(request.page_token())) {
      return InvalidField("page_token", "was not made by this service");
    }
    rest.query.emplace_back(kQueryLocator, request.page_token());
  }
  return rest;
}

template <class Response>
absl::Status Decode(const RestReply& reply, Response& response) {
  SFC_RETURN_IF_ERROR(JsonToMessage(reply.body, UnknownKeys::kKeep, response));
  if (!response.done() && response.next_records_url().empty()) {
    return absl::InternalError("the list is not done, but does not go on");
  }
  response.clear_next_page_token();
  if (response.done()) return absl::OkStatus();
  absl::StatusOr<std::string> token = TokenOf(response.next_records_url());
  if (!token.ok()) return token.status();
  response.set_next_page_token(*std::move(token));
  return absl::OkStatus();
}

}  // namespace

Task<absl::StatusOr<v1::ListIngestJobsResponse>> ListIngestJobs(
    OperationContext context, const v1::ListIngestJobsRequest& request) {
  return SendFor<v1::ListIngestJobsResponse>(context, Render(BulkV2JobKind::kIngest, request),
                                             &Decode<v1::ListIngestJobsResponse>);
}

Task<absl::StatusOr<v1::ListQueryJobsResponse>> ListQueryJobs(
    OperationContext context, const v1::ListQueryJobsRequest& request) {
  absl::StatusOr<RestRequest> rest = Render(BulkV2JobKind::kQuery, request);
  if (rest.ok() && !request.concurrency_mode().empty()) {
    rest->query.emplace_back("concurrencyMode", request.concurrency_mode());
  }
  return SendFor<v1::ListQueryJobsResponse>(context, std::move(rest),
                                            &Decode<v1::ListQueryJobsResponse>);
}

}  // namespace sfconnector
