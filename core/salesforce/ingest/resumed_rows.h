// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/spool.h"
#include "core/base/task.h"
#include "core/salesforce/ingest/outcomes.h"
#include "core/salesforce/ingest/partitioned_spool.h"
#include "core/salesforce/ingest/row_key.h"
#include "core/salesforce/ingest/row_match.h"
#include "sfconnector/v1/ingest_service.pb.h"

namespace sfconnector {

// Brings the rows of an input together with the results of any number of jobs, by their content.
// Both wait on disk; in memory is a sixty-fourth of them at a time.
class ResumedRows {
 public:
  // `spool` outlives it. Errors here and below are the spool's, and those of the call's end.
  static Task<absl::StatusOr<std::unique_ptr<ResumedRows>>> Create(Spool& spool);
  ResumedRows(std::unique_ptr<PartitionedSpool> rows, std::unique_ptr<PartitionedSpool> results)
      : rows_(std::move(rows)), results_(std::move(results)) {}

  // The next row of the input.
  void AddRow(const RowKey& key);
  std::int64_t rows() const { return row_count_; }

  // Begins to take results that may have to be taken again: those since the last call count only
  // where Drop is not called before the next one.
  void BeginResults() { ++reading_; }
  void DropResults() { dropped_.push_back(reading_); }
  // What a result says of a row with that key.
  void AddResult(const RowKey& key, const v1::IngestedRow& result);

  bool must_flush() const { return rows_->must_flush() || results_->must_flush(); }
  Task<absl::Status> Flush();

  // What is said of rows without a result.
  struct WithoutResult {
    v1::IngestedRowState state = v1::INGESTED_ROW_STATE_NOT_SENT;
    v1::RowError error;
  };
  // Tells every row. Returns how many results are of no row. Called once, in the end.
  Task<absl::StatusOr<std::int64_t>> Tell(Spool& spool, bool failures_only,
                                          const WithoutResult& without_result, Outlet& outlet);

 private:
  struct Partition;

  Task<absl::Status> ReadRows(std::size_t number, Partition& partition) const;
  Task<absl::Status> MatchResults(std::size_t number, Partition& partition,
                                  SpooledOutcomes& outcomes) const;
  static Task<absl::Status> TellRest(const Partition& partition,
                                     const WithoutResult& without_result,
                                     SpooledOutcomes& outcomes);
  bool Counts(std::uint32_t reading) const;

  const std::unique_ptr<PartitionedSpool> rows_;
  const std::unique_ptr<PartitionedSpool> results_;
  std::int64_t row_count_ = 0;
  std::uint32_t reading_ = 0;
  std::vector<std::uint32_t> dropped_;
};

}  // namespace sfconnector
