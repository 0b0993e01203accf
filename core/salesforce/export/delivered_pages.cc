// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/delivered_pages.h"

#include <algorithm>
#include <utility>

namespace sfconnector {

DeliveredPages::DeliveredPages(std::vector<PageRange> ranges,
                               std::map<std::uint64_t, PagePart> parts)
    : ranges_(std::move(ranges)), parts_(std::move(parts)) {}

bool DeliveredPages::IsFinished(std::uint64_t page) const {
  const auto after =
      std::upper_bound(ranges_.begin(), ranges_.end(), page,
                       [](std::uint64_t number, const PageRange& r) { return number < r.first; });
  return after != ranges_.begin() && page <= std::prev(after)->last;
}

PagePart DeliveredPages::PartOf(std::uint64_t page) const {
  const auto found = parts_.find(page);
  return found == parts_.end() ? PagePart() : found->second;
}

void DeliveredPages::Advance(std::uint64_t page, const PagePart& part) { parts_[page] = part; }

void DeliveredPages::Finish(std::uint64_t page, std::uint64_t records) {
  parts_.erase(page);
  const auto after =
      std::upper_bound(ranges_.begin(), ranges_.end(), page,
                       [](std::uint64_t number, const PageRange& r) { return number < r.first; });
  auto range = ranges_.insert(after, PageRange{page, page, records});
  const auto next = std::next(range);
  if (next != ranges_.end() && next->first == page + 1) {
    range->last = next->last;
    range->records += next->records;
    ranges_.erase(next);
  }
  if (range == ranges_.begin()) return;
  const auto before = std::prev(range);
  if (before->last + 1 != page) return;
  before->last = range->last;
  before->records += range->records;
  ranges_.erase(range);
}

std::uint64_t DeliveredPages::records() const {
  std::uint64_t records = 0;
  for (const PageRange& range : ranges_) records += range.records;
  for (const auto& [page, part] : parts_) records += part.records;
  return records;
}

std::uint64_t DeliveredPages::finished() const {
  std::uint64_t pages = 0;
  for (const PageRange& range : ranges_) pages += range.last - range.first + 1;
  return pages;
}

std::uint64_t DeliveredPages::first_unfinished() const {
  return ranges_.empty() || ranges_.front().first > 0 ? 0 : ranges_.front().last + 1;
}

}  // namespace sfconnector
