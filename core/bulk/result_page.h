// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/task.h"
#include "core/bulk/bulk_v2_job.h"
#include "core/http/http_client.h"
#include "core/operation/operation.h"
#include "core/rest/rest_download.h"

namespace sfconnector {

// The results of jobs of Bulk API 2.0: CSV that is read as it arrives.
// https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/query_get_job_results.htm

// Which page, and of what.
struct ResultPageRequest {
  BulkV2JobKind kind = BulkV2JobKind::kQuery;
  std::string job_id;
  // `results` of a query job; `successfulResults`, `failedResults` or `unprocessedrecords` of an
  // ingest job, which have one page.
  std::string resource = "results";
  // Where the page begins: a locator that Salesforce has named, or empty for the first page.
  std::string locator;
  // How many records the page may have; Salesforce decides where not set.
  std::optional<std::int64_t> max_records;
  // See HttpRequest::reply_watermark: less where a reader has several pages at once.
  std::size_t reply_watermark = std::size_t{128} * 1024;
};

// A page whose head has arrived. Destroying it ends its transfer.
struct ResultPage {
  std::unique_ptr<RestDownload> body;
  // Where the next page begins; empty on the last one.
  std::string next_locator;
  // How many records the page has, where Salesforce tells.
  std::optional<std::int64_t> number_of_records;
};

// Opens a page on a connection of its own (HttpLane::kStream): repeated, and with a new session,
// until its first byte is there. UNAVAILABLE with reason CORRUPT_REPLY where its head stays one
// that makes no sense, that of JSON for one; ABORTED (HTTP 409) where the job was created with
// another API version than the call's.
Task<absl::StatusOr<ResultPage>> OpenResultPage(OperationContext context,
                                                ResultPageRequest request);

// Whether `text` could be a locator: some visible characters that no URL gives a meaning.
bool LooksLikeLocator(absl::string_view text);

// Where pages begin that may be fetched at the same time, as resultPages lists them (API version
// 58.0 and later), up to five at once.
struct ResultPageList {
  std::vector<std::string> locators;
  // Where the list goes on; empty where this is its end.
  std::string next_locator;
};

// Reads a list. Links to anywhere but the results of the job are an error: the reply is corrupt.
absl::StatusOr<ResultPageList> ParseResultPages(absl::string_view json, absl::string_view job_id);

// Asks for the list, or for how it goes on at `locator`.
// https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/query_get_parallel_results.htm
Task<absl::StatusOr<ResultPageList>> ListResultPages(OperationContext context, std::string job_id,
                                                     std::string locator);

}  // namespace sfconnector
