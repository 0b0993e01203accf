// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/resumed_batch.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status.h"
#include "core/bulk/job_failure.h"
#include "core/bulk/row_error.h"
#include "core/bulk/spool_source.h"
#include "core/codec/csv_format.h"
#include "core/salesforce/ingest/classic_result_rows.h"
#include "core/salesforce/ingest/classic_results.h"

namespace sfconnector {
namespace {

// Reads the next row of a text that comes in pieces from `body`. With `whole`, the text ends where
// the body does; otherwise it breaks off there, and what it then has of a row is none.
template <class Rows, class Body>
Task<absl::StatusOr<bool>> NextRow(Rows& rows, Body& body, std::string& piece, bool whole,
                                   const std::string& job_id) {
  bool at_end = false;
  while (true) {
    absl::StatusOr<bool> read = rows.Next();
    if (!read.ok()) co_return BadResults("CORRUPT_REPLY", job_id, read.status().message());
    if (*read || at_end) co_return read;
    absl::StatusOr<std::optional<std::string>> next = co_await body.Read();
    if (!next.ok()) co_return next.status();
    if (next->has_value()) {
      piece = **std::move(next);
      rows.Feed(piece);
    } else {
      at_end = true;
      if (whole) rows.Finish();
    }
  }
}

}  // namespace

// The results of a batch, and what is said of rows that have none.
class ResumedBatch::Results {
 public:
  // `file` holds them as far as they came: up to the error `fetched`. Without a file no row has
  // one, for the reason `failure`.
  Results(const ClassicBatchId& id, const std::string& operation, std::shared_ptr<SpoolFile> file,
          absl::Status fetched, const absl::Status& failure)
      : id_(id), operation_(operation), why_(std::move(fetched)), whole_(why_.ok()) {
    if (file != nullptr) {
      body_ = MakeSpoolSource(std::move(file));
    } else {
      SayOfRest(v1::INGESTED_ROW_STATE_UNPROCESSED, failure);
    }
  }

  // What became of the next row of the batch. Errors are the spool's.
  Task<absl::StatusOr<v1::IngestedRow>> Next() {
    bool has_result = false;
    if (body_ != nullptr) {
      absl::StatusOr<bool> read = co_await Read();
      if (!read.ok()) co_return read.status();
      has_result = *read;
      if (!has_result) End();
    }
    if (!has_result) co_return rest_;
    v1::IngestedRow outcome;
    outcome.set_state(StateOfResult(results_, operation_));
    outcome.set_id(std::string(results_.id()));
    for (v1::RowError& error : ParseRowErrors(results_.error())) {
      *outcome.add_errors() = std::move(error);
    }
    co_return std::move(outcome);
  }

  // There are no more rows. Returns why some of them are unknown, if any is.
  Task<absl::Status> Finish() {
    if (body_ == nullptr) co_return why_;
    absl::StatusOr<bool> read = co_await Read();
    if (!read.ok()) co_return read.status();
    if (*read && why_.ok()) why_ = WrongCount("more");
    co_return why_;
  }

 private:
  // Results that make no sense end there.
  Task<absl::StatusOr<bool>> Read() {
    absl::StatusOr<bool> read = co_await NextRow(results_, *body_, piece_, whole_, id_.job_id);
    const bool malformed = !read.ok() && GetReason(read.status()) == "CORRUPT_REPLY";
    if (!malformed) co_return read;
    if (why_.ok()) why_ = read.status();
    co_return false;
  }

  void End() {
    body_.reset();
    if (why_.ok()) why_ = WrongCount("fewer");
    SayOfRest(v1::INGESTED_ROW_STATE_UNKNOWN, why_);
  }

  void SayOfRest(v1::IngestedRowState state, const absl::Status& why) {
    rest_.set_state(state);
    *rest_.add_errors() = ToRowError(why);
  }

  absl::Status WrongCount(absl::string_view which) const {
    return BadResults(
        "RECORD_COUNT", id_.job_id,
        absl::StrCat("there are ", which, " than the rows of the batch ", id_.batch_id));
  }

  const ClassicBatchId& id_;
  const std::string& operation_;
  absl::Status why_;  // why there are no more results than there are
  const bool whole_;
  std::unique_ptr<HttpBodySource> body_;  // null where there are no more
  std::string piece_;
  ClassicResultRows results_;
  v1::IngestedRow rest_;
};

ResumedBatch::ResumedBatch(OperationContext context, const v1::BulkBatch& batch,
                           const BatchFormat& format)
    : context_(context),
      id_{batch.job_id(), batch.id()},
      failure_(BatchFailure(batch)),
      has_results_(failure_.ok() || batch.number_records_processed() > 0),
      format_(format) {}

// The results are fetched before the rows: whoever holds one of the connection's streams while it
// waits for another one could wait for ever.
Task<absl::Status> ResumedBatch::ReadOnce(ResumedSink& sink) {
  has_all_rows_ = false;
  std::shared_ptr<SpoolFile> file;
  absl::Status fetched;
  if (has_results_) {
    absl::StatusOr<std::shared_ptr<SpoolFile>> created = co_await context_.spool->Create();
    if (!created.ok()) co_return created.status();
    file = *std::move(created);
    fetched = co_await FetchResults(*file);
    if (!fetched.ok() && EndsTelling(fetched, context_.call)) co_return fetched;
  }
  Results results(id_, format_.operation, std::move(file), std::move(fetched), failure_);
  absl::Status status = co_await Pair(results, sink);
  co_return status;
}

Task<absl::Status> ResumedBatch::FetchResults(SpoolFile& file) {
  ClassicBatchId id = id_;
  absl::StatusOr<std::unique_ptr<RestDownload>> body =
      co_await OpenClassicBatchResult(context_, std::move(id));
  if (!body.ok()) co_return body.status();
  while (true) {
    absl::StatusOr<std::optional<std::string>> piece = co_await (*body)->Read();
    if (!piece.ok()) co_return piece.status();
    if (!piece->has_value()) co_return absl::OkStatus();
    std::string bytes = **std::move(piece);
    absl::Status status = co_await file.Append(std::move(bytes));
    if (!status.ok()) co_return status;
  }
}

Task<absl::Status> ResumedBatch::Pair(Results& results, ResumedSink& sink) {
  ClassicBatchId id = id_;
  absl::StatusOr<std::unique_ptr<RestDownload>> body =
      co_await OpenClassicBatchRequest(context_, std::move(id));
  if (!body.ok()) co_return body.status();
  // The rows have no columns but those of the upload, as those that a job has not processed.
  ResultRows rows(ResultKind::kUnprocessed, CsvDelimiter::kComma, format_.columns);
  std::string piece;
  while (true) {
    absl::StatusOr<bool> read = co_await NextRow(rows, **body, piece, true, id_.job_id);
    if (!read.ok()) co_return read.status();
    if (!*read) break;
    absl::StatusOr<v1::IngestedRow> outcome = co_await results.Next();
    if (!outcome.ok()) co_return outcome.status();
    sink.Take(*std::move(outcome), rows);
    absl::Status status;
    if (sink.must_flush()) status = co_await sink.Flush();
    if (!status.ok()) co_return status;
  }
  has_all_rows_ = true;
  absl::Status status = co_await results.Finish();
  co_return status;
}

}  // namespace sfconnector
