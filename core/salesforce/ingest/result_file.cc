// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/result_file.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/result_page.h"

namespace sfconnector {
namespace {

// Passes the rows that were fed on, and counts them.
Task<absl::Status> PassOn(ResultKind kind, ResultRows& rows, ResultSink& sink,
                          const std::string& job_id, std::int64_t& count) {
  while (true) {
    absl::StatusOr<bool> read = rows.Next();
    if (!read.ok()) co_return BadResults("CORRUPT_REPLY", job_id, read.status().message());
    if (!*read) co_return absl::OkStatus();
    ++count;
    sink.Take(kind, rows);
    absl::Status status;
    if (sink.must_flush()) status = co_await sink.Flush();
    if (!status.ok()) co_return status;
  }
}

// Reads one page of the results.
Task<absl::Status> ReadPage(ResultPage& page, const ResultFile& file, ResultSink& sink) {
  ResultRows rows(file.kind, file.delimiter, file.columns);
  std::int64_t count = 0;
  while (true) {
    absl::StatusOr<std::optional<std::string>> piece = co_await page.body->Read();
    if (!piece.ok()) co_return piece.status();
    if (!piece->has_value()) break;
    rows.Feed(**piece);
    absl::Status status = co_await PassOn(file.kind, rows, sink, file.job_id, count);
    if (!status.ok()) co_return status;
  }
  rows.Finish();
  absl::Status status = co_await PassOn(file.kind, rows, sink, file.job_id, count);
  if (status.ok() && count != page.number_of_records.value_or(count)) {
    status = BadResults("RECORD_COUNT", file.job_id,
                        absl::StrCat("they have ", count, " rows where ", *page.number_of_records,
                                     " were announced"));
  }
  co_return status;
}

}  // namespace

absl::Status BadResults(absl::string_view reason, absl::string_view job_id, absl::string_view why) {
  v1::SalesforceError detail;
  detail.set_retryability(v1::RETRYABILITY_IF_IDEMPOTENT);
  detail.set_job_id(std::string(job_id));
  absl::Status error =
      absl::DataLossError(absl::StrCat("the results of the job ", job_id, ": ", why));
  return WithReason(WithSalesforceError(std::move(error), detail), reason);
}

Task<absl::Status> ReadResultFile(OperationContext context, ResultFile file, ResultSink& sink) {
  ResultPageRequest request;
  request.kind = BulkV2JobKind::kIngest;
  request.job_id = file.job_id;
  request.resource = std::string(ResourceOf(file.kind));
  while (true) {
    absl::StatusOr<ResultPage> page = co_await OpenResultPage(context, request);
    if (!page.ok()) co_return page.status();
    absl::Status status = co_await ReadPage(*page, file, sink);
    if (!status.ok()) co_return status;
    if (page->next_locator.empty()) break;
    request.locator = page->next_locator;
  }
  absl::Status status = co_await sink.Flush();
  co_return status;
}

v1::IngestedRowState StateOf(ResultKind kind, bool created, const std::string& operation) {
  if (kind == ResultKind::kFailed) return v1::INGESTED_ROW_STATE_FAILED;
  if (kind == ResultKind::kUnprocessed) return v1::INGESTED_ROW_STATE_UNPROCESSED;
  if (operation == "delete" || operation == "hardDelete") return v1::INGESTED_ROW_STATE_DELETED;
  return created ? v1::INGESTED_ROW_STATE_CREATED : v1::INGESTED_ROW_STATE_UPDATED;
}

}  // namespace sfconnector
