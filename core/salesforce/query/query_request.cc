// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/query/query_request.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/http/url.h"
#include "core/salesforce/query/composite_detour.h"

namespace sfconnector {
namespace {

// Salesforce takes URIs of up to 16,384 bytes; the rest is for the host and the path.
constexpr std::size_t kMaxEncodedLength = 16000;
constexpr int kMinPageSize = 200;
constexpr int kMaxPageSize = 2000;

}  // namespace

bool FitsIntoUrl(const std::string& text) {
  return PercentEncodeQuery(text).size() <= kMaxEncodedLength;
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
