// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/codec/csv_format.h"
#include "core/salesforce/ingest/row_key.h"
#include "sfconnector/v1/ingest_service.pb.h"

namespace sfconnector {

// The rows of an input, as records of the CSV that is uploaded. Fed with one part of the input
// after the other, each of which must stay until Next has returned false.
class RowSource {
 public:
  RowSource() = default;
  RowSource(const RowSource&) = delete;
  RowSource& operator=(const RowSource&) = delete;
  virtual ~RowSource() = default;

  // Takes the next part. INVALID_ARGUMENT where it is of another kind than those before.
  virtual absl::Status Feed(const std::string& csv) = 0;
  virtual absl::Status Feed(const v1::IngestRows& rows) = 0;
  // There are no more parts.
  virtual absl::Status Finish() = 0;

  // Reads the next row. False where it takes another part, and at the end. An error is final, and
  // says which row is wrong; it is INVALID_ARGUMENT or one of csv_error.h.
  virtual absl::StatusOr<bool> Next() = 0;

  // The row that was read last, with its line end: valid until the next call of Next.
  absl::string_view record() const { return record_; }
  const RowKey& key() const { return key_; }

  // The header with its line end, and its names. Empty before the first row was read.
  const std::string& header() const { return header_; }
  const std::vector<std::string>& columns() const { return columns_; }

  // The format of header and records.
  const CsvFormat& format() const { return format_; }

 protected:
  explicit RowSource(CsvFormat format) : format_(format) {}

  // INVALID_ARGUMENT for a name that stands twice: results could not be told apart.
  absl::Status SetColumns(std::vector<std::string> columns, absl::string_view field);

  CsvFormat format_;
  std::string header_;
  std::vector<std::string> columns_;
  absl::string_view record_;
  RowKey key_;
  RowKeyMaker keys_;
};

// What a head says about the format of the input, which the head of a resumed load says too.
struct RowInput {
  std::vector<std::string> columns;  // for typed rows; empty for CSV
  std::string column_delimiter;
  std::string line_ending;
};

// INVALID_ARGUMENT names the field of the head that is wrong.
absl::StatusOr<std::unique_ptr<RowSource>> MakeRowSource(const RowInput& input);

}  // namespace sfconnector
