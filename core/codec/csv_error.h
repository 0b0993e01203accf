// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sfconnector {

// What is wrong with a CSV text, as the reason (GetReason) of the error.
inline constexpr char kCsvMalformed[] = "CSV_MALFORMED";
inline constexpr char kCsvCut[] = "CSV_CUT";
inline constexpr char kCsvTooLarge[] = "CSV_TOO_LARGE";

// Where in a text: the record counted from 1, header and blank lines included, and the byte counted
// from 0, a byte order mark included. Errors tell where, never what stands there.
struct CsvPlace {
  std::uint64_t record = 0;
  std::uint64_t byte = 0;
};

// INVALID_ARGUMENT: the text breaks RFC 4180.
absl::Status CsvMalformed(CsvPlace place, absl::string_view problem);

// DATA_LOSS: the text ends where it cannot end.
absl::Status CsvCut(CsvPlace place, absl::string_view problem);

// RESOURCE_EXHAUSTED: `what` has more than `limit` `unit`.
absl::Status CsvTooLarge(CsvPlace place, absl::string_view what, std::size_t limit,
                         absl::string_view unit);

}  // namespace sfconnector
