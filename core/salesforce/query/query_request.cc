// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/query/query_request.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/http/url.h"

namespace sfconnector {
namespace {

constexpr std::size_t kMaxSoqlLength = 100000;
// Salesforce takes URIs of up to 16,384 bytes; the rest is for the host and the path.
constexpr std::size_t kMaxEncodedSoqlLength = 16000;
constexpr int kMinPageSize = 200;
constexpr int kMaxPageSize = 2000;

}  // namespace

absl::StatusOr<std::string> RenderSoql(const std::string& soql, const BindParameters& parameters) {
  if (soql.empty()) return InvalidField("soql", "is required");
  absl::StatusOr<std::string> bound = BindSoql(soql, parameters);
  if (!bound.ok()) return bound.status();
  if (bound->size() > kMaxSoqlLength) {
    return InvalidField("soql",
                        absl::StrCat("has ", bound->size(), " characters; Salesforce takes up to ",
                                     kMaxSoqlLength));
  }
  return bound;
}

absl::StatusOr<RestRequest> FirstPageRequest(const std::string& soql, int page_size) {
  if (PercentEncodeQuery(soql).size() > kMaxEncodedSoqlLength) {
    return InvalidField("soql",
                        "is longer than Salesforce takes in a URL (16,384 bytes, percent-encoded)");
  }
  RestRequest request("GET", "/services/data/{version}/query", Effect::kNone);
  request.query.emplace_back("q", soql);
  if (page_size == 0) return request;
  if (page_size < kMinPageSize || page_size > kMaxPageSize) {
    return InvalidField("page_size",
                        absl::StrCat("must be 0 or from ", kMinPageSize, " to ", kMaxPageSize));
  }
  request.headers.emplace_back("Sforce-Query-Options", absl::StrCat("batchSize=", page_size));
  return request;
}

absl::StatusOr<v1::RowEncoding> ChooseEncoding(v1::RowEncoding encoding) {
  if (encoding == v1::ROW_ENCODING_UNSPECIFIED) return v1::ROW_ENCODING_ROWS;
  if (!v1::RowEncoding_IsValid(encoding)) return InvalidField("encoding", "is not known");
  return encoding;
}

}  // namespace sfconnector
