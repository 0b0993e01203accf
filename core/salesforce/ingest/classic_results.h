// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "core/base/task.h"
#include "core/bulk/classic_batch.h"
#include "core/operation/operation.h"
#include "core/salesforce/ingest/classic_result_rows.h"
#include "core/salesforce/ingest/outcomes.h"

namespace sfconnector {

// The rows of a batch, and how many of them were told.
struct BatchRows {
  std::int64_t first = 0;
  std::int64_t count = 0;
  std::int64_t told = 0;
};

// What became of the row that was read last.
v1::IngestedRowState StateOfResult(const ClassicResultRows& result, const std::string& operation);

// Reads the results of a batch of Bulk API 1.0 once, which stand in the order of its rows, and
// writes the outcomes of those that come before an error. Errors of the results and of their
// transfer, too few and too many among them, are marked as ones that a repetition may mend; those
// of the spool are not.
// https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/asynch_api_batches_get_results.htm
Task<absl::Status> ReadClassicResults(OperationContext context, ClassicBatchId id,
                                      const std::string& operation, BatchRows& rows,
                                      SpooledOutcomes& outcomes);

}  // namespace sfconnector
