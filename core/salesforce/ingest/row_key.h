// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace sfconnector {

// By what a row is known again in the results of its job, which echo it: 128 bits of a hash of its
// cells. Rows have the same key where their cells are equal; others have, at a chance of 1 in 10^26
// for all pairs of a million rows.
struct RowKey {
  std::uint64_t low = 0;
  std::uint64_t high = 0;

  bool operator==(const RowKey&) const = default;
};

// Makes keys. Quotes around a cell do not count, and neither does which line end a cell has within:
// results may write both in another way than the upload did.
class RowKeyMaker {
 public:
  // Takes the next cell of a row.
  void Add(absl::string_view cell);

  // The key of the cells since the last one.
  RowKey Finish();

 private:
  std::string content_;
};

}  // namespace sfconnector
