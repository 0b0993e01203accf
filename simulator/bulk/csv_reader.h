// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/bulk/csv_format.h"

namespace sfsim {

// A row of CSV data. The views live until the next one is read.
struct CsvRow {
  // Without their quotes.
  std::vector<std::string_view> cells;
  // As it stands in the data, without its line ending.
  std::string_view raw;
  // Where it begins in the data; known of broken rows too.
  uint64_t offset = 0;
};

// Reads CSV (RFC 4180) row by row from data that comes in pieces. A byte order mark at the
// beginning is no part of the first cell; empty lines are no rows. Holds one row and what has been
// read beyond it.
class CsvReader {
 public:
  // Fills the buffer with what comes next and returns how many bytes that was; 0 at the end.
  using Source = std::function<size_t(char* buffer, size_t size)>;
  enum class Result { kRow, kEnd, kBroken };

  CsvReader(Source source, CsvFormat format) : source_(std::move(source)), format_(format) {}

  Result Next(CsvRow* row);
  // Where the data goes on behind the row read last.
  uint64_t position() const { return base_ + begin_; }
  // What is wrong with the data, once a row was broken.
  const std::string& problem() const { return problem_; }

 private:
  // Finds the end of the row that begins at `begin_`; false at the end of the data.
  bool FindLine(size_t* end);
  bool ReadMore();
  void SkipByteOrderMark();
  // Takes the line ending off the line; false when it is not the declared one.
  bool TakeLineEnding(std::string_view* line, bool last) const;
  bool SplitCells(std::string_view line, std::vector<std::string_view>* cells);
  // Reads the quoted cell at `at`, and leaves `at` behind its closing quote.
  bool ReadQuoted(std::string_view line, size_t* at, std::string_view* cell);
  Result Broken(std::string problem);

  Source source_;
  CsvFormat format_;
  std::string buffer_;
  // The row begins there, and up to there it has been looked through.
  size_t begin_ = 0;
  size_t scanned_ = 0;
  bool quoted_ = false;
  bool started_ = false;
  bool at_end_ = false;
  // Where the buffer begins in the data.
  uint64_t base_ = 0;
  std::string unescaped_;
  std::string problem_;
};

// Appends a cell in quotes.
void AppendQuotedCell(std::string_view text, std::string* out);

}  // namespace sfsim
