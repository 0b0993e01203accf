// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

namespace sfconnector {

// How many bytes of a CSV text are looked at together.
inline constexpr std::size_t kCsvBlockBytes = 64;

// Which of 64 bytes have a meaning in CSV: bit i stands for byte i.
struct CsvBlock {
  std::uint64_t quotes = 0;
  // Bytes behind an odd number of quotes: those within quotes, and the quote that opens them.
  std::uint64_t quoted = 0;
  std::uint64_t delimiters = 0;
  std::uint64_t line_feeds = 0;
  std::uint64_t carriage_returns = 0;
};

// A way to find them. `quoted` has all bits set where the text before ends within quotes, else
// none, and is left so for the text behind.
struct CsvBlockFinder {
  absl::string_view name;

  void (*find_blocks)(const char* text, std::size_t blocks, char delimiter, std::uint64_t& quoted,
                      CsvBlock* out) = nullptr;

  // Line feeds outside of quotes alone.
  void (*find_record_ends)(const char* text, std::size_t blocks, std::uint64_t& quoted,
                           std::uint64_t* out) = nullptr;
};

// Those that this machine can run, the fastest first. The last runs everywhere.
std::vector<CsvBlockFinder> CsvBlockFinders();

// The first of them.
const CsvBlockFinder& FastestCsvBlockFinder();

}  // namespace sfconnector
