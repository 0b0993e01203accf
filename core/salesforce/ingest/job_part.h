// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/spool.h"
#include "core/base/task.h"
#include "core/salesforce/ingest/row_key.h"

namespace sfconnector {

// Rows of the input that follow each other and are one job's, on disk.
struct JobPart {
  std::int64_t first_row = 0;
  std::uint32_t rows = 0;
  std::shared_ptr<SpoolFile> csv;   // header and records
  std::shared_ptr<SpoolFile> keys;  // those of the rows; null where nobody asks for them

  // Reads the keys.
  Task<absl::StatusOr<std::vector<RowKey>>> ReadKeys() const;
};

// What a part may have.
struct JobPartLimits {
  std::uint64_t bytes = 0;
  std::uint32_t rows = 0;
};

// Puts rows together to parts. Holds some 100 KB of them in memory.
class JobPartBuilder {
 public:
  // `spool` outlives it.
  JobPartBuilder(Spool& spool, JobPartLimits limits, bool with_keys)
      : spool_(spool), limits_(limits), with_keys_(with_keys) {}

  // Whether a record is too large for any part.
  bool IsTooLarge(std::size_t header_bytes, std::size_t record_bytes) const {
    return header_bytes + record_bytes > limits_.bytes;
  }

  // Begins a part, which there must not be. Errors here and below are the spool's.
  Task<absl::Status> Begin(absl::string_view header);
  bool has_part() const { return part_.csv != nullptr; }

  // Whether the part has no room for a record of that size, and must be taken first.
  bool IsFullFor(std::size_t record_bytes) const;

  // Appends a row to the part, which there must be and have room.
  void Add(absl::string_view record, const RowKey& key);

  // What was added goes to the disk, which must happen before more is added where this is true.
  bool must_flush() const { return csv_.size() + keys_.size() >= kFlushBytes; }
  Task<absl::Status> Flush();

  // Takes the part, which there must be. The next one has to be begun.
  Task<absl::StatusOr<JobPart>> Take();

  // How many rows were added in all, and how many of them are in no part that was taken.
  std::int64_t rows() const { return next_row_; }
  std::int64_t rows_waiting() const { return part_.rows; }

 private:
  static constexpr std::size_t kFlushBytes = std::size_t{64} * 1024;

  Spool& spool_;
  const JobPartLimits limits_;
  const bool with_keys_;
  JobPart part_;
  std::uint64_t bytes_ = 0;  // of the part
  std::string csv_;          // what of it is not on disk yet
  std::string keys_;         // likewise
  std::int64_t next_row_ = 0;
};

}  // namespace sfconnector
