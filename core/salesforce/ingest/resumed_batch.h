// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/base/spool.h"
#include "core/base/task.h"
#include "core/bulk/classic_batch.h"
#include "core/operation/operation.h"
#include "core/salesforce/ingest/resumed_outcomes.h"
#include "sfconnector/v1/bulk_batch.pb.h"

namespace sfconnector {

// What the rows of a batch are.
struct BatchFormat {
  std::string operation;             // the job's
  std::vector<std::string> columns;  // see ResultRows
};

// Reads what became of the rows of a batch of Bulk API 1.0 that has ended: the rows as they were
// uploaded, each with the result that stands in its place. Rows of a batch that was not worked on
// are not processed; those whose results are missing or cannot be read are unknown.
class ResumedBatch final : public OutcomeReading {
 public:
  // `format` outlives it.
  ResumedBatch(OperationContext context, const v1::BulkBatch& batch, const BatchFormat& format);

  // An error is about rows that are unknown, or about those that were not read.
  Task<absl::Status> ReadOnce(ResumedSink& sink) override;

  // Whether all rows were read the last time, so that each has an outcome.
  bool has_all_rows() const { return has_all_rows_; }

 private:
  class Results;

  Task<absl::Status> FetchResults(SpoolFile& file);
  Task<absl::Status> Pair(Results& results, ResumedSink& sink);

  const OperationContext context_;
  const ClassicBatchId id_;
  const absl::Status failure_;
  const bool has_results_;
  const BatchFormat& format_;
  bool has_all_rows_ = false;
};

}  // namespace sfconnector
