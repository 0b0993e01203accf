// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/partitioned_spool.h"

#include <utility>

namespace sfconnector {

Task<absl::StatusOr<std::unique_ptr<PartitionedSpool>>> PartitionedSpool::Create(Spool& spool) {
  absl::StatusOr<std::shared_ptr<SpoolFile>> file = co_await spool.Create();
  if (!file.ok()) co_return file.status();
  co_return std::make_unique<PartitionedSpool>(*std::move(file));
}

void PartitionedSpool::Add(const RowKey& key, absl::string_view entry) {
  // Not the bits that RowMatch looks at first.
  const std::size_t partition = key.high % kPartitions;
  std::string& waiting = waiting_[partition];
  const bool was_full = waiting.size() >= kBlockBytes;
  waiting.append(entry.data(), entry.size());
  if (!was_full && waiting.size() >= kBlockBytes) full_.push_back(partition);
}

Task<absl::Status> PartitionedSpool::Flush() {
  while (!full_.empty()) {
    absl::Status status = co_await Write(full_.back());
    if (!status.ok()) co_return status;
    full_.pop_back();
  }
  co_return absl::OkStatus();
}

Task<absl::Status> PartitionedSpool::FlushAll() {
  full_.clear();
  for (std::size_t partition = 0; partition < kPartitions; ++partition) {
    absl::Status status = co_await Write(partition);
    if (!status.ok()) co_return status;
  }
  co_return absl::OkStatus();
}

Task<absl::Status> PartitionedSpool::Write(std::size_t partition) {
  std::string bytes = std::exchange(waiting_[partition], std::string());
  if (bytes.empty()) co_return absl::OkStatus();
  const Block block{file_->size(), static_cast<std::uint32_t>(bytes.size())};
  absl::Status status = co_await file_->Append(std::move(bytes));
  if (status.ok()) blocks_[partition].push_back(block);
  co_return status;
}

Task<absl::StatusOr<std::string>> PartitionedSpool::Read(std::size_t partition,
                                                         std::size_t block) const {
  const Block& place = blocks_[partition][block];
  absl::StatusOr<std::string> bytes = co_await file_->Read(place.offset, place.size);
  co_return bytes;
}

}  // namespace sfconnector
