// SPDX-License-Identifier: Apache-2.0
#include "core/codec/csv_scanner.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace sfconnector {

std::size_t CsvScanner::Scan(absl::string_view text, CsvMarks* marks) {
  std::array<CsvBlock, kBlocks> found;
  const std::size_t blocks = std::min(text.size() / kCsvBlockBytes, kBlocks);
  if (blocks > 0) {
    find_(text.data(), blocks, delimiter_, quoted_, found.data());
    for (std::size_t i = 0; i < blocks; ++i) marks[i] = Mark(found[i], kCsvBlockBytes);
    return blocks * kCsvBlockBytes;
  }
  if (text.empty()) return 0;
  std::array<char, kCsvBlockBytes> rest{};
  std::memcpy(rest.data(), text.data(), text.size());
  find_(rest.data(), 1, delimiter_, quoted_, found.data());
  marks[0] = Mark(found[0], text.size());
  return text.size();
}

// A quote that opens stands behind the end of a field, or behind a quote that closes: then the two
// are one character. Behind a quote that closes stands one that opens, or the end of the field.
CsvMarks CsvScanner::Mark(const CsvBlock& block, std::size_t bytes) {
  const std::uint64_t outside = ~block.quoted;
  const std::uint64_t opening = block.quotes & block.quoted;
  const std::uint64_t closing = block.quotes & outside;
  const std::uint64_t line_feeds = block.line_feeds & outside;
  const std::uint64_t returns = block.carriage_returns & outside;
  const std::uint64_t field_ends = (block.delimiters & outside) | line_feeds;
  const std::uint64_t after_end = field_ends << 1 | after_.field_end;
  const std::uint64_t after_closing = closing << 1 | after_.closing_quote;
  const std::uint64_t after_return = returns << 1 | after_.carriage_return;

  CsvMarks marks{field_ends, line_feeds, opening & after_closing, 0};
  const std::uint64_t quote_problems = opening & ~(after_end | after_closing);
  const std::uint64_t behind_quote = after_closing & ~(field_ends | opening | returns);
  std::uint64_t line_end_problems = after_return & ~line_feeds;
  if (line_endings_ == CsvLineEndings::kLf) {
    line_end_problems = returns;
  } else if (line_endings_ == CsvLineEndings::kCrlf) {
    line_end_problems |= line_feeds & ~after_return;
  }
  const std::uint64_t problems = line_end_problems | quote_problems | behind_quote;
  const std::uint64_t within = ~std::uint64_t{0} >> (kCsvBlockBytes - bytes);
  if ((problems & within) != 0) {
    KeepFirst(marks, line_end_problems & within, quote_problems & within, behind_quote & within);
  }
  const std::size_t last = bytes - 1;
  after_ = {field_ends >> last & 1, closing >> last & 1, returns >> last & 1};
  return marks;
}

void CsvScanner::KeepFirst(CsvMarks& marks, std::uint64_t line_end_problems,
                           std::uint64_t quote_problems, std::uint64_t behind_quote) {
  const std::uint64_t problems = line_end_problems | quote_problems | behind_quote;
  marks.problem = problems & (~problems + 1);
  const std::uint64_t before = marks.problem - 1;
  marks.field_ends &= before;
  marks.record_ends &= before;
  marks.pairs &= before;
  if (!problem_.empty()) return;
  if ((line_end_problems & marks.problem) != 0) {
    switch (line_endings_) {
      case CsvLineEndings::kLf:
        problem_ = "a carriage return outside of quotes, where lines end with a line feed";
        break;
      case CsvLineEndings::kCrlf:
        problem_ = "a line feed or a carriage return outside of quotes without the other";
        break;
      case CsvLineEndings::kEither:
        problem_ = "a carriage return outside of quotes without a line feed behind it";
        break;
    }
  } else if ((quote_problems & marks.problem) != 0) {
    problem_ = "a quote in a field that does not begin with one";
  } else {
    problem_ = "text behind the quote that closes a field";
  }
}

}  // namespace sfconnector
