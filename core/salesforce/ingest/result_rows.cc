// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/result_rows.h"

#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sfconnector {
namespace {

CsvReaderOptions OptionsOf(CsvDelimiter delimiter) {
  CsvReaderOptions options;
  options.delimiter = delimiter;
  // Errors stand beside the cells of a record that may itself be as long as one can be.
  options.limits.record_bytes *= 2;
  options.limits.fields += 2;
  return options;
}

}  // namespace

absl::string_view ResourceOf(ResultKind kind) {
  switch (kind) {
    case ResultKind::kSuccessful:
      return "successfulResults";
    case ResultKind::kFailed:
      return "failedResults";
    case ResultKind::kUnprocessed:
      return "unprocessedrecords";
  }
  return "";
}

ResultRows::ResultRows(ResultKind kind, CsvDelimiter delimiter, std::vector<std::string> columns)
    : kind_(kind), columns_(std::move(columns)), reader_(OptionsOf(delimiter)) {}

absl::StatusOr<bool> ResultRows::Next() {
  while (true) {
    absl::StatusOr<bool> read = reader_.Next();
    if (!read.ok() || !*read) return read;
    if (reader_.blank()) continue;
    if (width_ == 0) {
      ReadHeader();
      continue;
    }
    // A header without rows need not have the columns of an upload that was never begun.
    if (!header_.ok()) return header_;
    if (reader_.fields().size() == width_) return true;
    return absl::DataLossError(absl::StrCat("a result of ", reader_.fields().size(),
                                            " fields under a header of ", width_));
  }
}

void ResultRows::ReadHeader() {
  std::map<absl::string_view, std::size_t> places;
  const bool all = columns_.empty();
  width_ = reader_.fields().size();
  for (std::size_t i = 0; i < width_; ++i) {
    const absl::string_view name = reader_.fields()[i].text;
    places.emplace(name, i);
    if (all && !absl::StartsWith(name, "sf__")) columns_.emplace_back(name);
  }
  const auto place_of = [&places](absl::string_view name) {
    const auto place = places.find(name);
    return place == places.end() ? kNowhere : place->second;
  };
  id_ = place_of("sf__Id");
  created_ = place_of("sf__Created");
  error_ = place_of("sf__Error");
  const bool complete = kind_ == ResultKind::kUnprocessed ||
                        (kind_ == ResultKind::kFailed ? error_ : created_) != kNowhere;
  if (!complete) header_ = absl::DataLossError("the results have not the columns that they should");
  for (const std::string& column : columns_) {
    cells_.push_back(place_of(column));
    if (cells_.back() == kNowhere) {
      header_ = absl::DataLossError(absl::StrCat("the results have no column ", column));
    }
  }
}

}  // namespace sfconnector
