// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/codec/csv_blocks.h"

namespace sfconnector {

// The record ends in a stretch of CSV.
struct CsvRecordEnds {
  // How many bytes of the chunk were looked through.
  std::size_t scanned = 0;
  // The offset behind the last line end of a record among them; 0 where there is none.
  std::size_t last = 0;
  std::uint64_t count = 0;
};

// Finds where records end in a CSV text that comes in chunks, cut anywhere: at line feeds outside
// of quotes, whatever the delimiter and the line ending are. A blank line is a record to it, the
// header too. It trusts the quotes: a quote that breaks the grammar is found by CsvReader alone.
class CsvBoundary {
 public:
  CsvBoundary() : CsvBoundary(FastestCsvBlockFinder()) {}
  explicit CsvBoundary(const CsvBlockFinder& finder) : find_(finder.find_record_ends) {}

  // Looks through the whole chunk.
  CsvRecordEnds Scan(absl::string_view chunk);

  // The same; appends the offset behind each record end.
  CsvRecordEnds ScanEach(absl::string_view chunk, std::vector<std::size_t>& ends);

  // Looks no further than the record end that is number `records`, counted from 1. What was not
  // scanned goes into the next call.
  CsvRecordEnds ScanRecords(absl::string_view chunk, std::uint64_t records);

  // Looks no further than the first record end with at least `bytes` bytes of the chunk before it,
  // its own among them.
  CsvRecordEnds ScanPast(absl::string_view chunk, std::size_t bytes);

  // Whether what was scanned ends within quotes, and whether it ends within a record.
  bool in_quotes() const { return quoted_ != 0; }
  bool in_record() const { return in_record_; }

 private:
  template <class Stop>
  CsvRecordEnds ScanUntil(absl::string_view chunk, Stop stop);

  decltype(CsvBlockFinder::find_record_ends) find_;
  std::uint64_t quoted_ = 0;
  bool in_record_ = false;
};

}  // namespace sfconnector
