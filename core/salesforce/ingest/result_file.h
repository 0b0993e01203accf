// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/base/task.h"
#include "core/codec/csv_format.h"
#include "core/operation/operation.h"
#include "core/salesforce/ingest/result_rows.h"
#include "sfconnector/v1/ingest_service.pb.h"

namespace sfconnector {

// Where the rows of results go.
class ResultSink {
 public:
  ResultSink() = default;
  ResultSink(const ResultSink&) = delete;
  ResultSink& operator=(const ResultSink&) = delete;
  virtual ~ResultSink() = default;

  // Takes a row. What `rows` says is valid only within.
  virtual void Take(ResultKind kind, const ResultRows& rows) = 0;
  // Writes what was taken to the disk, which must happen before more comes where this is true.
  virtual bool must_flush() const = 0;
  virtual Task<absl::Status> Flush() = 0;
};

// Which results, and how they are written.
struct ResultFile {
  std::string job_id;
  ResultKind kind = ResultKind::kSuccessful;
  CsvDelimiter delimiter = CsvDelimiter::kComma;
  std::vector<std::string> columns;  // see ResultRows
};

// Reads results once, from their beginning to their end, into `sink`. An error of the results or of
// their transfer is marked as one that a repetition may mend: some rows may have been taken then.
// Others are those of the sink, and of requests.
Task<absl::Status> ReadResultFile(OperationContext context, ResultFile file, ResultSink& sink);

// What became of a row that has a result.
v1::IngestedRowState StateOf(ResultKind kind, bool created, const std::string& operation);

// DATA_LOSS with `reason`, marked as an error that reading the results again may mend.
absl::Status BadResults(absl::string_view reason, absl::string_view job_id, absl::string_view why);

}  // namespace sfconnector
