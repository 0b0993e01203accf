// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/bulk/page_records.h"

namespace sfconnector {

// Pages that follow each other, and the records of all of them.
struct PageRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::uint64_t records = 0;

  friend bool operator==(const PageRange&, const PageRange&) = default;
};

// Which pages of a result were delivered, numbered from 0: those that are finished as ranges, and
// the beginnings of others.
class DeliveredPages {
 public:
  DeliveredPages() = default;
  // `ranges` are in order and do not touch; `parts` are of pages outside of them.
  DeliveredPages(std::vector<PageRange> ranges, std::map<std::uint64_t, PagePart> parts);

  bool IsFinished(std::uint64_t page) const;
  // Nothing, for a page that has not begun.
  PagePart PartOf(std::uint64_t page) const;

  // Replaces what is known of a page that is not finished.
  void Advance(std::uint64_t page, const PagePart& part);
  // The page was delivered to its end, `records` in all.
  void Finish(std::uint64_t page, std::uint64_t records);

  // How many records were delivered, and how many pages are finished.
  std::uint64_t records() const;
  std::uint64_t finished() const;
  // The first page that is not.
  std::uint64_t first_unfinished() const;

  const std::vector<PageRange>& ranges() const { return ranges_; }
  const std::map<std::uint64_t, PagePart>& parts() const { return parts_; }

  friend bool operator==(const DeliveredPages&, const DeliveredPages&) = default;

 private:
  std::vector<PageRange> ranges_;
  std::map<std::uint64_t, PagePart> parts_;
};

}  // namespace sfconnector
