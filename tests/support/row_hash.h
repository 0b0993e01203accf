// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sfconnector::testing {

// A hash of rows that does not depend on their order, and tells what is missing, doubled or
// changed: the sum, modulo 2^32, of the CRC-32 of each row's bytes, its cells joined by U+001F.
// Programs in other languages have it, too.
class RowHash {
 public:
  void AddCell(std::string_view cell);
  void EndRow();

  std::int64_t rows() const { return rows_; }
  // In 8 hexadecimal digits.
  std::string Hex() const;

 private:
  std::int64_t rows_ = 0;
  std::uint32_t sum_ = 0;
  std::uint32_t crc_ = 0;
  bool in_row_ = false;
};

// The hash of the rows of a CSV text with commas and line feeds that comes in chunks, cut anywhere.
// A reader of its own, which shares nothing with the connector's.
class CsvRowHash {
 public:
  void Feed(std::string_view chunk);
  // There are no more bytes. False where the text was no CSV, or has not the header.
  bool Finish(std::string_view header);

  // Of all records but the first.
  const RowHash& hash() const { return hash_; }
  // The cells of the first record, joined by commas.
  const std::string& header() const { return header_; }

 private:
  enum class State { kBegin, kPlain, kQuoted, kQuote };

  void Add(std::string_view bytes);
  void EndCell();
  void EndRecord();
  void Step(char byte);

  RowHash hash_;
  std::string header_;
  std::string cell_;
  State state_ = State::kBegin;
  bool in_header_ = true;
  bool in_record_ = false;
  bool malformed_ = false;
};

}  // namespace sfconnector::testing
