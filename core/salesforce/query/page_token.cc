// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/query/page_token.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/base/status.h"

namespace sfconnector {
namespace {

constexpr absl::string_view kFormat = "1";
constexpr std::size_t kMaxLocatorLength = 128;
constexpr std::size_t kMaxTokenLength = 65536;
constexpr char kSeparator = '\n';

bool IsVersion(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, "v") || !absl::ConsumeSuffix(&text, ".0")) return false;
  return !text.empty() && text.size() <= 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); });
}

bool IsLocator(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxLocatorLength &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
         });
}

bool IsColumn(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_';
  });
}

bool IsValid(const QueryLocator& locator) {
  const bool known = locator.resource == "query" || locator.resource == "queryAll";
  return known && IsVersion(locator.version) && IsLocator(locator.locator);
}

absl::Status InvalidToken() { return InvalidField("page_token", "was not made by this service"); }

}  // namespace

std::string QueryLocator::Path() const {
  return absl::StrCat("/services/data/", version, "/", resource, "/", locator);
}

absl::StatusOr<QueryLocator> ParseNextRecordsUrl(absl::string_view url) {
  std::vector<std::string> parts = absl::StrSplit(url, '/');
  const bool shaped =
      parts.size() == 6 && parts[0].empty() && parts[1] == "services" && parts[2] == "data";
  if (shaped) {
    QueryLocator locator{parts[3], parts[4], parts[5]};
    if (IsValid(locator)) return locator;
  }
  return absl::InternalError("Salesforce's nextRecordsUrl is not the path of a query page");
}

std::string EncodePageToken(const PageToken& token) {
  std::vector<std::string> lines = {std::string(kFormat), token.locator.version,
                                    token.locator.resource, token.locator.locator,
                                    absl::StrCat(static_cast<int>(token.encoding))};
  lines.insert(lines.end(), token.columns.begin(), token.columns.end());
  return absl::WebSafeBase64Escape(absl::StrJoin(lines, std::string(1, kSeparator)));
}

std::string RecordsTokenOf(absl::string_view next_records_url) {
  absl::StatusOr<QueryLocator> locator = ParseNextRecordsUrl(next_records_url);
  if (!locator.ok()) return {};
  PageToken token;
  token.locator = *std::move(locator);
  token.encoding = v1::ROW_ENCODING_RECORDS;
  return EncodePageToken(token);
}

absl::StatusOr<PageToken> DecodePageToken(absl::string_view text) {
  std::string plain;
  if (text.size() > kMaxTokenLength || !absl::WebSafeBase64Unescape(text, &plain))
    return InvalidToken();
  std::vector<std::string> lines = absl::StrSplit(plain, kSeparator);
  int encoding = 0;
  if (lines.size() < 5 || lines[0] != kFormat || !absl::SimpleAtoi(lines[4], &encoding) ||
      !v1::RowEncoding_IsValid(encoding)) {
    return InvalidToken();
  }
  PageToken token;
  token.locator = {lines[1], lines[2], lines[3]};
  token.encoding = static_cast<v1::RowEncoding>(encoding);
  token.columns.assign(std::make_move_iterator(lines.begin() + 5),
                       std::make_move_iterator(lines.end()));
  const bool columns_valid =
      std::all_of(token.columns.begin(), token.columns.end(),
                  [](const std::string& column) { return IsColumn(column); });
  if (!IsValid(token.locator) || !columns_valid) return InvalidToken();
  return token;
}

}  // namespace sfconnector
