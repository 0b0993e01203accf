// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/codec/csv_boundary.h"
#include "core/codec/csv_format.h"

namespace sfconnector {

// Joins CSV bodies that have the same header, such as the pages of a result, to one text: with one
// header, without blank lines and byte order marks, and with a line end behind each record. Bodies
// and text come in chunks, cut anywhere. Records are passed on as they are, not checked.
class CsvBodyJoin {
 public:
  // A header of 32,000 characters, as Salesforce allows, with quotes around each name.
  static constexpr std::size_t kHeaderBytes = 262'144;

  explicit CsvBodyJoin(CsvLineEnding line_ending, std::size_t max_header_bytes = kHeaderBytes)
      : line_ending_(line_ending), max_header_bytes_(max_header_bytes) {}

  // Takes the next bytes of a body, and returns those of the joined text that they lead to: a part
  // of `chunk`, or memory of its own that is valid until the next call. Errors are final:
  // CSV_MALFORMED where the header differs from the first body's, CSV_TOO_LARGE for a header.
  absl::StatusOr<absl::string_view> Feed(absl::string_view chunk);

  // Ends a body; the next bytes are those of another one. Returns what is still to come of the
  // joined text. CSV_CUT where the body ends within quotes or within a line end.
  absl::StatusOr<absl::string_view> EndBody();

  // How many records were passed on in whole, headers aside, and how many by the body that was
  // ended last.
  std::uint64_t records() const { return records_; }
  std::uint64_t body_records() const { return body_records_; }

  // Of the body that has not ended: how many records were passed on in whole, and how many bytes at
  // the end of what was passed on belong to one that was not.
  std::uint64_t open_records() const { return body_.records; }
  std::size_t open_bytes() const { return body_.line_bytes - (body_.held_return ? 1 : 0); }

  // The first header without its line end; empty before there is one.
  absl::string_view header() const { return header_; }

 private:
  struct Body {
    CsvBoundary boundary;
    bool has_header = false;
    std::string header;  // as far as it is there
    std::uint64_t bytes = 0;
    std::uint64_t lines = 0;
    std::uint64_t records = 0;
    std::size_t line_bytes = 0;  // of the record that has not ended
    bool held_return = false;    // that record is a carriage return, which is not passed on yet
    char last_byte = 0;
  };

  absl::Status ReadHeader(absl::string_view& chunk);
  absl::Status TakeHeader(absl::string_view line);
  absl::string_view KeepRecords(absl::string_view text);
  bool IsBlank(absl::string_view text, std::size_t begin, std::size_t end) const;

  CsvLineEnding line_ending_;
  std::size_t max_header_bytes_;
  bool has_first_header_ = false;
  std::string header_;
  Body body_;
  std::uint64_t records_ = 0;
  std::uint64_t body_records_ = 0;
  std::string joined_;  // what is returned where it is no part of a chunk
  std::vector<std::size_t> ends_;
};

}  // namespace sfconnector
