// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/codec/csv_reader.h"
#include "core/salesforce/ingest/row_source.h"

namespace sfconnector {

// Rows that the caller has as CSV. Records are passed on as they stand, but for line ends: where
// those may be of either kind they become line feeds. Blank lines are no rows.
class CsvRows final : public RowSource {
 public:
  // `line_ending` is what records must end with; nothing: with either.
  CsvRows(CsvDelimiter delimiter, std::optional<CsvLineEnding> line_ending);

  absl::Status Feed(const std::string& csv) override;
  absl::Status Feed(const v1::IngestRows& rows) override;
  absl::Status Finish() override;
  absl::StatusOr<bool> Next() override;

 private:
  absl::Status TakeHeader();
  absl::Status TakeRow();
  // The record that was read last, with the line end that all have.
  absl::string_view WithLineEnd();

  CsvReader reader_;
  std::string ended_;  // a record whose line end is another
};

}  // namespace sfconnector
