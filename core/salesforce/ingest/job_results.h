// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/task.h"
#include "core/codec/csv_format.h"
#include "core/operation/operation.h"
#include "core/salesforce/ingest/job_part.h"
#include "core/salesforce/ingest/outcomes.h"
#include "sfconnector/v1/bulk_v2_job.pb.h"

namespace sfconnector {

// What became of the rows of a job: each has one outcome.
struct JobOutcomes {
  std::unique_ptr<SpooledOutcomes> rows;
  // Why some of them are unknown; OK where none is.
  absl::Status status;
};

// How results are read.
struct JobResultsOptions {
  CsvDelimiter delimiter = CsvDelimiter::kComma;
  std::vector<std::string> columns;
  bool failures_only = false;
};

// Reads the results of a job that has ended (HasEnded), and finds the row of each by its content.
// Results that break off, make no sense or do not account for all rows are read again as the
// connection's retries say; rows that have none in the end are unknown, with the reason. Errors are
// those of the spool and of the call's end. Takes some 50 bytes of memory for each row while it
// works.
Task<absl::StatusOr<JobOutcomes>> ReadJobResults(OperationContext context, const v1::BulkV2Job& job,
                                                 const JobPart& part,
                                                 const JobResultsOptions& options);

}  // namespace sfconnector
