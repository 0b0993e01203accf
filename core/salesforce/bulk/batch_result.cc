// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk/batch_result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/classic_batch.h"
#include "core/salesforce/bulk/chunk_writer.h"
#include "core/salesforce/bulk/peeked_download.h"
#include "core/salesforce/bulk/result_ids.h"
#include "core/salesforce/bulk/result_join.h"
#include "core/salesforce/bulk/row_results.h"

namespace sfconnector {
namespace {

// Enough to see what a result is, and to know one without records.
constexpr std::size_t kPeekBytes = 1024;
// A list of 15 files is far shorter.
constexpr std::size_t kMaxListBytes = std::size_t{256} * 1024;
// Salesforce's words in place of a file without records.
constexpr absl::string_view kNoRecords = "Records not found for this query";

absl::Status Unreadable(const absl::Status& why) {
  v1::SalesforceError detail;
  detail.set_retryability(v1::RETRYABILITY_IF_IDEMPOTENT);
  absl::Status error = absl::UnavailableError(
      absl::StrCat("Salesforce's reply cannot be read: the result ", why.message()));
  return WithReason(WithSalesforceError(std::move(error), detail), "CORRUPT_REPLY");
}

absl::Status NoRowResults() {
  absl::Status error = absl::FailedPreconditionError(
      "the batch is one of a query, which has rows and no results of records");
  return WithReason(std::move(error), "NO_ROW_RESULTS");
}

// Passes the body on as it is.
template <class Message>
Task<absl::Status> PassOn(PeekedDownload& download, Writer<Message>& writer) {
  ChunkWriter<Message> chunks(writer);
  chunks.head().set_content_type(std::string(download.content_type()));
  while (true) {
    absl::StatusOr<std::optional<std::string>> piece = co_await download.Read();
    if (!piece.ok()) co_return piece.status();
    if (!piece->has_value()) break;
    absl::Status written = co_await chunks.Write(**piece);
    if (!written.ok()) co_return written;
  }
  absl::Status finished = co_await chunks.Finish();
  co_return finished;
}

// Passes the results on as messages.
Task<absl::Status> PassOnTyped(PeekedDownload& download,
                               Writer<v1::GetBatchResultResponse>& writer) {
  const std::unique_ptr<RowResultReader> reader = MakeRowResultReader(download.content_type());
  v1::GetBatchResultResponse message;
  message.set_content_type(std::string(download.content_type()));
  std::int64_t first_row = 0;
  for (bool more = true, begun = false; more;) {
    absl::StatusOr<std::optional<std::string>> piece = co_await download.Read();
    if (!piece.ok()) co_return piece.status();
    more = piece->has_value();
    v1::BulkRowResults& results = *message.mutable_results();
    absl::Status read = more ? reader->Feed(**piece, results) : reader->Finish(results);
    if (!read.ok()) co_return Unreadable(read);
    if (results.results().empty() && (more || begun)) continue;
    results.set_first_row(first_row);
    first_row += results.results_size();
    absl::Status written = co_await writer.Write(message);
    if (!written.ok()) co_return written;
    message.Clear();
    begun = true;
  }
  co_return absl::OkStatus();
}

// The files of a query's result on their way to the caller.
class QueryFiles {
 public:
  // All outlive it.
  QueryFiles(OperationContext context, const ClassicBatchId& id,
             Writer<v1::GetBatchResultResponse>& writer)
      : context_(context), id_(id), chunks_(writer) {}

  Task<absl::Status> PassOnAll(const std::vector<std::string>& result_ids) {
    for (const std::string& id : result_ids) chunks_.head().add_result_ids(id);
    for (const std::string& id : result_ids) {
      absl::Status passed = co_await PassOnFile(id, result_ids.size() > 1);
      if (!passed.ok()) co_return passed;
    }
    std::string rest;
    absl::Status finished = join_ == nullptr ? absl::OkStatus() : join_->Finish(rest);
    if (!finished.ok()) co_return Unreadable(finished);
    absl::Status written = co_await chunks_.Write(rest);
    if (!written.ok()) co_return written;
    absl::Status ended = co_await chunks_.Finish();
    co_return ended;
  }

 private:
  Task<absl::Status> PassOnFile(const std::string& result_id, bool joined) {
    absl::StatusOr<std::unique_ptr<RestDownload>> opened =
        co_await OpenClassicQueryResult(context_, id_, result_id);
    if (!opened.ok()) co_return opened.status();
    PeekedDownload download(*std::move(opened));
    absl::Status peeked = co_await download.Peek(kPeekBytes);
    if (!peeked.ok()) co_return peeked;
    if (download.whole() && IsNoRecords(download.peeked())) co_return absl::OkStatus();
    if (!typed_) chunks_.head().set_content_type(std::string(download.content_type()));
    typed_ = true;
    if (joined && join_ == nullptr) join_ = MakeResultJoin(download.content_type());
    absl::Status passed = co_await PassOnBody(download);
    co_return passed;
  }

  Task<absl::Status> PassOnBody(PeekedDownload& download) {
    for (bool more = true; more;) {
      absl::StatusOr<std::optional<std::string>> piece = co_await download.Read();
      if (!piece.ok()) co_return piece.status();
      more = piece->has_value();
      absl::Status joined = Join(*piece);
      if (!joined.ok()) co_return Unreadable(joined);
      absl::Status written = co_await chunks_.Write(out_);
      if (!written.ok()) co_return written;
    }
    co_return absl::OkStatus();
  }

  absl::Status Join(std::optional<std::string>& piece) {
    out_.clear();
    if (join_ != nullptr) return piece ? join_->Feed(*piece, out_) : join_->EndFile(out_);
    if (piece) out_ = *std::move(piece);
    return absl::OkStatus();
  }

  static bool IsNoRecords(absl::string_view body) {
    return absl::StripAsciiWhitespace(body) == kNoRecords;
  }

  const OperationContext context_;
  const ClassicBatchId& id_;
  ChunkWriter<v1::GetBatchResultResponse> chunks_;
  std::unique_ptr<ResultJoin> join_;  // where there are several
  bool typed_ = false;                // the media type was told
  std::string out_;
};

Task<absl::Status> PassOnResult(OperationContext context, const v1::GetBatchResultRequest& request,
                                const ClassicBatchId& id,
                                Writer<v1::GetBatchResultResponse>& writer) {
  absl::StatusOr<std::unique_ptr<RestDownload>> opened =
      co_await OpenClassicBatchResult(context, id);
  if (!opened.ok()) co_return opened.status();
  PeekedDownload download(*std::move(opened));
  absl::Status peeked = co_await download.Peek(kPeekBytes);
  if (!peeked.ok()) co_return peeked;
  if (IsResultIdList(download.peeked())) {
    if (request.typed()) co_return NoRowResults();
    absl::StatusOr<std::string> list = co_await download.ReadAll(kMaxListBytes);
    if (!list.ok()) co_return list.status();
    absl::StatusOr<std::vector<std::string>> result_ids = ReadResultIds(*list);
    if (!result_ids.ok()) co_return Unreadable(result_ids.status());
    QueryFiles files(context, id, writer);
    absl::Status passed = co_await files.PassOnAll(*result_ids);
    co_return passed;
  }
  if (request.typed()) {
    absl::Status passed = co_await PassOnTyped(download, writer);
    co_return passed;
  }
  absl::Status passed = co_await PassOn(download, writer);
  co_return passed;
}

}  // namespace

Task<absl::Status> GetBatchRequest(OperationContext context,
                                   const v1::GetBatchRequestRequest& request,
                                   Writer<v1::GetBatchRequestResponse>& writer) {
  ClassicBatchId id{request.job_id(), request.batch_id()};
  absl::StatusOr<std::unique_ptr<RestDownload>> opened =
      co_await OpenClassicBatchRequest(context, id);
  if (!opened.ok()) co_return opened.status();
  PeekedDownload download(*std::move(opened));
  absl::Status passed = co_await PassOn(download, writer);
  co_return passed;
}

Task<absl::Status> GetBatchResult(OperationContext context,
                                  const v1::GetBatchResultRequest& request,
                                  Writer<v1::GetBatchResultResponse>& writer) {
  const ClassicBatchId id{request.job_id(), request.batch_id()};
  if (request.result_id().empty()) {
    absl::Status passed = co_await PassOnResult(context, request, id, writer);
    co_return passed;
  }
  if (request.typed()) co_return NoRowResults();
  std::vector<std::string> one = {request.result_id()};
  QueryFiles files(context, id, writer);
  absl::Status passed = co_await files.PassOnAll(one);
  co_return passed;
}

}  // namespace sfconnector
