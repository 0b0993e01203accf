// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/codec/csv_reader.h"

namespace sfconnector {

// Which of an ingest job's results.
enum class ResultKind { kSuccessful, kFailed, kUnprocessed };
inline constexpr ResultKind kAllResults[] = {ResultKind::kSuccessful, ResultKind::kFailed,
                                             ResultKind::kUnprocessed};

// The resource that has them, within the job's.
absl::string_view ResourceOf(ResultKind kind);

// Reads results of an ingest job of Bulk API 2.0: CSV with the columns of the upload, and those of
// Salesforce before them: `sf__Id`, and `sf__Created` or `sf__Error`.
// https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/get_job_successful_results.htm
class ResultRows {
 public:
  // `columns` of the upload, in the order in which their cells are wanted; where there are none,
  // the cells come as they stand.
  ResultRows(ResultKind kind, CsvDelimiter delimiter, std::vector<std::string> columns);

  // As CsvReader's.
  void Feed(absl::string_view chunk) { reader_.Feed(chunk); }
  void Finish() { reader_.Finish(); }

  // Reads the next row; blank lines are none. An error says that the results cannot be read.
  absl::StatusOr<bool> Next();

  // What is said of the row that was read last: valid until the next call.
  absl::string_view id() const { return At(id_); }
  bool created() const { return At(created_) == "true"; }
  absl::string_view error() const { return At(error_); }
  // The cells of the upload.
  std::size_t cells() const { return cells_.size(); }
  absl::string_view cell(std::size_t i) const { return reader_.fields()[cells_[i]].text; }

  // The names of the cells; empty before there is a header.
  const std::vector<std::string>& columns() const { return columns_; }

 private:
  static constexpr std::size_t kNowhere = ~std::size_t{0};

  void ReadHeader();
  absl::string_view At(std::size_t field) const {
    return field == kNowhere ? absl::string_view() : reader_.fields()[field].text;
  }

  const ResultKind kind_;
  std::vector<std::string> columns_;
  CsvReader reader_;
  std::size_t width_ = 0;  // of the header; 0: not read yet
  absl::Status header_;    // what is wrong with it
  std::size_t id_ = kNowhere;
  std::size_t created_ = kNowhere;
  std::size_t error_ = kNowhere;
  std::vector<std::size_t> cells_;  // where each column's stands
};

}  // namespace sfconnector
