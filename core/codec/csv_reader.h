// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/codec/csv_error.h"
#include "core/codec/csv_format.h"
#include "core/codec/csv_scanner.h"

namespace sfconnector {

// A value and whether it stood in quotes: `""` is not the same as nothing between two delimiters.
struct CsvField {
  absl::string_view text;
  bool quoted = false;
};

// What a reader takes, in bytes. Salesforce counts characters: 131,072 a field, 400,000 a record;
// the defaults are four times that. A record counts as it stands, with its line end; a field
// without its quotes.
struct CsvLimits {
  std::size_t record_bytes = 1'600'000;
  std::size_t field_bytes = 524'288;
  std::size_t fields = 8'192;
};

struct CsvReaderOptions {
  CsvDelimiter delimiter = CsvDelimiter::kComma;
  CsvLineEndings line_endings = CsvLineEndings::kEither;
  CsvLimits limits;
};

// Reads the records of a CSV text that comes in chunks, cut anywhere, even within a character.
// Strictly RFC 4180: a quote within a field without quotes, text behind a closing quote and a
// carriage return alone are errors. Bytes are not changed: NUL, spaces, and what is no UTF-8 stay.
// A byte order mark at the start is skipped. The last record needs no line end. A blank line is a
// record: see blank().
//
// Feed it a chunk, call Next until that returns false, feed the next one; after the last, Finish it
// and call Next until that returns false.
//
// Holds at most one record, and that only where it is cut or has quotes within quotes.
class CsvReader {
 public:
  explicit CsvReader(const CsvReaderOptions& options,
                     const CsvBlockFinder& finder = FastestCsvBlockFinder());

  // The next bytes of the text. Only at the beginning and once Next has returned false. They must
  // stay until Next returns false again.
  void Feed(absl::string_view chunk);

  // There are no more bytes. Next then gives the last record, if that has no line end.
  void Finish();

  // Reads the next record. False where it takes more bytes, and at the end of the text. An error
  // has one of the reasons of csv_error.h and is final; neither it nor the records before depend on
  // where the text was cut.
  absl::StatusOr<bool> Next();

  // The record that was read last: valid until the next call of Next, Feed or Finish.
  const std::vector<CsvField>& fields() const { return fields_; }

  // Its bytes as they stand, with its line end, without a byte order mark.
  absl::string_view record() const { return record_; }

  // Whether it is a blank line, which reads as one field with nothing in it, not even quotes.
  bool blank() const {
    return fields_.size() == 1 && !fields_[0].quoted && fields_[0].text.empty();
  }

  // How many records were read, blank lines and the header among them.
  std::uint64_t records() const { return records_; }

  // How many bytes of the text lie before the end of the record that was read last.
  std::uint64_t position() const { return record_begin_; }

 private:
  // In the offset of a field's end: the field has pairs of quotes.
  static constexpr std::uint32_t kHasPairs = std::uint32_t{1} << 31;

  absl::string_view SkipBom(absl::string_view chunk);
  void KeepPartOfBom();
  absl::StatusOr<bool> Read();
  bool TakeFieldEnds(CsvMarks& marks, std::uint64_t block_begin);
  void ScanMore();
  absl::Status KeepRest();
  absl::StatusOr<bool> ReadLast();
  absl::StatusOr<bool> Deliver(std::uint64_t end);
  absl::Status SplitFields();
  absl::string_view Unescape(absl::string_view body);
  absl::Status Fail(std::uint64_t position, absl::Status status) const;
  absl::Status Malformed(std::uint64_t position) const;
  absl::Status TooManyFields() const;
  absl::Status RecordTooLarge() const;
  std::size_t EndOf(std::size_t field) const { return field_ends_[field] & ~kHasPairs; }
  CsvPlace PlaceOf(std::uint64_t position) const { return {records_ + 1, position}; }

  const CsvLimits limits_;
  CsvScanner scanner_;
  absl::Status status_;
  bool finished_ = false;
  bool bom_possible_ = true;
  std::size_t bom_bytes_ = 0;  // how many bytes of a byte order mark were seen

  // Positions are those of bytes in the text.
  absl::string_view chunk_;
  std::uint64_t chunk_begin_ = 0;
  std::size_t scanned_ = 0;  // bytes of the chunk

  // Marks of blocks of the chunk, from the first that has marks which were not looked at.
  std::array<CsvMarks, CsvScanner::kBlocks> marks_;
  std::size_t marks_next_ = 0;
  std::size_t marks_end_ = 0;
  std::uint64_t marks_begin_ = 0;  // position of the first block

  // The record that is being read: the offsets of the ends of its fields, and a bit for those that
  // have pairs of quotes; its bytes from chunks before.
  std::uint64_t record_begin_ = 0;
  std::vector<std::uint32_t> field_ends_;
  std::size_t field_count_ = 0;
  std::uint32_t pairs_ = 0;
  std::string carried_;

  // The record that was read last.
  bool delivered_ = false;
  absl::string_view record_;
  std::vector<CsvField> fields_;
  std::string unescaped_;  // values that had pairs of quotes
  std::uint64_t records_ = 0;
};

}  // namespace sfconnector
