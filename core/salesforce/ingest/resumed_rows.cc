// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/resumed_rows.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/strings/string_view.h"

namespace sfconnector {
namespace {

struct RowEntry {
  RowKey key;
  std::int64_t row = 0;
};

// What stands before a result.
struct ResultHead {
  RowKey key;
  std::uint32_t reading = 0;
  std::uint32_t size = 0;
};

template <class Entry>
absl::string_view BytesOf(const Entry& entry) {
  return {reinterpret_cast<const char*>(&entry), sizeof entry};
}

// Takes an entry off the bytes.
template <class Entry>
Entry TakeFrom(absl::string_view& bytes) {
  Entry entry;
  std::memcpy(&entry, bytes.data(), sizeof entry);
  bytes.remove_prefix(sizeof entry);
  return entry;
}

}  // namespace

// The rows of a partition, while they are in memory.
struct ResumedRows::Partition {
  std::vector<RowKey> keys;
  std::vector<std::int64_t> rows;
  std::optional<RowMatch> match;
  std::int64_t surplus = 0;
};

Task<absl::StatusOr<std::unique_ptr<ResumedRows>>> ResumedRows::Create(Spool& spool) {
  absl::StatusOr<std::unique_ptr<PartitionedSpool>> rows = co_await PartitionedSpool::Create(spool);
  if (!rows.ok()) co_return rows.status();
  absl::StatusOr<std::unique_ptr<PartitionedSpool>> results =
      co_await PartitionedSpool::Create(spool);
  if (!results.ok()) co_return results.status();
  co_return std::make_unique<ResumedRows>(*std::move(rows), *std::move(results));
}

void ResumedRows::AddRow(const RowKey& key) {
  RowEntry entry;
  entry.key = key;
  entry.row = row_count_++;
  rows_->Add(key, BytesOf(entry));
}

void ResumedRows::AddResult(const RowKey& key, const v1::IngestedRow& result) {
  ResultHead head;
  head.key = key;
  head.reading = reading_;
  head.size = static_cast<std::uint32_t>(result.ByteSizeLong());
  std::string entry(BytesOf(head));
  result.AppendToString(&entry);
  results_->Add(key, entry);
}

Task<absl::Status> ResumedRows::Flush() {
  absl::Status status = co_await rows_->Flush();
  if (status.ok()) status = co_await results_->Flush();
  co_return status;
}

Task<absl::StatusOr<std::int64_t>> ResumedRows::Tell(Spool& spool, bool failures_only,
                                                     const WithoutResult& without_result,
                                                     Outlet& outlet) {
  absl::Status status = co_await rows_->FlushAll();
  if (status.ok()) status = co_await results_->FlushAll();
  std::int64_t surplus = 0;
  for (std::size_t number = 0; number < PartitionedSpool::kPartitions && status.ok(); ++number) {
    absl::StatusOr<std::unique_ptr<SpooledOutcomes>> outcomes =
        co_await SpooledOutcomes::Create(spool, failures_only);
    if (!outcomes.ok()) co_return outcomes.status();
    {
      Partition partition;
      status = co_await ReadRows(number, partition);
      if (status.ok()) status = co_await MatchResults(number, partition, **outcomes);
      if (status.ok()) status = co_await TellRest(partition, without_result, **outcomes);
      surplus += partition.surplus;
    }
    // The rows are no longer in memory, however long the caller takes to read.
    if (status.ok()) status = co_await outlet.Deliver(**outcomes);
  }
  if (!status.ok()) co_return status;
  co_return surplus;
}

Task<absl::Status> ResumedRows::ReadRows(std::size_t number, Partition& partition) const {
  for (std::size_t block = 0; block < rows_->blocks(number); ++block) {
    absl::StatusOr<std::string> bytes = co_await rows_->Read(number, block);
    if (!bytes.ok()) co_return bytes.status();
    for (absl::string_view rest = *bytes; !rest.empty();) {
      const auto entry = TakeFrom<RowEntry>(rest);
      partition.keys.push_back(entry.key);
      partition.rows.push_back(entry.row);
    }
  }
  partition.match.emplace(std::move(partition.keys));
  co_return absl::OkStatus();
}

Task<absl::Status> ResumedRows::MatchResults(std::size_t number, Partition& partition,
                                             SpooledOutcomes& outcomes) const {
  for (std::size_t block = 0; block < results_->blocks(number); ++block) {
    absl::StatusOr<std::string> bytes = co_await results_->Read(number, block);
    if (!bytes.ok()) co_return bytes.status();
    for (absl::string_view rest = *bytes; !rest.empty();) {
      const auto head = TakeFrom<ResultHead>(rest);
      const absl::string_view encoded = rest.substr(0, head.size);
      rest.remove_prefix(head.size);
      if (!Counts(head.reading)) continue;
      const std::optional<std::uint32_t> row = partition.match->Take(head.key);
      v1::IngestedRow result;
      result.ParseFromArray(encoded.data(), static_cast<int>(encoded.size()));
      if (!row.has_value()) ++partition.surplus;
      v1::IngestedRow* const told = row.has_value() ? outcomes.Add(result.state()) : nullptr;
      if (told == nullptr) continue;
      *told = std::move(result);
      told->set_row(partition.rows[*row]);
      outcomes.Wrote(encoded.size());
      absl::Status status;
      if (outcomes.must_flush()) status = co_await outcomes.Flush();
      if (!status.ok()) co_return status;
    }
  }
  co_return absl::OkStatus();
}

Task<absl::Status> ResumedRows::TellRest(const Partition& partition,
                                         const WithoutResult& without_result,
                                         SpooledOutcomes& outcomes) {
  for (std::size_t i = 0; i < partition.rows.size(); ++i) {
    if (partition.match->taken(static_cast<std::uint32_t>(i))) continue;
    v1::IngestedRow& told = *outcomes.Add(without_result.state);
    told.set_row(partition.rows[i]);
    *told.add_errors() = without_result.error;
    outcomes.Wrote(without_result.error.ByteSizeLong());
    absl::Status status;
    if (outcomes.must_flush()) status = co_await outcomes.Flush();
    if (!status.ok()) co_return status;
  }
  absl::Status status = co_await outcomes.Flush();
  co_return status;
}

bool ResumedRows::Counts(std::uint32_t reading) const {
  return std::find(dropped_.begin(), dropped_.end(), reading) == dropped_.end();
}

}  // namespace sfconnector
