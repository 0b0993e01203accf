// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/classic_results.h"

#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/bulk/row_error.h"
#include "core/rest/rest_download.h"
#include "core/salesforce/ingest/result_file.h"

namespace sfconnector {
namespace {

// The results of a batch: one for each of its rows.
class BatchResults {
 public:
  BatchResults(ClassicBatchId id, const std::string& operation, BatchRows& rows,
               SpooledOutcomes& outcomes)
      : id_(std::move(id)), operation_(operation), rows_(rows), outcomes_(outcomes) {}

  void Feed(absl::string_view chunk) { results_.Feed(chunk); }
  void Finish() { results_.Finish(); }

  // Tells the rows that were fed.
  Task<absl::Status> Tell() {
    while (true) {
      absl::StatusOr<bool> read = results_.Next();
      if (!read.ok()) co_return BadResults("CORRUPT_REPLY", id_.job_id, read.status().message());
      if (!*read) co_return absl::OkStatus();
      absl::Status status = TellRow();
      if (status.ok() && outcomes_.must_flush()) status = co_await outcomes_.Flush();
      if (!status.ok()) co_return status;
    }
  }

  // Whether there was one for each row.
  absl::Status Reconcile() const {
    return rows_.told == rows_.count ? absl::OkStatus() : WrongCount("fewer");
  }

 private:
  absl::Status WrongCount(absl::string_view which) const {
    return BadResults("RECORD_COUNT", id_.job_id,
                      absl::StrCat("there are ", which, " than the ", rows_.count,
                                   " rows of the batch ", id_.batch_id));
  }

  absl::Status TellRow() {
    if (rows_.told == rows_.count) return WrongCount("more");
    v1::IngestedRow* const row = outcomes_.Add(StateOfResult(results_, operation_));
    const std::int64_t ordinal = rows_.first + rows_.told++;
    if (row == nullptr) return absl::OkStatus();
    row->set_row(ordinal);
    row->set_id(std::string(results_.id()));
    for (v1::RowError& error : ParseRowErrors(results_.error())) {
      *row->add_errors() = std::move(error);
    }
    outcomes_.Wrote(results_.id().size() + results_.error().size());
    return absl::OkStatus();
  }

  const ClassicBatchId id_;
  const std::string& operation_;
  BatchRows& rows_;
  SpooledOutcomes& outcomes_;
  ClassicResultRows results_;
};

}  // namespace

v1::IngestedRowState StateOfResult(const ClassicResultRows& result, const std::string& operation) {
  const ResultKind kind = result.success() ? ResultKind::kSuccessful : ResultKind::kFailed;
  return StateOf(kind, result.created(), operation);
}

Task<absl::Status> ReadClassicResults(OperationContext context, ClassicBatchId id,
                                      const std::string& operation, BatchRows& rows,
                                      SpooledOutcomes& outcomes) {
  BatchResults results(id, operation, rows, outcomes);
  absl::StatusOr<std::unique_ptr<RestDownload>> body =
      co_await OpenClassicBatchResult(context, std::move(id));
  if (!body.ok()) co_return body.status();
  while (true) {
    absl::StatusOr<std::optional<std::string>> piece = co_await (*body)->Read();
    if (!piece.ok()) co_return piece.status();
    if (!piece->has_value()) break;
    results.Feed(**piece);
    absl::Status status = co_await results.Tell();
    if (!status.ok()) co_return status;
  }
  results.Finish();
  absl::Status status = co_await results.Tell();
  co_return status.ok() ? results.Reconcile() : status;
}

}  // namespace sfconnector
