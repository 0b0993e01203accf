// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/row_match.h"

#include <bit>
#include <utility>

namespace sfconnector {

RowMatch::RowMatch(std::vector<RowKey> keys)
    : keys_(std::move(keys)),
      next_(keys_.size(), kNone),
      taken_(keys_.size()),
      slots_(std::bit_ceil(keys_.size() * 2 + 1), kNone),
      left_(keys_.size()) {
  // From the last one on, so that the first one is taken first.
  for (std::size_t i = keys_.size(); i-- > 0;) {
    const auto row = static_cast<std::uint32_t>(i);
    next_[row] = std::exchange(SlotOf(keys_[row]), row);
  }
}

std::optional<std::uint32_t> RowMatch::Take(const RowKey& key) {
  std::uint32_t& slot = SlotOf(key);
  // Of kNone, too.
  if ((slot & kTaken) != 0) return std::nullopt;
  const std::uint32_t row = slot;
  slot = next_[row] == kNone ? row | kTaken : next_[row];
  taken_[row] = true;
  --left_;
  return row;
}

std::uint32_t& RowMatch::SlotOf(const RowKey& key) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = static_cast<std::size_t>(key.low) & mask;
  while (slots_[at] != kNone && keys_[slots_[at] & ~kTaken] != key) at = (at + 1) & mask;
  return slots_[at];
}

}  // namespace sfconnector
