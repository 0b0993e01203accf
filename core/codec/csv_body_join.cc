// SPDX-License-Identifier: Apache-2.0
#include "core/codec/csv_body_join.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/codec/csv_error.h"

namespace sfconnector {
namespace {

absl::string_view WithoutLineEnd(absl::string_view line) {
  absl::ConsumeSuffix(&line, "\n");
  absl::ConsumeSuffix(&line, "\r");
  return line;
}

}  // namespace

absl::StatusOr<absl::string_view> CsvBodyJoin::Feed(absl::string_view chunk) {
  joined_.clear();
  while (!body_.has_header && !chunk.empty()) SFC_RETURN_IF_ERROR(ReadHeader(chunk));
  if (chunk.empty()) return absl::string_view(joined_);
  return KeepRecords(chunk);
}

// Takes from `chunk` what belongs to the header, or to a blank line before it.
absl::Status CsvBodyJoin::ReadHeader(absl::string_view& chunk) {
  const CsvRecordEnds found = body_.boundary.ScanRecords(chunk, 1);
  body_.bytes += found.scanned;
  if (body_.header.size() + found.scanned > max_header_bytes_) {
    return CsvTooLarge({body_.lines + 1, 0}, "a header", max_header_bytes_, "bytes");
  }
  body_.header.append(chunk.data(), found.scanned);
  chunk.remove_prefix(found.scanned);
  return found.count == 0 ? absl::OkStatus() : TakeHeader(body_.header);
}

// Passes the first header on; the others must be equal.
absl::Status CsvBodyJoin::TakeHeader(absl::string_view line) {
  ++body_.lines;
  absl::string_view header = WithoutLineEnd(line);
  absl::ConsumePrefix(&header, kUtf8Bom);
  if (!header.empty()) {
    body_.has_header = true;
    if (!has_first_header_) {
      has_first_header_ = true;
      header_.assign(header.data(), header.size());
      joined_ = header_;
      absl::StrAppend(&joined_, CsvBytes(line_ending_));
    } else if (header != header_) {
      return CsvMalformed({body_.lines, 0}, "a header that is not that of the first part");
    }
  }
  body_.header.clear();
  return absl::OkStatus();
}

// Of a line that began within `text` at `begin`, or before `text`.
bool CsvBodyJoin::IsBlank(absl::string_view text, std::size_t begin, std::size_t end) const {
  const std::size_t size = body_.line_bytes + end - begin;
  if (size == 1) return true;
  return size == 2 && (body_.line_bytes == 1 ? body_.held_return : text[begin] == '\r');
}

absl::string_view CsvBodyJoin::KeepRecords(absl::string_view text) {
  if (body_.held_return && text.front() != '\n') {
    joined_.push_back('\r');
    body_.held_return = false;
  }
  ends_.clear();
  body_.boundary.ScanEach(text, ends_);
  std::size_t begin = 0;  // of the line
  std::size_t kept = 0;   // what lies before was passed on or dropped
  for (const std::size_t end : ends_) {
    if (IsBlank(text, begin, end)) {
      if (begin > kept) absl::StrAppend(&joined_, text.substr(kept, begin - kept));
      kept = end;
    } else {
      ++body_.records;
    }
    body_.held_return = false;
    body_.line_bytes = 0;
    begin = end;
  }
  body_.lines += ends_.size();
  body_.bytes += text.size();
  body_.line_bytes += text.size() - begin;
  body_.last_byte = text.back();
  body_.held_return = body_.line_bytes == 1 && text.back() == '\r';
  const absl::string_view rest = text.substr(kept, text.size() - kept - body_.held_return);
  if (joined_.empty()) return rest;
  absl::StrAppend(&joined_, rest);
  return joined_;
}

absl::StatusOr<absl::string_view> CsvBodyJoin::EndBody() {
  joined_.clear();
  const CsvPlace end{body_.lines + 1, body_.bytes};
  if (body_.boundary.in_quotes()) return CsvCut(end, "the end of the text within quotes");
  if (!body_.has_header) {
    SFC_RETURN_IF_ERROR(TakeHeader(body_.header));
  } else if (body_.line_bytes > 0) {
    if (body_.last_byte == '\r') return CsvCut(end, "the end of the text within a line end");
    absl::StrAppend(&joined_, CsvBytes(line_ending_));
    ++body_.records;
  }
  body_records_ = body_.records;
  records_ += body_.records;
  body_ = Body{};
  return absl::string_view(joined_);
}

}  // namespace sfconnector
