// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk/record_scanner.h"

#include "absl/strings/str_cat.h"

namespace sfconnector {

absl::Status RecordScanner::CheckSize() const {
  if (buffer_.size() <= max_bytes_) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("has a record, or a text without records, of more than ", max_bytes_, " bytes"));
}

std::unique_ptr<RecordScanner> MakeRecordScanner(absl::string_view content_type,
                                                 std::size_t max_bytes) {
  if (content_type == "CSV") return MakeCsvRecordScanner(max_bytes);
  if (content_type == "JSON") return MakeJsonRecordScanner(max_bytes);
  if (content_type == "XML") return MakeXmlRecordScanner(max_bytes);
  return nullptr;
}

}  // namespace sfconnector
