// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
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

// Entries on disk, sorted into partitions by the key of their row, so that what belongs together
// can be put together in the memory that one partition takes. Holds some 300 KB of them in memory.
class PartitionedSpool {
 public:
  static constexpr std::size_t kPartitions = 64;

  // `spool` outlives it. Errors here and below are the spool's.
  static Task<absl::StatusOr<std::unique_ptr<PartitionedSpool>>> Create(Spool& spool);
  explicit PartitionedSpool(std::shared_ptr<SpoolFile> file) : file_(std::move(file)) {}

  // Appends an entry.
  void Add(const RowKey& key, absl::string_view entry);

  // What was added goes to the disk, which must happen before more is added where this is true.
  bool must_flush() const { return !full_.empty(); }
  Task<absl::Status> Flush();
  // All of it, before anything is read.
  Task<absl::Status> FlushAll();

  // The entries of a partition, in the order in which they were added, in blocks of whole ones.
  std::size_t blocks(std::size_t partition) const { return blocks_[partition].size(); }
  Task<absl::StatusOr<std::string>> Read(std::size_t partition, std::size_t block) const;

 private:
  static constexpr std::size_t kBlockBytes = std::size_t{4} * 1024;

  struct Block {
    std::uint64_t offset = 0;
    std::uint32_t size = 0;
  };

  Task<absl::Status> Write(std::size_t partition);

  const std::shared_ptr<SpoolFile> file_;
  std::array<std::string, kPartitions> waiting_;
  std::vector<std::size_t> full_;  // the partitions with a block that waits
  std::array<std::vector<Block>, kPartitions> blocks_;
};

}  // namespace sfconnector
