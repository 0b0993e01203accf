// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/codec/csv_reader.h"

namespace sfconnector {

// Reads the result of a batch of Bulk API 1.0: CSV with a row for each of the batch's, in their
// order.
// https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/asynch_api_batches_get_results.htm
class ClassicResultRows {
 public:
  ClassicResultRows() : reader_(CsvReaderOptions()) {}

  // As CsvReader's.
  void Feed(absl::string_view chunk) { reader_.Feed(chunk); }
  void Finish() { reader_.Finish(); }

  // Reads the next row; blank lines are none. An error says that the results cannot be read.
  absl::StatusOr<bool> Next();

  // What is said of the row that was read last: valid until the next call.
  absl::string_view id() const { return At(0); }
  bool success() const { return At(1) == "true"; }
  bool created() const { return At(2) == "true"; }
  absl::string_view error() const { return At(3); }

 private:
  static constexpr std::array<absl::string_view, 4> kColumns{"Id", "Success", "Created", "Error"};

  absl::Status ReadHeader();
  absl::string_view At(std::size_t column) const { return reader_.fields()[places_[column]].text; }

  CsvReader reader_;
  std::size_t width_ = 0;  // of the header; 0: not read yet
  std::array<std::size_t, kColumns.size()> places_{};
};

}  // namespace sfconnector
