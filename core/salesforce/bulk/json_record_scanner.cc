// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/csv_format.h"
#include "core/salesforce/bulk/record_scanner.h"

namespace sfconnector {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// The records are the elements of an array.
class JsonRecordScanner final : public RecordScanner {
 public:
  explicit JsonRecordScanner(std::size_t max_bytes) : RecordScanner(max_bytes) {
    frame_ = {"[", ",", "]"};
  }

  absl::Status Feed(absl::string_view chunk, const Take& take) override {
    absl::StrAppend(&buffer_, chunk);
    if (state_ == State::kBefore) Begin();
    if (state_ == State::kWithin) SFC_RETURN_IF_ERROR(Scan(take));
    if (state_ == State::kBehind) SFC_RETURN_IF_ERROR(ExpectNothing());
    return CheckSize();
  }

  absl::Status Finish(const Take& /*take*/) override {
    if (state_ == State::kWithin) return absl::InvalidArgumentError("ends within the array");
    if (state_ == State::kBehind && !has_records_) buffer_ = "[]";
    return absl::OkStatus();
  }

 private:
  enum class State { kBefore, kWithin, kBehind, kNoRecords };

  // Whether there is an array is seen at the first byte that is no white space.
  void Begin() {
    std::size_t at = absl::StartsWith(buffer_, kUtf8Bom) ? kUtf8Bom.size() : 0;
    while (at < buffer_.size() && IsSpace(buffer_[at])) ++at;
    if (at == buffer_.size()) return;
    state_ = buffer_[at] == '[' ? State::kWithin : State::kNoRecords;
    if (state_ == State::kWithin) buffer_.erase(0, at + 1);
  }

  absl::Status Scan(const Take& take) {
    std::size_t begin = 0;
    for (; at_ < buffer_.size() && state_ == State::kWithin; ++at_) {
      if (!EndsElement(buffer_[at_])) continue;
      const bool last = buffer_[at_] == ']';
      const absl::string_view element =
          absl::StripAsciiWhitespace(absl::string_view(buffer_).substr(begin, at_ - begin));
      begin = at_ + 1;
      if (last) state_ = State::kBehind;
      // Nothing but white space stands in an empty array.
      if (element.empty() && last && !has_records_) continue;
      if (element.empty()) return absl::InvalidArgumentError("has a comma without a record");
      has_records_ = true;
      SFC_RETURN_IF_ERROR(take(element));
    }
    buffer_.erase(0, begin);
    at_ -= begin;
    return absl::OkStatus();
  }

  // Takes in a byte; whether it stands behind an element.
  bool EndsElement(char c) {
    if (in_string_) {
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = true;
      } else if (c == '"') {
        in_string_ = false;
      }
      return false;
    }
    if (depth_ == 0 && (c == ',' || c == ']')) return true;
    if (c == '"') in_string_ = true;
    if (c == '{' || c == '[') ++depth_;
    if (c == '}' || c == ']') --depth_;
    return false;
  }

  absl::Status ExpectNothing() {
    for (const char c : buffer_) {
      if (!IsSpace(c)) return absl::InvalidArgumentError("goes on behind the array");
    }
    buffer_.clear();
    return absl::OkStatus();
  }

  State state_ = State::kBefore;
  std::size_t at_ = 0;  // of the buffer was scanned
  int depth_ = 0;       // within the element
  bool in_string_ = false;
  bool escaped_ = false;
  bool has_records_ = false;
};

}  // namespace

std::unique_ptr<RecordScanner> MakeJsonRecordScanner(std::size_t max_bytes) {
  return std::make_unique<JsonRecordScanner>(max_bytes);
}

}  // namespace sfconnector
