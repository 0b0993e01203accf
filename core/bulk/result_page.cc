// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/result_page.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/rest/rest_client.h"

namespace sfconnector {
namespace {

// What Salesforce writes in place of the locator on the last page.
constexpr absl::string_view kNoLocator = "null";

absl::Status CorruptHead(absl::string_view what, absl::string_view job_id) {
  v1::SalesforceError detail;
  detail.set_job_id(std::string(job_id));
  detail.set_retryability(v1::RETRYABILITY_IF_IDEMPOTENT);
  absl::Status error =
      absl::UnavailableError(absl::StrCat("the results' header ", what, " cannot be read"));
  return WithReason(WithSalesforceError(std::move(error), detail), "CORRUPT_REPLY");
}

absl::StatusOr<ResultPage> ReadHead(std::unique_ptr<RestDownload> body, absl::string_view job_id) {
  ResultPage page;
  const absl::string_view locator = body->Header("sforce-locator");
  if (!locator.empty() && locator != kNoLocator) {
    if (!LooksLikeLocator(locator)) return CorruptHead("Sforce-Locator", job_id);
    page.next_locator = std::string(locator);
  }
  if (const absl::string_view number = body->Header("sforce-numberofrecords"); !number.empty()) {
    std::int64_t value = 0;
    if (!absl::SimpleAtoi(number, &value) || value < 0) {
      return CorruptHead("Sforce-NumberOfRecords", job_id);
    }
    page.number_of_records = value;
  }
  page.body = std::move(body);
  return page;
}

}  // namespace

Task<absl::StatusOr<ResultPage>> OpenResultPage(OperationContext context,
                                                ResultPageRequest request) {
  RestRequest rest("GET", BulkV2JobPath(request.kind, request.job_id, request.resource),
                   Effect::kNone);
  rest.headers.emplace_back("Accept", "text/csv");
  if (request.max_records) {
    rest.query.emplace_back("maxRecords", absl::StrCat(*request.max_records));
  }
  if (!request.locator.empty()) rest.query.emplace_back("locator", request.locator);
  rest.lane = HttpLane::kStream;
  rest.reply_watermark = request.reply_watermark;
  absl::StatusOr<std::unique_ptr<RestDownload>> body =
      co_await context.rest.Open(context.call, std::move(rest));
  if (!body.ok()) co_return body.status();
  absl::StatusOr<ResultPage> page = ReadHead(*std::move(body), request.job_id);
  co_return page;
}

bool LooksLikeLocator(absl::string_view text) {
  static constexpr std::size_t kMaxLength = 512;
  return !text.empty() && text.size() <= kMaxLength &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' ||
                  c == '+' || c == '/' || c == '=' || c == '.' || c == '~';
         });
}

}  // namespace sfconnector
