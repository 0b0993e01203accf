// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/codec/csv_reader.h"

namespace sfconnector::testing {

struct SimpleField {
  std::string text;
  bool quoted = false;

  friend bool operator==(const SimpleField&, const SimpleField&) = default;
};

using SimpleRecord = std::vector<SimpleField>;

// What a CSV text reads as: its records, and the error that ended them, by its reason and the place
// that its message names.
struct SimpleCsv {
  std::vector<SimpleRecord> records;
  std::vector<std::string> texts;  // of the records, as they stand
  std::string reason;
  std::string place;

  friend bool operator==(const SimpleCsv&, const SimpleCsv&) = default;
};

// Reads it byte by byte, in the plainest way: what CsvReader is compared with.
SimpleCsv ReadCsvSimply(absl::string_view text, const CsvReaderOptions& options);

// Where its records end, found in the same way.
std::vector<std::size_t> FindRecordEndsSimply(absl::string_view text);

// Reads it with a CsvReader. `cuts` are the offsets, in order, where the text is cut into chunks,
// each of which is gone once the reader has read it.
SimpleCsv ReadCsv(absl::string_view text, const std::vector<std::size_t>& cuts,
                  const CsvReaderOptions& options, const CsvBlockFinder& finder);

// The chunks between these cuts.
std::vector<absl::string_view> CutText(absl::string_view text,
                                       const std::vector<std::size_t>& cuts);

}  // namespace sfconnector::testing
