// SPDX-License-Identifier: Apache-2.0
#include "core/codec/csv_reader.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "core/base/status.h"

namespace sfconnector {
namespace {

std::uint32_t LowestBit(std::uint64_t bits) {
  return static_cast<std::uint32_t>(std::countr_zero(bits));
}

// So that offsets within a record, and a block behind it, have no more than 31 bits.
CsvLimits Clamp(CsvLimits limits) {
  limits.record_bytes = std::min<std::size_t>(limits.record_bytes, 0x7FFF'FF00);
  limits.fields = std::max<std::size_t>(limits.fields, 1);
  return limits;
}

}  // namespace

CsvReader::CsvReader(const CsvReaderOptions& options, const CsvBlockFinder& finder)
    : limits_(Clamp(options.limits)),
      scanner_(CsvByte(options.delimiter), options.line_endings, finder) {}

void CsvReader::Feed(absl::string_view chunk) {
  if (bom_possible_) chunk = SkipBom(chunk);
  chunk_ = chunk;
}

void CsvReader::Finish() {
  if (bom_possible_) KeepPartOfBom();
  finished_ = true;
}

absl::string_view CsvReader::SkipBom(absl::string_view chunk) {
  while (!chunk.empty()) {
    if (chunk[0] != kUtf8Bom[bom_bytes_]) {
      KeepPartOfBom();
      return chunk;
    }
    chunk.remove_prefix(1);
    if (++bom_bytes_ < kUtf8Bom.size()) continue;
    bom_possible_ = false;
    chunk_begin_ = record_begin_ = kUtf8Bom.size();
    return chunk;
  }
  return chunk;
}

// What began like a byte order mark is the beginning of the first field.
void CsvReader::KeepPartOfBom() {
  bom_possible_ = false;
  if (bom_bytes_ == 0) return;
  carried_.assign(kUtf8Bom.data(), bom_bytes_);
  chunk_begin_ = bom_bytes_;
  scanner_.SkipPlain();
}

absl::StatusOr<bool> CsvReader::Next() {
  if (!status_.ok()) return status_;
  if (delivered_) {
    delivered_ = false;
    field_count_ = 0;
    pairs_ = 0;
    carried_.clear();
  }
  absl::StatusOr<bool> read = Read();
  if (!read.ok()) status_ = read.status();
  return read;
}

absl::StatusOr<bool> CsvReader::Read() {
  for (;;) {
    for (; marks_next_ < marks_end_; ++marks_next_) {
      CsvMarks& marks = marks_[marks_next_];
      const std::uint64_t block_begin = marks_begin_ + marks_next_ * kCsvBlockBytes;
      if (block_begin > record_begin_ + limits_.record_bytes) return RecordTooLarge();
      const bool ended = TakeFieldEnds(marks, block_begin);
      if (field_count_ > limits_.fields) return TooManyFields();
      if (ended) return Deliver(record_begin_ + EndOf(field_count_ - 1) + 1);
      if (marks.problem != 0) return Malformed(block_begin + LowestBit(marks.problem));
    }
    if (scanned_ == chunk_.size()) break;
    ScanMore();
  }
  SFC_RETURN_IF_ERROR(KeepRest());
  return finished_ ? ReadLast() : false;
}

// Takes the marks of a block up to the next record end; false where it has none.
bool CsvReader::TakeFieldEnds(CsvMarks& marks, std::uint64_t block_begin) {
  const bool ended = marks.record_ends != 0;
  const std::uint64_t taken =
      ended ? marks.record_ends ^ (marks.record_ends - 1) : ~std::uint64_t{0};
  std::uint64_t ends = marks.field_ends & taken;
  std::uint64_t pairs = marks.pairs & taken;
  marks.field_ends &= ~taken;
  marks.record_ends &= ~taken;
  marks.pairs &= ~taken;

  if (field_ends_.size() < field_count_ + kCsvBlockBytes) {
    field_ends_.resize(std::max(field_ends_.size() * 2, kCsvBlockBytes * 2));
  }
  const auto begin = static_cast<std::uint32_t>(block_begin - record_begin_);
  std::uint32_t* next = field_ends_.data() + field_count_;
  for (; ends != 0; ends &= ends - 1) {
    const std::uint64_t before = (ends & (~ends + 1)) - 1;
    if ((pairs & before) != 0) pairs_ = kHasPairs;
    pairs &= ~before;
    *next++ = (begin + LowestBit(ends)) | pairs_;
    pairs_ = 0;
  }
  if (pairs != 0) pairs_ = kHasPairs;
  field_count_ = static_cast<std::size_t>(next - field_ends_.data());
  return ended;
}

void CsvReader::ScanMore() {
  marks_begin_ = chunk_begin_ + scanned_;
  const std::size_t bytes = scanner_.Scan(chunk_.substr(scanned_), marks_.data());
  marks_next_ = 0;
  marks_end_ = (bytes + kCsvBlockBytes - 1) / kCsvBlockBytes;
  scanned_ += bytes;
}

// At the end of a chunk: it will be gone when the record's end comes.
absl::Status CsvReader::KeepRest() {
  if (chunk_.empty()) return absl::OkStatus();
  const std::uint64_t end = chunk_begin_ + chunk_.size();
  if (end - record_begin_ > limits_.record_bytes) return RecordTooLarge();
  const std::uint64_t begin = std::max(record_begin_, chunk_begin_);
  const absl::string_view rest = chunk_.substr(static_cast<std::size_t>(begin - chunk_begin_));
  carried_.append(rest.data(), rest.size());
  chunk_ = absl::string_view();
  chunk_begin_ = end;
  scanned_ = marks_next_ = marks_end_ = 0;
  return absl::OkStatus();
}

absl::StatusOr<bool> CsvReader::ReadLast() {
  const std::uint64_t end = chunk_begin_;
  if (record_begin_ == end) return false;
  if (scanner_.in_quotes()) return CsvCut(PlaceOf(end), "the end of the text within quotes");
  if (scanner_.after_carriage_return()) {
    return CsvCut(PlaceOf(end), "the end of the text within a line end");
  }
  CsvMarks marks{.field_ends = 1};
  TakeFieldEnds(marks, end);
  if (field_count_ > limits_.fields) return TooManyFields();
  return Deliver(end);
}

absl::StatusOr<bool> CsvReader::Deliver(std::uint64_t end) {
  const auto size = static_cast<std::size_t>(end - record_begin_);
  if (size > limits_.record_bytes) return RecordTooLarge();
  if (carried_.empty()) {
    record_ = chunk_.substr(static_cast<std::size_t>(record_begin_ - chunk_begin_), size);
  } else {
    carried_.append(chunk_.data(), static_cast<std::size_t>(end - chunk_begin_));
    record_ = carried_;
  }
  SFC_RETURN_IF_ERROR(SplitFields());
  record_begin_ = end;
  ++records_;
  delivered_ = true;
  return true;
}

absl::Status CsvReader::SplitFields() {
  fields_.resize(field_count_);
  unescaped_.clear();
  const std::size_t last = EndOf(field_count_ - 1);
  if (last > 0 && record_[last - 1] == '\r') --field_ends_[field_count_ - 1];
  std::size_t begin = 0;
  for (std::size_t i = 0; i < field_count_; ++i) {
    const std::size_t end = EndOf(i);
    absl::string_view text(record_.data() + begin, end - begin);
    const bool quoted = !text.empty() && text.front() == '"';
    if (quoted) {
      text = absl::string_view(text.data() + 1, text.size() - 2);
      if ((field_ends_[i] & kHasPairs) != 0) text = Unescape(text);
    }
    if (text.size() > limits_.field_bytes) {
      return CsvTooLarge(PlaceOf(record_begin_ + begin), "a field", limits_.field_bytes, "bytes");
    }
    fields_[i] = {text, quoted};
    begin = end + 1;
  }
  return absl::OkStatus();
}

absl::string_view CsvReader::Unescape(absl::string_view body) {
  // Never to grow again within this record: fields point into it.
  if (unescaped_.empty()) unescaped_.reserve(record_.size());
  const std::size_t begin = unescaped_.size();
  for (std::size_t quote = body.find('"'); quote != absl::string_view::npos;
       quote = body.find('"')) {
    unescaped_.append(body.data(), quote + 1);
    body.remove_prefix(quote + 2);
  }
  unescaped_.append(body.data(), body.size());
  return absl::string_view(unescaped_).substr(begin);
}

// A record that is too large is so, wherever in it something else was found.
absl::Status CsvReader::Fail(std::uint64_t position, absl::Status status) const {
  return position - record_begin_ > limits_.record_bytes ? RecordTooLarge() : std::move(status);
}

absl::Status CsvReader::Malformed(std::uint64_t position) const {
  return Fail(position, CsvMalformed(PlaceOf(position), scanner_.problem()));
}

absl::Status CsvReader::TooManyFields() const {
  const std::uint64_t position = record_begin_ + EndOf(limits_.fields);
  return Fail(position, CsvTooLarge(PlaceOf(position), "a record", limits_.fields, "fields"));
}

absl::Status CsvReader::RecordTooLarge() const {
  return CsvTooLarge(PlaceOf(record_begin_), "a record", limits_.record_bytes, "bytes");
}

}  // namespace sfconnector
