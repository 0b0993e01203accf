// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "core/codec/csv_format.h"

namespace sfconnector {

enum class CsvQuotes { kWhereNeeded, kAlways };

// Appends CSV records to a string. Any bytes come back from CsvReader as they were written.
//
// A cell of an upload says one of three things, which the caller writes: the empty text leaves the
// field alone, `#N/A` clears it, anything else is its value.
class CsvWriter {
 public:
  // `out` must outlive it.
  CsvWriter(CsvFormat format, std::string& out);

  // Appends a field. Quotes are needed around delimiters, quotes and line ends, around spaces and
  // tabs at either end, which many readers drop, and around what looks like a byte order mark.
  void Field(absl::string_view text, CsvQuotes quotes = CsvQuotes::kWhereNeeded);

  // Ends the record, which has a field at least. One with a single empty field gets quotes: it
  // would be a blank line else.
  void EndRecord();

 private:
  bool NeedsQuotes(absl::string_view text) const;
  void AppendQuoted(absl::string_view text);

  std::string* out_;
  char delimiter_;
  absl::string_view line_end_;
  std::array<unsigned char, 256> special_{};  // 1 for bytes that need quotes around them
  std::size_t record_begin_ = 0;
  bool in_record_ = false;
};

}  // namespace sfconnector
