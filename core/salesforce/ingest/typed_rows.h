// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/codec/csv_writer.h"
#include "core/salesforce/ingest/row_source.h"

namespace sfconnector {

// Rows that the caller has as values. Their CSV has commas and line feeds.
class TypedRows final : public RowSource {
 public:
  TypedRows() : RowSource(CsvFormat{}), writer_(format_, text_) {}

  // Called once, before anything else. INVALID_ARGUMENT names what is wrong with the columns.
  absl::Status Begin(std::vector<std::string> columns);

  absl::Status Feed(const std::string& csv) override;
  absl::Status Feed(const v1::IngestRows& rows) override;
  absl::Status Finish() override { return absl::OkStatus(); }
  absl::StatusOr<bool> Next() override;

 private:
  // What a value is in CSV. INVALID_ARGUMENT, with an empty field, where CSV cannot say it.
  absl::StatusOr<absl::string_view> CellOf(const v1::Value& value);
  absl::Status Encode(const v1::Row& row);

  std::string text_;
  CsvWriter writer_;
  std::string number_;
  const v1::IngestRows* rows_ = nullptr;
  int next_ = 0;                // within rows_
  std::int64_t rows_read_ = 0;  // in all
};

}  // namespace sfconnector
