// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/codec/csv_format.h"
#include "core/codec/csv_reader.h"
#include "sfconnector/v1/bulk_v2_results.pb.h"

namespace sfconnector {

// Reads the results of an ingest job as typed rows: what Salesforce puts before the caller's own
// columns (`sf__Id`, `sf__Created`, `sf__Error`) becomes fields, those columns are echoed.
class IngestRows {
 public:
  explicit IngestRows(CsvDelimiter delimiter);

  // Puts the rows of the next whole records into `response`, and the columns where the header is
  // among them. DATA_LOSS with reason CORRUPT_REPLY where it is no such CSV.
  absl::Status Take(absl::string_view csv, v1::GetIngestResultsResponse& response);
  // The same for what is left.
  absl::Status Finish(v1::GetIngestResultsResponse& response);

 private:
  absl::Status TakeRecords(v1::GetIngestResultsResponse& response);
  void TakeHeader(v1::GetIngestResultsResponse& response);
  absl::Status TakeRow(v1::IngestResultRow& row) const;

  CsvReader reader_;
  std::size_t columns_ = 0;  // 0 before the header was read
  // Where Salesforce's own columns are.
  std::optional<std::size_t> id_;
  std::optional<std::size_t> created_;
  std::optional<std::size_t> error_;
};

}  // namespace sfconnector
