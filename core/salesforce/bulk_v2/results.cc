// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk_v2/results.h"

#include <optional>
#include <string>
#include <utility>

#include "core/base/status.h"
#include "core/bulk/bulk_v2_job.h"
#include "core/bulk/page_reader.h"
#include "core/codec/csv_format.h"
#include "core/codec/text_message.h"
#include "core/salesforce/bulk_v2/ingest_rows.h"

namespace sfconnector {
namespace {

constexpr std::size_t kMessageBytes = ResultPageReader::kReadBytes + kPageSpareBytes;

absl::StatusOr<std::string> ResourceOf(v1::IngestResults results) {
  switch (results) {
    case v1::INGEST_RESULTS_SUCCESSFUL:
      return std::string("successfulResults");
    case v1::INGEST_RESULTS_FAILED:
      return std::string("failedResults");
    case v1::INGEST_RESULTS_UNPROCESSED:
      return std::string("unprocessedrecords");
    default:
      return InvalidField("results", "is required: successful, failed or unprocessed");
  }
}

absl::StatusOr<ResultPageRequest> Render(const v1::GetIngestResultsRequest& request) {
  SFC_RETURN_IF_ERROR(RequireJobId(request.job_id(), "job_id"));
  absl::StatusOr<std::string> resource = ResourceOf(request.results());
  if (!resource.ok()) return resource.status();
  if (!v1::ResultFormat_IsValid(request.format())) return InvalidField("format", "is not known");
  ResultPageRequest page;
  page.kind = BulkV2JobKind::kIngest;
  page.job_id = request.job_id();
  page.resource = *std::move(resource);
  return page;
}

absl::StatusOr<ResultPageRequest> Render(const v1::GetQueryResultsRequest& request) {
  SFC_RETURN_IF_ERROR(RequireJobId(request.job_id(), "job_id"));
  ResultPageRequest page;
  page.job_id = request.job_id();
  if (!request.page_token().empty()) {
    if (!LooksLikeLocator(request.page_token())) {
      return InvalidField("page_token", "was not made by this service");
    }
    page.locator = request.page_token();
  }
  if (request.has_max_records()) {
    if (request.max_records() < 1) return InvalidField("max_records", "must be at least 1");
    page.max_records = request.max_records();
  }
  return page;
}

// Messages with the CSV of an ingest job's results.
Task<absl::Status> WriteCsv(ResultPageReader& reader,
                            Writer<v1::GetIngestResultsResponse>& writer) {
  while (true) {
    TextMessage message(v1::GetIngestResultsResponse::kCsvFieldNumber, kMessageBytes);
    absl::StatusOr<bool> more = co_await reader.Read(message.out());
    if (!more.ok()) co_return more.status();
    v1::GetIngestResultsResponse rest;
    if (!*more) rest.set_number_of_records(static_cast<std::int64_t>(reader.records()));
    absl::Status status =
        co_await writer.WriteEncoded(std::move(message).Encode(rest.SerializeAsString()));
    if (!status.ok() || !*more) co_return status;
  }
}

// The same as typed rows.
Task<absl::Status> WriteRows(ResultPageReader& reader, CsvDelimiter delimiter,
                             Writer<v1::GetIngestResultsResponse>& writer) {
  IngestRows rows(delimiter);
  std::string csv;
  while (true) {
    csv.clear();
    absl::StatusOr<bool> more = co_await reader.Read(csv);
    if (!more.ok()) co_return more.status();
    v1::GetIngestResultsResponse response;
    absl::Status status = *more ? rows.Take(csv, response) : rows.Finish(response);
    if (!status.ok()) co_return status;
    if (!*more) response.set_number_of_records(static_cast<std::int64_t>(reader.records()));
    status = co_await writer.Write(response);
    if (!status.ok() || !*more) co_return status;
  }
}

// What stands between the fields of an ingest job's CSV.
Task<absl::StatusOr<CsvDelimiter>> DelimiterOf(OperationContext context, std::string job_id) {
  absl::StatusOr<v1::BulkV2Job> job =
      co_await GetBulkV2Job(context, BulkV2JobKind::kIngest, std::move(job_id));
  if (!job.ok()) co_return job.status();
  if (job->column_delimiter().empty()) co_return CsvDelimiter::kComma;
  const std::optional<CsvDelimiter> delimiter = CsvDelimiterOf(job->column_delimiter());
  if (!delimiter) co_return absl::InternalError("the job has a delimiter that is not known");
  co_return *delimiter;
}

}  // namespace

Task<absl::Status> GetIngestResults(OperationContext context,
                                    const v1::GetIngestResultsRequest& request,
                                    Writer<v1::GetIngestResultsResponse>& writer) {
  absl::StatusOr<ResultPageRequest> page = Render(request);
  if (!page.ok()) co_return page.status();
  const bool as_rows = request.format() == v1::RESULT_FORMAT_ROWS;
  absl::StatusOr<CsvDelimiter> delimiter = CsvDelimiter::kComma;
  if (as_rows) delimiter = co_await DelimiterOf(context, request.job_id());
  if (!delimiter.ok()) co_return delimiter.status();
  ResultPageReader reader(context, *std::move(page), /*with_header=*/true);
  absl::Status status = co_await reader.Open();
  if (!status.ok()) co_return status;
  if (as_rows) {
    status = co_await WriteRows(reader, *delimiter, writer);
  } else {
    status = co_await WriteCsv(reader, writer);
  }
  co_return status;
}

Task<absl::Status> GetQueryResults(OperationContext context,
                                   const v1::GetQueryResultsRequest& request,
                                   Writer<v1::GetQueryResultsResponse>& writer) {
  absl::StatusOr<ResultPageRequest> page = Render(request);
  if (!page.ok()) co_return page.status();
  ResultPageReader reader(context, *std::move(page),
                          /*with_header=*/request.page_token().empty());
  absl::Status status = co_await reader.Open();
  if (!status.ok()) co_return status;
  v1::GetQueryResultsResponse head;
  head.set_next_page_token(reader.next_locator());
  if (reader.number_of_records()) head.set_number_of_records(*reader.number_of_records());
  std::string rest = head.SerializeAsString();
  bool first = true;
  while (true) {
    TextMessage message(v1::GetQueryResultsResponse::kCsvFieldNumber, kMessageBytes);
    absl::StatusOr<bool> more = co_await reader.Read(message.out());
    if (!more.ok()) co_return more.status();
    if (!*more && !first) co_return absl::OkStatus();
    status = co_await writer.WriteEncoded(std::move(message).Encode(rest));
    if (!status.ok() || !*more) co_return status;
    rest.clear();
    first = false;
  }
}

}  // namespace sfconnector
