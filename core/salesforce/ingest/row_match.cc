// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/row_match.h"

#include <bit>
#include <utility>

namespace sfconnector {

RowMatch::RowMatch(std::vector<RowKey> keys)
    : keys_(std::move(keys)),
      next_(keys_.size(), kNone),
      taken_(keys_.size()),
      slots_(std::bit_ceil(keys_.size() * 2 + 1)),
      left_(keys_.size()) {
  // From the last one on, so that the first one is taken first.
  for (std::size_t i = keys_.size(); i-- > 0;) {
    const auto row = static_cast<std::uint32_t>(i);
    Slot& slot = SlotOf(keys_[row]);
    if (slot.first == kNone) slot.first = row;
    next_[row] = std::exchange(slot.next, row);
  }
}

std::optional<std::uint32_t> RowMatch::Take(const RowKey& key) {
  Slot& slot = SlotOf(key);
  if (slot.next == kNone) return std::nullopt;
  const std::uint32_t row = std::exchange(slot.next, next_[slot.next]);
  taken_[row] = true;
  --left_;
  return row;
}

RowMatch::Slot& RowMatch::SlotOf(const RowKey& key) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = static_cast<std::size_t>(key.low) & mask;
  while (slots_[at].first != kNone && keys_[slots_[at].first] != key) at = (at + 1) & mask;
  return slots_[at];
}

}  // namespace sfconnector
