// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

#include "absl/strings/string_view.h"

namespace sfconnector {

// The CSV of Salesforce's bulk APIs: RFC 4180 in UTF-8, with a choice of delimiter and line ending.
// https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/datafiles_prepare_csv.htm

// What stands between two fields; the values are the bytes.
enum class CsvDelimiter : char {
  kBackquote = '`',
  kCaret = '^',
  kComma = ',',
  kPipe = '|',
  kSemicolon = ';',
  kTab = '\t',
};

// What ends a record.
enum class CsvLineEnding { kLf, kCrlf };

struct CsvFormat {
  CsvDelimiter delimiter = CsvDelimiter::kComma;
  CsvLineEnding line_ending = CsvLineEnding::kLf;
};

// What may stand before the first record, and is no part of it.
inline constexpr absl::string_view kUtf8Bom = "\xEF\xBB\xBF";

constexpr char CsvByte(CsvDelimiter delimiter) { return static_cast<char>(delimiter); }

constexpr absl::string_view CsvBytes(CsvLineEnding ending) {
  return ending == CsvLineEnding::kLf ? "\n" : "\r\n";
}

struct CsvDelimiterName {
  CsvDelimiter delimiter{};
  absl::string_view name;
};

// Salesforce's names, as `columnDelimiter` of a job has them.
inline constexpr std::array<CsvDelimiterName, 6> kCsvDelimiterNames{{
    {CsvDelimiter::kBackquote, "BACKQUOTE"},
    {CsvDelimiter::kCaret, "CARET"},
    {CsvDelimiter::kComma, "COMMA"},
    {CsvDelimiter::kPipe, "PIPE"},
    {CsvDelimiter::kSemicolon, "SEMICOLON"},
    {CsvDelimiter::kTab, "TAB"},
}};

constexpr absl::string_view CsvName(CsvDelimiter delimiter) {
  for (const CsvDelimiterName& entry : kCsvDelimiterNames) {
    if (entry.delimiter == delimiter) return entry.name;
  }
  return "";
}

// Salesforce's name, as `lineEnding` of a job has it.
constexpr absl::string_view CsvName(CsvLineEnding ending) {
  return ending == CsvLineEnding::kLf ? "LF" : "CRLF";
}

// Nothing for other names.
constexpr std::optional<CsvDelimiter> CsvDelimiterOf(absl::string_view name) {
  for (const CsvDelimiterName& entry : kCsvDelimiterNames) {
    if (entry.name == name) return entry.delimiter;
  }
  return std::nullopt;
}

constexpr std::optional<CsvLineEnding> CsvLineEndingOf(absl::string_view name) {
  if (name == CsvName(CsvLineEnding::kLf)) return CsvLineEnding::kLf;
  if (name == CsvName(CsvLineEnding::kCrlf)) return CsvLineEnding::kCrlf;
  return std::nullopt;
}

}  // namespace sfconnector
