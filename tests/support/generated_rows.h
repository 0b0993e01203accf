// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/support/row_hash.h"

namespace sfconnector::testing {

// Accounts that are made up from their ordinals, as CSV: about 180 bytes a row, with umlauts,
// quotes, line feeds and empty cells.
class GeneratedRows {
 public:
  static constexpr std::string_view kColumns =
      "Name,AccountNumber,Phone,Industry,NumberOfEmployees,BillingStreet,Description";

  explicit GeneratedRows(std::int64_t rows) : rows_(rows) {}

  // The next records, whole, until there are `bytes` bytes or no more rows; the header comes first.
  // Empty at the end.
  std::string Next(std::size_t bytes);

  // Of the rows so far.
  const RowHash& hash() const { return hash_; }

 private:
  void AddRow(std::int64_t ordinal, std::string& csv);

  const std::int64_t rows_;
  bool header_ = true;
  RowHash hash_;
};

}  // namespace sfconnector::testing
