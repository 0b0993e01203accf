// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sfconnector/v1/query_service.pb.h"

namespace sfconnector {

// Where a query goes on: Salesforce's query locator, as `nextRecordsUrl` holds it. Its parts are
// checked for their shape, so that a token cannot lead a request anywhere else.
struct QueryLocator {
  std::string version;   // "v59.0"
  std::string resource;  // "query" or "queryAll"
  std::string locator;   // "01g…-2000"

  // The path of the page.
  std::string Path() const;
};

// Reads `/services/data/v59.0/query/01g…-2000`. INTERNAL where Salesforce sends something else.
absl::StatusOr<QueryLocator> ParseNextRecordsUrl(absl::string_view url);

// All that any replica needs to answer with the next page.
struct PageToken {
  QueryLocator locator;
  v1::RowEncoding encoding = v1::ROW_ENCODING_UNSPECIFIED;
  std::vector<std::string> columns;  // for encoding ROWS
};

std::string EncodePageToken(const PageToken& token);

// The token with which QueryService.Query reads on in encoding RECORDS; empty where the URL leads
// to no page.
std::string RecordsTokenOf(absl::string_view next_records_url);

// INVALID_ARGUMENT where `text` was not made by EncodePageToken.
absl::StatusOr<PageToken> DecodePageToken(absl::string_view text);

}  // namespace sfconnector
