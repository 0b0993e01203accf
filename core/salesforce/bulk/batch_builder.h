// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/base/spool.h"
#include "core/base/task.h"
#include "core/bulk/classic_batch.h"
#include "core/bulk/spool_source.h"
#include "core/salesforce/bulk/record_scanner.h"

namespace sfconnector {

// Puts records, or a text, together to the content of batches, one after the other, and keeps those
// that are whole until they are taken. A batch of up to 64 KiB stays in memory while all of the
// whole ones there have no more; what is larger waits on disk. There are two files at most where
// all whole batches are taken before more is added.
class BatchBuilder {
 public:
  // `spool` outlives it, and the content that is taken from it.
  explicit BatchBuilder(Spool& spool) : spool_(&spool) {}

  // Whether the batch has room for a record of that size, beside those that are there.
  bool Fits(const RecordFrame& frame, std::size_t record_bytes) const;

  // Adds a record, which fits. All records of a batch have the same frame.
  void Add(const RecordFrame& frame, absl::string_view record);
  // Adds text to a batch without records.
  void AddText(absl::string_view text);

  std::size_t records() const { return records_; }
  std::size_t bytes() const { return static_cast<std::size_t>(range_.size) + text_.size(); }

  // What was added goes to the disk, which must happen before more is added where this is true.
  // Errors here and below are the spool's, and final.
  bool must_flush() const { return text_.size() > kMemoryBytes; }
  Task<absl::Status> Flush();

  // The batch is whole with this behind it. The next one is empty.
  Task<absl::Status> End(absl::string_view tail);

  // The whole batches, in their order.
  bool has_whole() const { return !whole_.empty(); }
  std::optional<ClassicContent> TakeWhole();

 private:
  static constexpr std::size_t kMemoryBytes = std::size_t{64} * 1024;

  Spool* spool_;
  std::shared_ptr<SpoolFile> file_;  // where the next batch goes to
  std::size_t records_ = 0;
  SpoolRange range_;  // what of the batch is on disk
  std::string text_;  // what follows it
  std::deque<ClassicContent> whole_;
  std::size_t whole_in_memory_ = 0;  // bytes
};

}  // namespace sfconnector
