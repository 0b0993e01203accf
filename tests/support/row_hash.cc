// SPDX-License-Identifier: Apache-2.0
#include "tests/support/row_hash.h"

#include <cstdio>

#include <zlib.h>

namespace sfconnector::testing {
namespace {

constexpr std::string_view kBetweenCells = "\x1F";

std::uint32_t Crc(std::uint32_t crc, std::string_view bytes) {
  return static_cast<std::uint32_t>(
      crc32_z(crc, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

std::size_t QuotedSize(std::string_view chunk) {
  const std::size_t quote = chunk.find('"');
  return quote == std::string_view::npos ? chunk.size() : quote;
}

std::size_t PlainSize(std::string_view chunk) {
  std::size_t size = 0;
  while (size < chunk.size() && chunk[size] != ',' && chunk[size] != '\n' && chunk[size] != '"')
    ++size;
  return size;
}

}  // namespace

void RowHash::AddCell(std::string_view cell) {
  if (in_row_) crc_ = Crc(crc_, kBetweenCells);
  crc_ = Crc(crc_, cell);
  in_row_ = true;
}

void RowHash::EndRow() {
  ++rows_;
  sum_ += crc_;
  crc_ = 0;
  in_row_ = false;
}

std::string RowHash::Hex() const {
  char text[9];
  std::snprintf(text, sizeof(text), "%08x", sum_);
  return text;
}

void CsvRowHash::Feed(std::string_view chunk) {
  while (!chunk.empty()) {
    // The bytes up to the next that means something, at once.
    const std::size_t size = state_ == State::kQuoted ? QuotedSize(chunk) : PlainSize(chunk);
    if (size > 0) Add(chunk.substr(0, size));
    if (size == chunk.size()) return;
    Step(chunk[size]);
    chunk.remove_prefix(size + 1);
  }
}

bool CsvRowHash::Finish(std::string_view header) {
  if (state_ == State::kQuoted) malformed_ = true;
  if (in_record_) EndRecord();
  return !malformed_ && header_ == header;
}

void CsvRowHash::Add(std::string_view bytes) {
  in_record_ = true;
  if (state_ == State::kQuote) malformed_ = true;  // text behind a closing quote
  if (state_ == State::kBegin) state_ = State::kPlain;
  cell_ += bytes;
}

void CsvRowHash::Step(char byte) {
  if (byte == '"') {
    in_record_ = true;
    if (state_ == State::kPlain) malformed_ = true;
    if (state_ == State::kQuote) cell_ += byte;
    state_ = state_ == State::kQuoted ? State::kQuote : State::kQuoted;
  } else if (byte == ',') {
    in_record_ = true;
    EndCell();
    if (in_header_) header_ += byte;
  } else {
    EndRecord();
  }
}

void CsvRowHash::EndCell() {
  if (in_header_) {
    header_ += cell_;
  } else {
    hash_.AddCell(cell_);
  }
  cell_.clear();
  state_ = State::kBegin;
}

void CsvRowHash::EndRecord() {
  EndCell();
  if (!in_header_) hash_.EndRow();
  in_header_ = false;
  in_record_ = false;
}

}  // namespace sfconnector::testing
