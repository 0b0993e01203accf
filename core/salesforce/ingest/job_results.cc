// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/job_results.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/bulk_v2_job.h"
#include "core/bulk/job_failure.h"
#include "core/bulk/row_error.h"
#include "core/rest/rest_client.h"
#include "core/retry/retry.h"
#include "core/salesforce/ingest/result_file.h"
#include "core/salesforce/ingest/row_match.h"

namespace sfconnector {
namespace {

// Finds the row of each result, and writes its outcome.
class MatchingSink final : public ResultSink {
 public:
  MatchingSink(const v1::BulkV2Job& job, const JobPart& part, std::vector<RowKey> keys,
               SpooledOutcomes& outcomes)
      : job_(job),
        first_row_(part.first_row),
        unprocessed_(ToRowError(JobFailure(job))),
        match_(std::move(keys)),
        outcomes_(outcomes) {}

  void Take(ResultKind kind, const ResultRows& rows) override {
    for (std::size_t i = 0; i < rows.cells(); ++i) key_maker_.Add(rows.cell(i));
    const std::optional<std::uint32_t> row = match_.Take(key_maker_.Finish());
    if (!row.has_value()) {
      ++surplus_;
      return;
    }
    if (kind != ResultKind::kUnprocessed) ++handled_;
    Write(*row, StateOf(kind, rows.created(), job_.operation()), rows);
  }

  bool must_flush() const override { return outcomes_.must_flush(); }
  Task<absl::Status> Flush() override { return outcomes_.Flush(); }

  // Whether every row has one result, or is one of those that the job, by its own count, did not
  // come to. The error says by how many that is missed.
  absl::Status Reconcile() const {
    const bool stopped = job_.state() != kJobComplete && job_.has_number_records_processed() &&
                         job_.number_records_processed() == handled_;
    if (surplus_ == 0 && (match_.left() == 0 || stopped)) return absl::OkStatus();
    return BadResults("RECORD_COUNT", job_.id(),
                      absl::StrCat(match_.left(), " of its rows have none, and ", surplus_,
                                   " of them are of no row"));
  }

  // Tells the rows without a result: as unknown where there is a reason, or else as not processed.
  Task<absl::Status> WriteRest(const absl::Status& why, std::uint32_t rows) {
    const v1::IngestedRowState state =
        why.ok() ? v1::INGESTED_ROW_STATE_UNPROCESSED : v1::INGESTED_ROW_STATE_UNKNOWN;
    const v1::RowError error = why.ok() ? unprocessed_ : ToRowError(why);
    for (std::uint32_t row = 0; row < rows; ++row) {
      if (match_.taken(row)) continue;
      v1::IngestedRow& told = *outcomes_.Add(state);
      told.set_row(first_row_ + row);
      *told.add_errors() = error;
      outcomes_.Wrote(error.ByteSizeLong());
      absl::Status status;
      if (outcomes_.must_flush()) status = co_await outcomes_.Flush();
      if (!status.ok()) co_return status;
    }
    absl::Status status = co_await outcomes_.Flush();
    co_return status;
  }

 private:
  void Write(std::uint32_t row, v1::IngestedRowState state, const ResultRows& rows) {
    v1::IngestedRow* const told = outcomes_.Add(state);
    if (told == nullptr) return;
    told->set_row(first_row_ + row);
    told->set_id(std::string(rows.id()));
    if (state == v1::INGESTED_ROW_STATE_FAILED) {
      for (v1::RowError& error : ParseRowErrors(rows.error())) {
        *told->add_errors() = std::move(error);
      }
    } else if (state == v1::INGESTED_ROW_STATE_UNPROCESSED) {
      *told->add_errors() = unprocessed_;
      outcomes_.Wrote(unprocessed_.message().size());
    }
    outcomes_.Wrote(rows.id().size() + rows.error().size());
  }

  const v1::BulkV2Job& job_;
  const std::int64_t first_row_;
  const v1::RowError unprocessed_;
  RowMatch match_;
  RowKeyMaker key_maker_;
  SpooledOutcomes& outcomes_;
  std::int64_t handled_ = 0;
  std::int64_t surplus_ = 0;
};

// Whether a job's own numbers say that it has no such results.
bool IsEmpty(ResultKind kind, const v1::BulkV2Job& job, const JobPart& part) {
  if (job.state() != kJobComplete || !job.has_number_records_processed() ||
      !job.has_number_records_failed() || job.number_records_processed() != part.rows) {
    return false;
  }
  if (kind == ResultKind::kFailed) return job.number_records_failed() == 0;
  return kind == ResultKind::kUnprocessed || job.number_records_failed() == part.rows;
}

// Reads all results once.
Task<absl::Status> ReadOnce(OperationContext context, const v1::BulkV2Job& job, const JobPart& part,
                            const JobResultsOptions& options, MatchingSink& sink) {
  for (const ResultKind kind : kAllResults) {
    if (IsEmpty(kind, job, part)) continue;
    ResultFile file;
    file.job_id = job.id();
    file.kind = kind;
    file.delimiter = options.delimiter;
    file.columns = options.columns;
    absl::Status status = co_await ReadResultFile(context, std::move(file), sink);
    if (!status.ok()) co_return status;
  }
  co_return sink.Reconcile();
}

}  // namespace

Task<absl::StatusOr<JobOutcomes>> ReadJobResults(OperationContext context, const v1::BulkV2Job& job,
                                                 const JobPart& part,
                                                 const JobResultsOptions& options) {
  RetryPolicy policy = context.rest.retry_policy();
  while (true) {
    JobOutcomes outcomes;
    absl::StatusOr<std::unique_ptr<SpooledOutcomes>> rows =
        co_await SpooledOutcomes::Create(*context.spool, options.failures_only);
    if (!rows.ok()) co_return rows.status();
    outcomes.rows = *std::move(rows);
    absl::StatusOr<std::vector<RowKey>> keys = co_await part.ReadKeys();
    if (!keys.ok()) co_return keys.status();
    MatchingSink sink(job, part, *std::move(keys), *outcomes.rows);
    outcomes.status = co_await ReadOnce(context, job, part, options, sink);
    if (EndsTelling(outcomes.status, context.call)) co_return outcomes.status;
    std::optional<Clock::Duration> pause;
    if (!outcomes.status.ok()) pause = policy.Next(outcomes.status, /*idempotent=*/true);
    if (!pause.has_value()) {
      absl::Status told = co_await sink.WriteRest(outcomes.status, part.rows);
      if (!told.ok()) co_return told;
      co_return std::move(outcomes);
    }
    absl::Status slept = co_await SleepFor(context.call, *pause);
    if (!slept.ok()) co_return slept;
  }
}

}  // namespace sfconnector
