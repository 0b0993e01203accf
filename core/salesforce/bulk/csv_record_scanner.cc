// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/codec/csv_boundary.h"
#include "core/codec/csv_format.h"
#include "core/salesforce/bulk/record_scanner.h"

namespace sfconnector {
namespace {

bool IsBlank(absl::string_view line) { return line == "\n" || line == "\r\n"; }

// The header is the frame's head, and each record has its line end.
class CsvRecordScanner final : public RecordScanner {
 public:
  explicit CsvRecordScanner(std::size_t max_bytes) : RecordScanner(max_bytes) {}

  absl::Status Feed(absl::string_view chunk, const Take& take) override {
    ends_.clear();
    boundary_.ScanEach(chunk, ends_);
    std::size_t begin = 0;
    for (const std::size_t end : ends_) {
      SFC_RETURN_IF_ERROR(TakeLine(chunk.substr(begin, end - begin), take));
      begin = end;
    }
    absl::StrAppend(&buffer_, chunk.substr(begin));
    return CheckSize();
  }

  absl::Status Finish(const Take& take) override {
    if (!has_head_) return absl::OkStatus();
    if (boundary_.in_quotes()) return absl::InvalidArgumentError("ends within quotes");
    if (!buffer_.empty()) return TakeLine({}, take);
    if (!has_records_) buffer_ = frame_.head;
    return absl::OkStatus();
  }

 private:
  // A line whose beginning may be in the buffer already.
  absl::Status TakeLine(absl::string_view rest, const Take& take) {
    if (buffer_.empty()) return TakeWhole(rest, take);
    absl::StrAppend(&buffer_, rest);
    SFC_RETURN_IF_ERROR(CheckSize());
    const std::string line = std::move(buffer_);
    buffer_.clear();
    return TakeWhole(line, take);
  }

  absl::Status TakeWhole(absl::string_view line, const Take& take) {
    if (IsBlank(line)) return absl::OkStatus();
    if (has_head_) {
      has_records_ = true;
      return take(line);
    }
    has_head_ = true;
    absl::ConsumePrefix(&line, kUtf8Bom);
    frame_.head = std::string(line);
    return absl::OkStatus();
  }

  CsvBoundary boundary_;
  std::vector<std::size_t> ends_;
  bool has_head_ = false;
  bool has_records_ = false;
};

}  // namespace

std::unique_ptr<RecordScanner> MakeCsvRecordScanner(std::size_t max_bytes) {
  return std::make_unique<CsvRecordScanner>(max_bytes);
}

}  // namespace sfconnector
