// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk/result_join.h"

#include <cstddef>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/csv_body_join.h"
#include "core/salesforce/bulk/record_scanner.h"

namespace sfconnector {
namespace {

// Records of more bytes are none that Salesforce has.
constexpr std::size_t kMaxRecordBytes = 4'000'000;

// The first line end is that of all.
class CsvResultJoin final : public ResultJoin {
 public:
  absl::Status Feed(absl::string_view chunk, std::string& out) override {
    if (join_) return Append(join_->Feed(chunk), out);
    absl::StrAppend(&beginning_, chunk);
    if (beginning_.find('\n') == std::string::npos &&
        beginning_.size() <= CsvBodyJoin::kHeaderBytes) {
      return absl::OkStatus();
    }
    return Begin(out);
  }

  absl::Status EndFile(std::string& out) override {
    if (!join_) SFC_RETURN_IF_ERROR(Begin(out));
    return Append(join_->EndBody(), out);
  }

  absl::Status Finish(std::string& /*out*/) override { return absl::OkStatus(); }

 private:
  absl::Status Begin(std::string& out) {
    const std::size_t end = beginning_.find('\n');
    const bool crlf = end != std::string::npos && end > 0 && beginning_[end - 1] == '\r';
    join_.emplace(crlf ? CsvLineEnding::kCrlf : CsvLineEnding::kLf);
    const std::string beginning = std::exchange(beginning_, std::string());
    return Append(join_->Feed(beginning), out);
  }

  static absl::Status Append(const absl::StatusOr<absl::string_view>& joined, std::string& out) {
    if (!joined.ok()) return joined.status();
    absl::StrAppend(&out, *joined);
    return absl::OkStatus();
  }

  std::optional<CsvBodyJoin> join_;
  std::string beginning_;
};

class ScannedResultJoin final : public ResultJoin {
 public:
  explicit ScannedResultJoin(std::unique_ptr<RecordScanner> (*make)(std::size_t)) : make_(make) {}

  absl::Status Feed(absl::string_view chunk, std::string& out) override {
    if (scanner_ == nullptr) scanner_ = make_(kMaxRecordBytes);
    return scanner_->Feed(chunk, TakeInto(out));
  }

  absl::Status EndFile(std::string& out) override {
    if (scanner_ == nullptr) return absl::OkStatus();
    SFC_RETURN_IF_ERROR(scanner_->Finish(TakeInto(out)));
    if (!has_records_) empty_ = scanner_->text();
    frame_ = scanner_->frame();
    scanner_.reset();
    return absl::OkStatus();
  }

  // Files without records come to the last of them.
  absl::Status Finish(std::string& out) override {
    out.append(has_records_ ? frame_.tail : empty_);
    return absl::OkStatus();
  }

 private:
  RecordScanner::Take TakeInto(std::string& out) {
    return [this, &out](absl::string_view record) {
      const RecordFrame& frame = scanner_->frame();
      absl::StrAppend(&out, has_records_ ? frame.separator : frame.head, record);
      has_records_ = true;
      return absl::OkStatus();
    };
  }

  std::unique_ptr<RecordScanner> (*const make_)(std::size_t);
  std::unique_ptr<RecordScanner> scanner_;  // of the file that is being read
  RecordFrame frame_;
  std::string empty_;
  bool has_records_ = false;
};

}  // namespace

std::unique_ptr<ResultJoin> MakeResultJoin(absl::string_view media_type) {
  if (absl::StrContains(media_type, "json")) {
    return std::make_unique<ScannedResultJoin>(&MakeJsonRecordScanner);
  }
  if (absl::StrContains(media_type, "xml")) {
    return std::make_unique<ScannedResultJoin>(&MakeXmlRecordScanner);
  }
  return std::make_unique<CsvResultJoin>();
}

}  // namespace sfconnector
