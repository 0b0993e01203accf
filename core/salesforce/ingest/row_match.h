// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/salesforce/ingest/row_key.h"

namespace sfconnector {

// Finds rows by their keys, each once: of rows with the same key the first one that was not taken
// yet. Takes 28 to 36 bytes a row.
class RowMatch {
 public:
  // `keys` of the rows 0, 1, 2 …, fewer than 2^31.
  explicit RowMatch(std::vector<RowKey> keys);

  // Takes a row with that key; nothing where there is none left.
  std::optional<std::uint32_t> Take(const RowKey& key);

  // How many rows were not taken yet.
  std::size_t left() const { return left_; }

  // Whether a row was taken.
  bool taken(std::uint32_t row) const { return taken_[row]; }

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  // Beside a row in a slot: it was taken, and no other one has its key.
  static constexpr std::uint32_t kTaken = std::uint32_t{1} << 31;

  // Where the row of a key is that is to be taken next, or is to be put.
  std::uint32_t& SlotOf(const RowKey& key);

  std::vector<RowKey> keys_;
  std::vector<std::uint32_t> next_;  // the next row with the same key
  std::vector<bool> taken_;
  std::vector<std::uint32_t> slots_;  // a power of two of them, at most half of them in use
  std::size_t left_;
};

}  // namespace sfconnector
