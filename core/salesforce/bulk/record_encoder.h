// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/salesforce/bulk/record_scanner.h"
#include "sfconnector/v1/bulk_service.pb.h"

namespace sfconnector {

// Writes records in the form of a job's batches, as BulkRecords in bulk_service.proto says.
class RecordEncoder {
 public:
  virtual ~RecordEncoder() = default;

  // Write a record, without what stands around it. INVALID_ARGUMENT names the field that the form
  // cannot hold. The text is valid until the next call.
  virtual absl::Status EncodeRecord(const v1::Record& record, std::string& text) = 0;
  virtual absl::Status EncodeRow(const v1::ListValue& row, std::string& text) = 0;

  // Known once a record was written.
  const RecordFrame& frame() const { return frame_; }

 protected:
  RecordFrame frame_;
};

// The encoder of the head's content type; INVALID_ARGUMENT names what is wrong with the head.
absl::StatusOr<std::unique_ptr<RecordEncoder>> MakeRecordEncoder(const v1::BulkBatchHead& head);

// One for each form. `columns` is what rows consist of.
std::unique_ptr<RecordEncoder> MakeCsvRecordEncoder(std::vector<std::string> columns, bool crlf);
std::unique_ptr<RecordEncoder> MakeJsonRecordEncoder(std::vector<std::string> columns);
std::unique_ptr<RecordEncoder> MakeXmlRecordEncoder(std::vector<std::string> columns);

// A row as the record that it stands for: a column `Owner.Email` or `User:Owner.Email` becomes a
// field of a record within it.
absl::StatusOr<v1::Record> RecordOfRow(const v1::ListValue& row,
                                       const std::vector<std::string>& columns);

// The text of a value that is neither absent, null, a list nor a record; INVALID_ARGUMENT for any
// other, and for one that could be taken for no value.
absl::StatusOr<std::string> TextOfValue(const v1::Value& value);

}  // namespace sfconnector
