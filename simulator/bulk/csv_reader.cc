// SPDX-License-Identifier: Apache-2.0
#include "simulator/bulk/csv_reader.h"

#include <algorithm>

#include "simulator/base/bulk_text.h"
#include "simulator/base/utf8.h"

namespace sfsim {
namespace {

constexpr size_t kPiece = 65'536;
// A record may have 400,000 characters.
constexpr size_t kMaxRow = 4'000'000;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

bool CsvReader::ReadMore() {
  if (at_end_) return false;
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    scanned_ -= begin_;
    base_ += begin_;
    begin_ = 0;
  }
  const size_t size = buffer_.size();
  buffer_.resize(size + kPiece);
  const size_t count = source_(buffer_.data() + size, kPiece);
  buffer_.resize(size + count);
  at_end_ = count == 0;
  return !at_end_;
}

void CsvReader::SkipByteOrderMark() {
  started_ = true;
  while (buffer_.size() < kByteOrderMark.size() && ReadMore()) {
  }
  if (std::string_view(buffer_).starts_with(kByteOrderMark)) begin_ = kByteOrderMark.size();
  scanned_ = begin_;
}

bool CsvReader::FindLine(size_t* end) {
  while (true) {
    const char* const data = buffer_.data();
    const size_t size = buffer_.size();
    for (; scanned_ < size; ++scanned_) {
      if (data[scanned_] == '"') {
        quoted_ = !quoted_;
      } else if (data[scanned_] == '\n' && !quoted_) {
        *end = scanned_++;
        return true;
      }
    }
    if (size - begin_ > kMaxRow || !ReadMore()) {
      *end = buffer_.size();
      return begin_ < buffer_.size();
    }
  }
}

bool CsvReader::TakeLineEnding(std::string_view* line, bool last) const {
  const bool carriage = line->ends_with('\r');
  if (carriage && format_.line_ending != LineEnding::kLf) line->remove_suffix(1);
  if (format_.line_ending == LineEnding::kLf) return !carriage;
  return format_.line_ending == LineEnding::kEither || carriage || last;
}

bool CsvReader::ReadQuoted(std::string_view line, size_t* at, std::string_view* cell) {
  size_t begin = *at + 1;
  const size_t kept = unescaped_.size();
  bool escaped = false;
  while (true) {
    const size_t quote = line.find('"', begin);
    if (quote == std::string_view::npos) return false;
    const bool doubled = quote + 1 < line.size() && line[quote + 1] == '"';
    if (!doubled && !escaped) {
      *cell = line.substr(begin, quote - begin);
    } else {
      unescaped_.append(line.substr(begin, quote - begin));
      if (doubled) unescaped_.push_back('"');
      *cell = std::string_view(unescaped_).substr(kept);
    }
    begin = quote + (doubled ? 2 : 1);
    escaped = escaped || doubled;
    if (!doubled) break;
  }
  *at = begin;
  return *at == line.size() || line[*at] == format_.delimiter;
}

bool CsvReader::SplitCells(std::string_view line, std::vector<std::string_view>* cells) {
  cells->clear();
  unescaped_.clear();
  // Cells are views into it, so that it must not move.
  unescaped_.reserve(line.size());
  size_t at = 0;
  while (true) {
    std::string_view cell;
    if (at < line.size() && line[at] == '"') {
      if (!ReadQuoted(line, &at, &cell)) return false;
    } else {
      const size_t end = std::min(line.find(format_.delimiter, at), line.size());
      cell = line.substr(at, end - at);
      if (cell.find('"') != std::string_view::npos) return false;
      at = end;
    }
    cells->push_back(cell);
    if (at >= line.size()) return true;
    ++at;
  }
}

CsvReader::Result CsvReader::Broken(std::string problem) {
  problem_ = std::move(problem);
  return Result::kBroken;
}

CsvReader::Result CsvReader::Next(CsvRow* row) {
  if (!started_) SkipByteOrderMark();
  size_t end = 0;
  std::string_view line;
  do {
    if (!FindLine(&end)) return Result::kEnd;
    row->offset = base_ + begin_;
    if (quoted_ || end - begin_ > kMaxRow) return Broken(std::string(text::kUnclosedQuote));
    line = std::string_view(buffer_).substr(begin_, end - begin_);
    const bool last = end == buffer_.size();
    begin_ = scanned_;
    if (!TakeLineEnding(&line, last)) {
      return Broken(text::WrongLineEnding(format_.line_ending == LineEnding::kCrlf));
    }
  } while (line.empty());
  row->raw = line;
  if (FindInvalidUtf8(line) != std::string_view::npos) {
    return Broken(std::string(text::kCsvNotUtf8));
  }
  if (!SplitCells(line, &row->cells)) return Broken(text::BrokenCsvRow(row->offset));
  return Result::kRow;
}

void AppendQuotedCell(std::string_view text, std::string* out) {
  out->push_back('"');
  size_t quote = text.find('"');
  while (quote != std::string_view::npos) {
    out->append(text.substr(0, quote + 1)).push_back('"');
    text.remove_prefix(quote + 1);
    quote = text.find('"');
  }
  out->append(text).push_back('"');
}

}  // namespace sfsim
