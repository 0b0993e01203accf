// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/query/query_request.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/http/url.h"
#include "core/salesforce/query/composite_detour.h"

namespace sfconnector {
namespace {

constexpr std::size_t kMaxSoqlLength = 100000;
// Salesforce takes URIs of up to 16,384 bytes; the rest is for the host and the path.
constexpr std::size_t kMaxEncodedLength = 16000;
constexpr int kMinPageSize = 200;
constexpr int kMaxPageSize = 2000;

std::size_t CountCharacters(absl::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

}  // namespace

bool FitsIntoUrl(const std::string& text) {
  return PercentEncodeQuery(text).size() <= kMaxEncodedLength;
}

absl::StatusOr<std::string> RenderSoql(const std::string& soql, const BindParameters& parameters,
                                       absl::string_view field) {
  if (soql.empty()) return InvalidField(field, "is required");
  absl::StatusOr<std::string> bound = BindSoql(soql, parameters, field);
  if (!bound.ok()) return bound.status();
  const std::size_t length = CountCharacters(*bound);
  if (length > kMaxSoqlLength) {
    return InvalidField(field, absl::StrCat("has ", length, " characters; Salesforce takes up to ",
                                            kMaxSoqlLength));
  }
  return bound;
}

RestRequest QueryRequestFor(const std::string& resource, const std::string& name,
                            const std::string& soql, const std::string& version,
                            HttpHeaders headers) {
  RestRequest request("GET", absl::StrCat("/services/data/{version}/", resource), Effect::kNone);
  request.query.emplace_back(name, soql);
  request.headers = std::move(headers);
  return FitsIntoUrl(soql) ? request : ThroughComposite(request, version);
}

absl::StatusOr<RestRequest> FirstPageRequest(const std::string& soql, int page_size,
                                             bool include_deleted, const std::string& version) {
  if (page_size != 0 && (page_size < kMinPageSize || page_size > kMaxPageSize)) {
    return InvalidField("page_size",
                        absl::StrCat("must be 0 or from ", kMinPageSize, " to ", kMaxPageSize));
  }
  HttpHeaders headers;
  if (page_size != 0) {
    headers.emplace_back("Sforce-Query-Options", absl::StrCat("batchSize=", page_size));
  }
  return QueryRequestFor(include_deleted ? "queryAll" : "query", "q", soql, version,
                         std::move(headers));
}

absl::StatusOr<v1::RowEncoding> ChooseEncoding(v1::RowEncoding encoding) {
  if (encoding == v1::ROW_ENCODING_UNSPECIFIED) return v1::ROW_ENCODING_ROWS;
  if (!v1::RowEncoding_IsValid(encoding)) return InvalidField("encoding", "is not known");
  return encoding;
}

}  // namespace sfconnector
