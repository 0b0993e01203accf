// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/csv_format.h"
#include "core/salesforce/bulk/record_scanner.h"

namespace sfconnector {
namespace {

constexpr std::size_t kNone = absl::string_view::npos;

// The longest beginning that tells what a piece of markup is: `<![CDATA[`.
constexpr std::size_t kLongestMark = 9;

// A piece of markup.
enum class Mark { kBegin, kEmpty, kEnd, kOther };

// Where a tag ends: behind a `>` that is not within quotes.
std::size_t EndOfTag(absl::string_view text) {
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return i + 1;
    }
  }
  return kNone;
}

// Where the piece of markup that `text` begins with ends.
std::size_t EndOfMark(absl::string_view text) {
  struct Row {
    absl::string_view begin;
    absl::string_view end;
  };
  static constexpr Row kRows[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}};
  for (const Row& row : kRows) {
    if (!absl::StartsWith(text, row.begin)) continue;
    const std::size_t end = text.find(row.end, row.begin.size());
    return end == kNone ? kNone : end + row.end.size();
  }
  return EndOfTag(text);
}

Mark MarkOf(absl::string_view text) {
  if (absl::StartsWith(text, "</")) return Mark::kEnd;
  if (absl::StartsWith(text, "<!") || absl::StartsWith(text, "<?")) return Mark::kOther;
  return absl::EndsWith(text, "/>") ? Mark::kEmpty : Mark::kBegin;
}

absl::string_view NameOf(absl::string_view tag) {
  return tag.substr(1, tag.find_first_of(" \t\r\n/>") - 1);
}

// The records are the elements within the root.
class XmlRecordScanner final : public RecordScanner {
 public:
  explicit XmlRecordScanner(std::size_t max_bytes) : RecordScanner(max_bytes) {}

  absl::Status Feed(absl::string_view chunk, const Take& take) override {
    absl::StrAppend(&buffer_, chunk);
    if (!is_xml_.has_value()) Begin();
    if (is_xml_.value_or(false)) SFC_RETURN_IF_ERROR(Scan(take));
    return CheckSize();
  }

  absl::Status Finish(const Take& take) override {
    ended_ = true;
    if (!is_xml_.value_or(false)) return absl::OkStatus();
    SFC_RETURN_IF_ERROR(Scan(take));
    if (!closed_) return absl::InvalidArgumentError("ends within the document");
    if (!has_records_) buffer_ = absl::StrCat(frame_.head, frame_.tail);
    return absl::OkStatus();
  }

 private:
  void Begin() {
    std::size_t at = absl::StartsWith(buffer_, kUtf8Bom) ? kUtf8Bom.size() : 0;
    while (at < buffer_.size() && absl::ascii_isspace(static_cast<unsigned char>(buffer_[at])))
      ++at;
    if (at < buffer_.size()) is_xml_ = buffer_[at] == '<';
  }

  // Looks through the buffer and drops what it has done with.
  absl::Status Scan(const Take& take) {
    SFC_RETURN_IF_ERROR(ScanMarks(take));
    if (closed_) done_ = buffer_.size();
    buffer_.erase(0, done_);
    at_ -= std::min(at_, done_);
    record_begin_ -= std::min(record_begin_, done_);
    done_ = 0;
    return absl::OkStatus();
  }

  absl::Status ScanMarks(const Take& take) {
    while (!closed_) {
      const absl::string_view text = buffer_;
      const std::size_t begin = text.find('<', at_);
      if (begin == kNone) {
        at_ = text.size();
        break;
      }
      at_ = begin;
      // Too little of it may be there to tell what it is.
      if (text.size() - begin < kLongestMark && !ended_) break;
      const std::size_t size = EndOfMark(text.substr(begin));
      if (size == kNone) break;
      at_ = begin + size;
      SFC_RETURN_IF_ERROR(TakeMark(begin, take));
    }
    return absl::OkStatus();
  }

  // The mark is that from `begin` to `at_`.
  absl::Status TakeMark(std::size_t begin, const Take& take) {
    const absl::string_view mark = absl::string_view(buffer_).substr(begin, at_ - begin);
    const Mark kind = MarkOf(mark);
    if (kind == Mark::kOther) return absl::OkStatus();
    if (depth_ == 0 && kind != Mark::kEnd) return TakeRoot(mark, kind);
    if (depth_ == 1 && kind != Mark::kEnd) record_begin_ = begin;
    if (kind == Mark::kBegin) ++depth_;
    if (kind == Mark::kEnd) --depth_;
    if (depth_ == 0) {
      closed_ = true;
    } else if (depth_ == 1) {
      has_records_ = true;
      const absl::string_view record =
          absl::string_view(buffer_).substr(record_begin_, at_ - record_begin_);
      SFC_RETURN_IF_ERROR(take(record));
      done_ = at_;
    }
    return absl::OkStatus();
  }

  // A root without anything in it becomes one that is closed.
  absl::Status TakeRoot(absl::string_view mark, Mark kind) {
    frame_.tail = absl::StrCat("</", NameOf(mark), ">");
    frame_.head = buffer_.substr(0, at_);
    if (kind == Mark::kEmpty) {
      frame_.head.replace(frame_.head.size() - 2, 2, ">");
      closed_ = true;
    }
    depth_ = 1;
    done_ = at_;
    return absl::OkStatus();
  }

  std::optional<bool> is_xml_;
  bool ended_ = false;
  bool closed_ = false;
  bool has_records_ = false;
  std::size_t at_ = 0;    // of the buffer was looked through
  std::size_t done_ = 0;  // of it belongs to what was taken
  std::size_t record_begin_ = 0;
  int depth_ = 0;
};

}  // namespace

std::unique_ptr<RecordScanner> MakeXmlRecordScanner(std::size_t max_bytes) {
  return std::make_unique<XmlRecordScanner>(max_bytes);
}

}  // namespace sfconnector
