// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/task.h"
#include "core/http/http_client.h"
#include "core/operation/operation.h"
#include "core/rest/rest_download.h"
#include "sfconnector/v1/bulk_batch.pb.h"

namespace sfconnector {

// Batches of jobs of Bulk API 1.0. Errors are those of RestClient::Send and RestClient::Open, and
// INVALID_ARGUMENT for ids that are none.

// What a batch takes: Salesforce counts 10 MB and 10,000,000 characters.
inline constexpr std::size_t kMaxClassicBatchBytes = 10'000'000;
inline constexpr std::size_t kMaxClassicBatchRecords = 10'000;

// The media type of a batch of a job with that `contentType`, such as `text/csv; charset=UTF-8` for
// `CSV`; empty where there is no such type.
absl::string_view ClassicMediaType(absl::string_view content_type);

// A batch that is told by its job's id and its own.
struct ClassicBatchId {
  std::string job_id;
  std::string batch_id;
};

// Makes the content of a batch from its beginning, for every time that it is sent.
using ClassicContent = std::function<std::unique_ptr<HttpBodySource>()>;

// A text as content, which all of what is made shares.
ClassicContent ClassicContentOf(std::string text);

// Adds a batch with that content, of that media type; never sent twice unless nothing was done.
Task<absl::StatusOr<v1::BulkBatch>> AddClassicBatch(OperationContext context, std::string job_id,
                                                    std::string media_type, ClassicContent content);

Task<absl::StatusOr<v1::BulkBatch>> GetClassicBatch(OperationContext context, ClassicBatchId id);

// All batches of a job, in Salesforce's order.
Task<absl::StatusOr<std::vector<v1::BulkBatch>>> ListClassicBatches(OperationContext context,
                                                                    std::string job_id);

// What the batch was added with.
Task<absl::StatusOr<std::unique_ptr<RestDownload>>> OpenClassicBatchRequest(
    OperationContext context, ClassicBatchId id);

// What became of the records of the batch, in the order of the upload; of a query, the ids of the
// files of its result.
Task<absl::StatusOr<std::unique_ptr<RestDownload>>> OpenClassicBatchResult(OperationContext context,
                                                                           ClassicBatchId id);

// A file of a query's result.
Task<absl::StatusOr<std::unique_ptr<RestDownload>>> OpenClassicQueryResult(OperationContext context,
                                                                           ClassicBatchId id,
                                                                           std::string result_id);

}  // namespace sfconnector
