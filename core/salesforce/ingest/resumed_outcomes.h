// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/task.h"
#include "core/operation/operation.h"
#include "core/salesforce/ingest/outcomes.h"
#include "core/salesforce/ingest/result_sinks.h"
#include "core/salesforce/ingest/resumed_rows.h"

namespace sfconnector {

// Results that can be read from their beginning, as often as it takes.
class OutcomeReading {
 public:
  OutcomeReading() = default;
  OutcomeReading(const OutcomeReading&) = delete;
  OutcomeReading& operator=(const OutcomeReading&) = delete;
  virtual ~OutcomeReading() = default;

  // Reads them once, into `sink`. An error of results or their transfer is marked as one that a
  // repetition may mend: some rows may have been taken then.
  virtual Task<absl::Status> ReadOnce(ResumedSink& sink) = 0;
};

// What became of the rows of a resumed load: told by ordinal where the input comes again, or else
// with their cells.
class ResumedOutcomes {
 public:
  // `outlet` outlives it. With `failures_only`, rows that were saved are counted and not told.
  ResumedOutcomes(OperationContext context, bool failures_only, Outlet& outlet)
      : context_(context), failures_only_(failures_only), outlet_(outlet) {}

  // There is an input; before it nothing is read. Errors are the spool's.
  Task<absl::Status> BeginInput();
  // The rows of the input; null where there is none.
  ResumedRows* input() const { return input_.get(); }

  // Reads results, again as the connection's retries say; what was read the last time counts, and
  // without an input it is told. Returns the error of that time, which may be one that EndsTelling.
  Task<absl::Status> Take(OutcomeReading& reading);

  // Tells the rows of the input, which there must be, after all results were taken: those without a
  // result as unknown for the reason `uncertain`, or as not sent where that is OK. Returns how many
  // results are of no row.
  Task<absl::StatusOr<std::int64_t>> TellInput(const absl::Status& uncertain);

  Outlet& outlet() const { return outlet_; }

 private:
  const OperationContext context_;
  const bool failures_only_;
  Outlet& outlet_;
  std::unique_ptr<ResumedRows> input_;
};

}  // namespace sfconnector
