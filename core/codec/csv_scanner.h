// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "core/codec/csv_blocks.h"

namespace sfconnector {

// Which line endings a text may have.
enum class CsvLineEndings { kLf, kCrlf, kEither };

// The structure of 64 bytes of CSV: bit i stands for byte i. Ends where a problem is.
struct CsvMarks {
  std::uint64_t field_ends = 0;   // delimiters and line feeds outside of quotes
  std::uint64_t record_ends = 0;  // the line feeds among them
  std::uint64_t pairs = 0;        // the second of two quotes that stand for one
  std::uint64_t problem = 0;      // the first byte that breaks the grammar
};

// Finds the structure of a CSV text that comes in chunks, cut anywhere, and where it first breaks
// the grammar of RFC 4180. What stands behind a problem means nothing.
class CsvScanner {
 public:
  static constexpr std::size_t kBlocks = 32;

  CsvScanner(char delimiter, CsvLineEndings line_endings, const CsvBlockFinder& finder)
      : find_(finder.find_blocks), delimiter_(delimiter), line_endings_(line_endings) {}

  // Looks through the next bytes of the text, kBlocks blocks at most, and returns how many bytes
  // that were: full blocks, but for the last bytes of `text`.
  std::size_t Scan(absl::string_view text, CsvMarks* marks);

  // Takes note of bytes that are neither quotes nor separators.
  void SkipPlain() { after_ = After{}; }

  // What is wrong at the byte marked as a problem.
  absl::string_view problem() const { return problem_; }

  // Whether what was scanned ends within quotes, or with a carriage return outside of them.
  bool in_quotes() const { return quoted_ != 0; }
  bool after_carriage_return() const { return after_.carriage_return != 0; }

 private:
  // Whether the byte before a block is one of these.
  struct After {
    std::uint64_t field_end = 0;
    std::uint64_t closing_quote = 0;
    std::uint64_t carriage_return = 0;
  };

  CsvMarks Mark(const CsvBlock& block, std::size_t bytes);
  void KeepFirst(CsvMarks& marks, std::uint64_t line_end_problems, std::uint64_t quote_problems,
                 std::uint64_t behind_quote);

  decltype(CsvBlockFinder::find_blocks) find_;
  char delimiter_;
  CsvLineEndings line_endings_;
  std::uint64_t quoted_ = 0;
  After after_{1, 0, 0};
  absl::string_view problem_;
};

}  // namespace sfconnector
