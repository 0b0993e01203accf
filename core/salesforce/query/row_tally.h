// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "core/codec/page_decoder.h"

namespace sfconnector {

// Counts the rows of a set as its pages come, against the total that Salesforce has announced.
class RowTally {
 public:
  // Counts without a total: nothing is missing then, and nothing too much.
  RowTally() = default;
  // `delivered` rows of `announced` have come already.
  RowTally(std::int64_t announced, std::int64_t delivered)
      : announced_(announced), delivered_(delivered) {}

  // Takes in a page before its rows are delivered. DATA_LOSS with reason INCOMPLETE_RESULT where it
  // has more rows than are still to come, or where page after page is empty and names another.
  absl::Status Add(const DecodedPage& page);

  // The same error where rows are missing at the end.
  absl::Status CheckWhole() const;

 private:
  absl::Status Mismatch() const;

  std::optional<std::int64_t> announced_;
  std::int64_t delivered_ = 0;
  int empty_in_a_row_ = 0;
};

}  // namespace sfconnector
