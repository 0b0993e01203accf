// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/base/task.h"
#include "core/base/turns.h"
#include "core/codec/csv_format.h"
#include "core/operation/operation.h"
#include "core/salesforce/ingest/ingest_plan.h"
#include "core/salesforce/ingest/job_part.h"
#include "core/salesforce/ingest/outcomes.h"

namespace sfconnector {

// What all jobs of a load share. Outlives them.
struct LoadContext {
  OperationContext operation;
  IngestPlan plan;
  CsvFormat format;
  std::vector<std::string> columns;
  Outlet& outlet;
  // Of a load, the rows of one job at a time are in memory to be found by their results.
  Turns matching;
};

// How an API takes the parts of a load.
class PartRunner {
 public:
  PartRunner() = default;
  PartRunner(const PartRunner&) = delete;
  PartRunner& operator=(const PartRunner&) = delete;
  virtual ~PartRunner() = default;

  // Brings a part to its end, and tells the outcome of each of its rows; up to
  // `max_parallel_jobs` at once. An error ends the load; the rows are told all the same, unless the
  // call has ended.
  virtual Task<absl::Status> Run(JobPart part) = 0;

  // There are no more parts, and all have come to their end.
  virtual Task<absl::Status> End() = 0;

  // Whether parts need keys.
  virtual bool needs_keys() const = 0;
};

// Tells the rows of a part as not sent, or as unknown. Returns `why`, or why they cannot be told.
Task<absl::Status> TellAll(LoadContext& load, std::int64_t first_row, std::int64_t rows,
                           v1::IngestedRowState state, absl::Status why);

// How long jobs may take to be aborted once their call has ended.
inline constexpr Clock::Duration kAbortTime = std::chrono::seconds(10);

// Runs parts as jobs of Bulk API 2.0.
std::unique_ptr<PartRunner> MakeBulkV2Runner(LoadContext& load);
// Runs parts as batches of one job of Bulk API 1.0.
std::unique_ptr<PartRunner> MakeClassicRunner(LoadContext& load);

}  // namespace sfconnector
