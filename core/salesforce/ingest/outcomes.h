// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/message_stream.h"
#include "core/base/spool.h"
#include "core/base/task.h"
#include "core/base/turns.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/ingest_service.pb.h"

namespace sfconnector {

// Adds `count` to what a summary says of rows in that state.
void Count(v1::IngestedRowState state, std::int64_t count, v1::IngestSummary& summary);
// Adds up the numbers of rows.
void Add(const v1::IngestSummary& part, v1::IngestSummary& summary);

// Outcomes of rows that wait on disk until the caller reads them. Holds one message in memory.
class SpooledOutcomes {
 public:
  // `spool` outlives it. With `failures_only`, rows that were saved are counted and not kept.
  static Task<absl::StatusOr<std::unique_ptr<SpooledOutcomes>>> Create(Spool& spool,
                                                                       bool failures_only);
  explicit SpooledOutcomes(std::shared_ptr<SpoolFile> file, bool failures_only)
      : file_(std::move(file)), failures_only_(failures_only) {}

  // What every message says beside its rows: the names of their cells.
  void SetColumns(const std::vector<std::string>& columns);

  // Counts a row, and returns where its outcome is to be written; null where it is not kept. Valid
  // until the next call.
  v1::IngestedRow* Add(v1::IngestedRowState state);

  // Says how many bytes were written there beside the ordinal.
  void Wrote(std::size_t bytes) { bytes_ += bytes; }

  // A message goes to the disk, which must happen before more is added where this is true. Errors
  // are the spool's.
  bool must_flush() const { return bytes_ >= kMessageBytes; }
  Task<absl::Status> Flush();

  // The messages, each behind its size in 4 bytes, once all were flushed.
  const SpoolFile& file() const { return *file_; }
  const v1::IngestSummary& counts() const { return counts_; }

 private:
  static constexpr std::size_t kMessageBytes = std::size_t{64} * 1024;

  const std::shared_ptr<SpoolFile> file_;
  const bool failures_only_;
  v1::IngestResponse message_;
  std::vector<std::string> columns_;
  std::size_t bytes_ = 0;
  v1::IngestSummary counts_;
};

// What the caller of a load is told: messages of its jobs, one at a time, in the order in which
// they come. ResumeIngest's messages have the same fields, so that one of them serves for both.
class Outlet {
 public:
  Outlet(CallContext& call, MessageWriter& writer) : call_(call), writer_(writer) {}

  // Errors are those of the call's end.
  Task<absl::Status> Write(const v1::IngestResponse& message);

  // Writes all of it, and counts its rows.
  Task<absl::Status> Deliver(const SpooledOutcomes& outcomes);

  // Tells `count` rows from `first` on that all have the same outcome.
  Task<absl::Status> DeliverSame(std::int64_t first, std::int64_t count, v1::IngestedRowState state,
                                 const v1::RowError& error);

  // The last message: every row was told.
  Task<absl::Status> Finish();

  void CountJob() { summary_.set_jobs(summary_.jobs() + 1); }

 private:
  Task<absl::Status> WriteEncoded(std::string message);

  CallContext& call_;
  MessageWriter& writer_;
  Turns turns_;
  v1::IngestSummary summary_;
};

// Writes how long a job has been at work.
void SetElapsed(Clock::Duration elapsed, v1::IngestProgress& progress);

// Whether an error is the call's end or the spool's, so that nothing more can be told.
bool EndsTelling(const absl::Status& status, const CallContext& call);

// An error of the connector, or of the job, as one of a row.
v1::RowError ToRowError(const absl::Status& why);

}  // namespace sfconnector
