// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/export_message.h"

#include <cstdint>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/csv_error.h"
#include "core/codec/csv_reader.h"
#include "core/codec/json_text.h"
#include "core/codec/wire.h"
#include "sfconnector/v1/export_service.pb.h"

namespace sfconnector {
namespace {

using Response = v1::ExportResponse;

constexpr char kValueTag = WireBuffer::BytesTag(v1::Row::kValuesFieldNumber);
constexpr char kRowTag = WireBuffer::BytesTag(v1::RowSet::kRowsFieldNumber);
constexpr char kStringTag = WireBuffer::BytesTag(v1::Value::kStringValueFieldNumber);
constexpr char kNullTag = WireBuffer::VarintTag(v1::Value::kNullValueFieldNumber);

std::string Varint(std::uint64_t value) {
  char bytes[WireBuffer::kMaxVarintSize];
  const char* const end = WireBuffer::PutVarint(value, bytes);
  return {bytes, static_cast<std::size_t>(end - bytes)};
}

void AppendBytesField(int number, absl::string_view value, std::string& out) {
  out += WireBuffer::BytesTag(number);
  out += Varint(value.size());
  out.append(value.data(), value.size());
}

void PutValue(absl::string_view text, WireBuffer& out) {
  out.Byte(kValueTag);
  if (text.empty()) {
    out.Byte(2);
    out.Byte(kNullTag);
    out.Byte(v1::NULL_VALUE_UNSPECIFIED);
    return;
  }
  out.Varint(1 + WireBuffer::VarintSize(text.size()) + text.size());
  out.Byte(kStringTag);
  out.Varint(text.size());
  out.Append(text);
}

void PutRow(const std::vector<CsvField>& fields, std::size_t record_bytes, WireBuffer& out) {
  out.Byte(kRowTag);
  // A value takes some bytes more than its text, so that a guess is good enough.
  const WireBuffer::Length row = out.Open(WireBuffer::VarintSize(record_bytes));
  for (const CsvField& field : fields) PutValue(field.text, out);
  out.Close(row);
}

// Passes over eight characters at a time, while they are ASCII.
const char* SkipAscii(const char* at, const char* end) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  for (std::uint64_t word = 0; end - at >= 8; at += sizeof(word)) {
    std::memcpy(&word, at, sizeof(word));
    if ((word & kHighBits) != 0) break;
  }
  return at;
}

absl::Status CheckUtf8(absl::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    at = SkipAscii(at, end);
    if (at == end) break;
    const std::size_t size = Utf8SequenceSize(at, end);
    if (size == 0) {
      return CsvMalformed({0, static_cast<std::uint64_t>(at - text.data())}, "text not in UTF-8");
    }
    at += size;
  }
  return absl::OkStatus();
}

CsvReaderOptions ReaderOptions(CsvDelimiter delimiter) {
  CsvReaderOptions options;
  options.delimiter = delimiter;
  return options;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ParseColumns(absl::string_view header,
                                                      CsvDelimiter delimiter) {
  CsvReader reader(ReaderOptions(delimiter));
  std::vector<std::string> columns;
  SFC_RETURN_IF_ERROR(CheckUtf8(header));
  reader.Feed(header);
  absl::StatusOr<bool> read = reader.Next();
  if (read.ok() && !*read) {
    reader.Finish();
    read = reader.Next();
  }
  if (!read.ok()) return read.status();
  if (!*read) return CsvMalformed({1, 0}, "no header");
  columns.reserve(reader.fields().size());
  for (const CsvField& field : reader.fields()) columns.emplace_back(field.text);
  return columns;
}

absl::StatusOr<std::string> EncodeRowSet(absl::string_view records, CsvDelimiter delimiter,
                                         std::size_t columns) {
  SFC_RETURN_IF_ERROR(CheckUtf8(records));
  WireBuffer rows;
  rows.Room(records.size() + records.size() / 4);
  CsvReader reader(ReaderOptions(delimiter));
  reader.Feed(records);
  while (true) {
    absl::StatusOr<bool> read = reader.Next();
    if (!read.ok()) return read.status();
    if (!*read) break;
    if (reader.fields().size() != columns) {
      return CsvMalformed(
          {reader.records(), reader.position()},
          absl::StrCat(reader.fields().size(), " fields, where the header has ", columns));
    }
    PutRow(reader.fields(), reader.record().size(), rows);
  }
  return std::string(rows.view());
}

std::string RowsMessage(absl::string_view row_set, absl::string_view resume_token) {
  std::string message;
  message.reserve(row_set.size() + resume_token.size() + 2 * WireBuffer::kMaxVarintSize);
  if (!row_set.empty()) AppendBytesField(Response::kRowsFieldNumber, row_set, message);
  AppendBytesField(Response::kResumeTokenFieldNumber, resume_token, message);
  return message;
}

}  // namespace sfconnector
