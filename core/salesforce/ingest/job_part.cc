// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/job_part.h"

#include <utility>

namespace sfconnector {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} * 1024;

}  // namespace

Task<absl::StatusOr<std::vector<RowKey>>> JobPart::ReadKeys() const {
  std::vector<RowKey> all(rows);
  auto* const out = reinterpret_cast<char*>(all.data());
  for (std::uint64_t at = 0; at < keys->size();) {
    absl::StatusOr<std::string> bytes = co_await keys->Read(at, kPieceBytes);
    if (!bytes.ok()) co_return bytes.status();
    bytes->copy(out + at, bytes->size());
    at += bytes->size();
  }
  co_return all;
}

bool JobPartBuilder::IsFullFor(std::size_t record_bytes) const {
  return part_.rows == limits_.rows || bytes_ + record_bytes > limits_.bytes;
}

void JobPartBuilder::Add(absl::string_view record, const RowKey& key) {
  csv_.append(record.data(), record.size());
  bytes_ += record.size();
  if (with_keys_) keys_.append(reinterpret_cast<const char*>(&key), sizeof key);
  ++part_.rows;
  ++next_row_;
}

Task<absl::Status> JobPartBuilder::Begin(absl::string_view header) {
  JobPart part;
  part.first_row = next_row_;
  absl::StatusOr<std::shared_ptr<SpoolFile>> csv = co_await spool_.Create();
  if (!csv.ok()) co_return csv.status();
  part.csv = *std::move(csv);
  if (with_keys_) {
    absl::StatusOr<std::shared_ptr<SpoolFile>> keys = co_await spool_.Create();
    if (!keys.ok()) co_return keys.status();
    part.keys = *std::move(keys);
  }
  part_ = std::move(part);
  csv_.assign(header.data(), header.size());
  bytes_ = header.size();
  co_return absl::OkStatus();
}

Task<absl::Status> JobPartBuilder::Flush() {
  std::string csv = std::exchange(csv_, std::string());
  absl::Status status = co_await part_.csv->Append(std::move(csv));
  if (!status.ok() || !with_keys_) co_return status;
  std::string keys = std::exchange(keys_, std::string());
  status = co_await part_.keys->Append(std::move(keys));
  co_return status;
}

Task<absl::StatusOr<JobPart>> JobPartBuilder::Take() {
  absl::Status status = co_await Flush();
  if (!status.ok()) co_return status;
  co_return std::exchange(part_, JobPart());
}

}  // namespace sfconnector
