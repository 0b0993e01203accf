// SPDX-License-Identifier: Apache-2.0
#include "simulator/bulk/csv_format.h"

#include <array>
#include <utility>

namespace sfsim {

std::optional<char> CsvDelimiterOf(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, char>, 6> kDelimiters = {{
      {"COMMA", ','},
      {"BACKQUOTE", '`'},
      {"CARET", '^'},
      {"PIPE", '|'},
      {"SEMICOLON", ';'},
      {"TAB", '\t'},
  }};
  for (const auto& [known, delimiter] : kDelimiters) {
    if (known == name) return delimiter;
  }
  return std::nullopt;
}

std::optional<LineEnding> LineEndingOf(std::string_view name) {
  if (name == "LF") return LineEnding::kLf;
  if (name == "CRLF") return LineEnding::kCrlf;
  return std::nullopt;
}

}  // namespace sfsim
