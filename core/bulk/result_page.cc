// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/result_page.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/rest/rest_client.h"

namespace sfconnector {
namespace {

// What Salesforce writes in place of the locator on the last page.
constexpr absl::string_view kNoLocator = "null";

// What stands in place of a page where somebody else has answered.
bool IsOtherThanCsv(absl::string_view content_type) {
  static constexpr absl::string_view kOthers[] = {"application/json", "application/xml", "text/xml",
                                                  "text/html"};
  return std::any_of(std::begin(kOthers), std::end(kOthers), [content_type](const auto& other) {
    return absl::StartsWithIgnoreCase(content_type, other);
  });
}

// Fills in what the head of a page says.
absl::Status ReadHead(const RestReply& reply, ResultPage& page) {
  if (IsOtherThanCsv(reply.Header("content-type"))) return absl::InternalError("it is no CSV");
  const absl::string_view locator = reply.Header("sforce-locator");
  page.next_locator = locator == kNoLocator ? std::string() : std::string(locator);
  if (!page.next_locator.empty() && !LooksLikeLocator(page.next_locator)) {
    return absl::InternalError("its Sforce-Locator is none");
  }
  page.number_of_records.reset();
  const absl::string_view number = reply.Header("sforce-numberofrecords");
  if (number.empty()) return absl::OkStatus();
  std::int64_t value = 0;
  if (!absl::SimpleAtoi(number, &value) || value < 0) {
    return absl::InternalError("its Sforce-NumberOfRecords is no number");
  }
  page.number_of_records = value;
  return absl::OkStatus();
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
  ResultPage page;
  rest.accept = [&page](const RestReply& reply) { return ReadHead(reply, page); };
  absl::StatusOr<std::unique_ptr<RestDownload>> body =
      co_await context.rest.Open(context.call, std::move(rest));
  if (!body.ok()) co_return body.status();
  page.body = *std::move(body);
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
