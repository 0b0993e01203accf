// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace sfsim {

enum class LineEnding {
  kLf,
  kCrlf,
  kEither,  // of data whose line ending nobody has declared
};

// How the CSV of a job is laid out.
struct CsvFormat {
  char delimiter = ',';
  LineEnding line_ending = LineEnding::kLf;

  std::string_view newline() const { return line_ending == LineEnding::kCrlf ? "\r\n" : "\n"; }
};

// `COMMA`, `BACKQUOTE`, `CARET`, `PIPE`, `SEMICOLON`, `TAB`; `LF`, `CRLF`. Nothing for other names.
std::optional<char> CsvDelimiterOf(std::string_view name);
std::optional<LineEnding> LineEndingOf(std::string_view name);

}  // namespace sfsim
