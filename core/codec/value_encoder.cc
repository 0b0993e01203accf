// SPDX-License-Identifier: Apache-2.0
#include "core/codec/value_encoder.h"

#include <cstring>
#include <optional>

#include "core/base/status.h"
#include "core/codec/json.h"
#include "core/codec/json_number.h"
#include "core/codec/json_text.h"
#include "core/codec/json_value_reader.h"

namespace sfconnector {
namespace {

// Tags of value.proto's fields.
constexpr char kNullTag = WireBuffer::VarintTag(v1::Value::kNullValueFieldNumber);
constexpr char kBoolTag = WireBuffer::VarintTag(v1::Value::kBoolValueFieldNumber);
constexpr char kStringTag = WireBuffer::BytesTag(v1::Value::kStringValueFieldNumber);
constexpr char kIntegerTag = WireBuffer::VarintTag(v1::Value::kIntegerValueFieldNumber);
constexpr char kListTag = WireBuffer::BytesTag(v1::Value::kListValueFieldNumber);
constexpr char kRecordTag = WireBuffer::BytesTag(v1::Value::kRecordValueFieldNumber);
constexpr char kSetTag = WireBuffer::BytesTag(v1::Value::kRecordSetValueFieldNumber);
constexpr char kElementTag = WireBuffer::BytesTag(v1::ListValue::kValuesFieldNumber);
constexpr char kFieldTag = WireBuffer::BytesTag(v1::Record::kFieldsFieldNumber);
constexpr char kAttributeTag = WireBuffer::BytesTag(v1::Record::kAttributesFieldNumber);
constexpr char kFieldValueTag = WireBuffer::BytesTag(v1::Field::kValueFieldNumber);
constexpr char kRowTag = WireBuffer::BytesTag(v1::RecordSet::kRecordsFieldNumber);

constexpr std::size_t kWord = sizeof(std::uint64_t);

// Copies `text`; false where it holds a backslash, and perhaps where one stands just behind it: the
// copy is then of no use. Reads and writes whole words, beyond the end too.
bool CopyPlain(absl::string_view text, char* out) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kBackslashes = kOnes * '\\';
  std::uint64_t found = 0;
  for (std::size_t at = 0; at < text.size(); at += kWord) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, kWord);
    std::memcpy(out + at, &word, kWord);
    // Not zero where, and only where, a byte is a backslash.
    const std::uint64_t difference = word ^ kBackslashes;
    found |= (difference - kOnes) & ~difference & kOnes << 7;
  }
  return found == 0;
}

// Writes a field of type Value that holds a string or a decimal.
void PutText(char tag, char kind_tag, absl::string_view text, WireBuffer& out) {
  out.Byte(tag);
  out.Varint(1 + WireBuffer::VarintSize(text.size()) + text.size());
  out.Byte(kind_tag);
  out.Varint(text.size());
  out.Append(text);
}

}  // namespace

absl::Status ValueEncoder::Text(char tag, JsonCursor& cursor) {
  const absl::string_view body = cursor.StringBody();
  constexpr std::size_t kLongestShort = 0x7F - 2;
  if (body.size() <= kLongestShort) {
    char* const at = out_.Room(4 + body.size() + kWord);
    if (CopyPlain(body, at + 4)) {
      at[0] = tag;
      at[1] = static_cast<char>(body.size() + 2);
      at[2] = kStringTag;
      at[3] = static_cast<char>(body.size());
      out_.Advance(body.size() + 4);
      cursor.Advance();
      return absl::OkStatus();
    }
  }
  const absl::StatusOr<absl::string_view> text = Unescaped(body, unescaped_);
  if (!text.ok()) return text.status();
  PutText(tag, kStringTag, *text, out_);
  cursor.Advance();
  return absl::OkStatus();
}

absl::Status ValueEncoder::OtherValue(char tag, JsonCursor& cursor, int depth) {
  switch (cursor.kind()) {
    case '{':
      return Object(tag, cursor, depth);
    case '[':
      return List(tag, cursor, depth);
    case 'n':
    case 't':
    case 'f':
      return Literal(tag, cursor);
    default:
      return Number(tag, cursor);
  }
}

absl::Status ValueEncoder::Literal(char tag, JsonCursor& cursor) {
  char* const at = out_.Room(4);
  at[0] = tag;
  at[1] = 2;
  at[2] = kBoolTag;
  at[3] = 0;
  if (cursor.TakeLiteral("null")) {
    at[2] = kNullTag;
  } else if (cursor.TakeLiteral("true")) {
    at[3] = 1;
  } else if (!cursor.TakeLiteral("false")) {
    return cursor.Unexpected("a value");
  }
  out_.Advance(4);
  return absl::OkStatus();
}

absl::Status ValueEncoder::Number(char tag, JsonCursor& cursor) {
  if (cursor.at_end()) return cursor.Unexpected("a value");
  const absl::string_view token = cursor.Token();
  if (const std::optional<std::int64_t> integer = JsonInteger(token)) {
    char* const at = out_.Room(3 + WireBuffer::kMaxVarintSize);
    char* const end = WireBuffer::PutVarint(static_cast<std::uint64_t>(*integer), at + 3);
    at[0] = tag;
    at[1] = static_cast<char>(end - at - 2);
    at[2] = kIntegerTag;
    out_.Advance(static_cast<std::size_t>(end - at));
  } else if (IsJsonNumber(token)) {
    PutText(tag, WireBuffer::BytesTag(v1::Value::kDecimalValueFieldNumber), token, out_);
  } else {
    return cursor.Unexpected("a value");
  }
  cursor.Advance();
  return absl::OkStatus();
}

absl::Status ValueEncoder::List(char tag, JsonCursor& cursor, int depth) {
  if (depth >= kMaxJsonDepth) return TooDeep();
  out_.Byte(tag);
  const WireBuffer::Length value = out_.Open(1);
  out_.Byte(kListTag);
  const WireBuffer::Length list = out_.Open(1);
  int index = 0;
  SFC_RETURN_IF_ERROR(cursor.ReadArray(
      [&] { return IndexField(index++, ValueField(kElementTag, cursor, depth + 1)); }));
  out_.Close(list);
  out_.Close(value);
  return absl::OkStatus();
}

absl::Status ValueEncoder::Object(char tag, JsonCursor& cursor, int depth) {
  const bool is_set = IsRecordSet(cursor);
  out_.Byte(tag);
  const WireBuffer::Length value = out_.Open(2);
  out_.Byte(is_set ? kSetTag : kRecordTag);
  const WireBuffer::Length content = out_.Open(2);
  SFC_RETURN_IF_ERROR(is_set ? Set(cursor, depth, false) : Record(cursor, depth, kNoRow));
  out_.Close(content);
  out_.Close(value);
  return absl::OkStatus();
}

absl::Status ValueEncoder::ChildRows(char tag, absl::string_view name, JsonCursor& cursor,
                                     int depth, std::int64_t row) {
  out_.Byte(tag);
  const WireBuffer::Length value = out_.Open(2);
  out_.Byte(kSetTag);
  const WireBuffer::Length content = out_.Open(2);
  path_->Enter(row, name);
  SFC_RETURN_IF_ERROR(Set(cursor, depth, true));
  path_->Leave();
  out_.Close(content);
  out_.Close(value);
  return absl::OkStatus();
}

absl::Status ValueEncoder::Set(JsonCursor& cursor, int depth, bool tracked) {
  if (depth + 1 >= kMaxJsonDepth) return TooDeep();
  SetHead head;
  std::int64_t rows = 0;
  const auto read_row = [&]() -> absl::Status {
    out_.Byte(kRowTag);
    const WireBuffer::Length length = out_.Open(2);
    const std::int64_t row = rows++;
    SFC_RETURN_IF_ERROR(Record(cursor, depth + 2, tracked ? row : kNoRow));
    out_.Close(length);
    return absl::OkStatus();
  };
  SFC_RETURN_IF_ERROR(cursor.ReadObject([&](absl::string_view name) -> absl::Status {
    if (name == "records") return PrefixField(name, cursor.ReadArray(read_row));
    if (name == "nextPageToken" && cursor.kind() == '"') {
      const absl::string_view body = cursor.StringBody();
      cursor.Advance();
      return StringField(v1::RecordSet::kNextPageTokenFieldNumber, body);
    }
    const absl::StatusOr<bool> known = head.Read(name, cursor);
    if (!known.ok()) return known.status();
    return *known ? absl::OkStatus() : cursor.ReadRaw(depth + 1).status();
  }));
  SFC_RETURN_IF_ERROR(head.Check());
  out_.VarintField(v1::RecordSet::kTotalSizeFieldNumber,
                   static_cast<std::uint64_t>(head.total_size));
  out_.VarintField(v1::RecordSet::kDoneFieldNumber, head.done);
  if (token_of_ && !head.next_records_url.empty()) {
    out_.BytesField(v1::RecordSet::kNextPageTokenFieldNumber, token_of_(head.next_records_url));
  }
  if (head.done) return absl::OkStatus();
  if (!tracked) return InvalidField("", "child rows of a parent continue on another page");
  ChildSet set;
  set.total_size = head.total_size;
  set.rows = rows;
  set.next_records_url = head.next_records_url;
  path_->AddContinued(std::move(set));
  return absl::OkStatus();
}

absl::Status ValueEncoder::StringField(int number, absl::string_view body) {
  const absl::StatusOr<absl::string_view> text = Unescaped(body, unescaped_);
  if (!text.ok()) return text.status();
  out_.BytesField(number, *text);
  return absl::OkStatus();
}

absl::Status ValueEncoder::Field(char tag, absl::string_view name, JsonCursor& cursor, int depth,
                                 std::int64_t row) {
  out_.Byte(tag);
  const WireBuffer::Length length = out_.Open(1);
  SFC_RETURN_IF_ERROR(StringField(v1::Field::kNameFieldNumber, name));
  const bool child_rows =
      cursor.kind() == '{' && row != kNoRow && path_ != nullptr && IsRecordSet(cursor);
  const absl::Status status = child_rows ? ChildRows(kFieldValueTag, name, cursor, depth, row)
                                         : ValueField(kFieldValueTag, cursor, depth);
  if (!status.ok()) return PrefixField(name, status);
  out_.Close(length);
  return absl::OkStatus();
}

absl::Status ValueEncoder::Record(JsonCursor& cursor, int depth, std::int64_t row) {
  if (depth >= kMaxJsonDepth) return TooDeep();
  bool has_attributes = false;
  return cursor.ReadObject([&](absl::string_view name) -> absl::Status {
    if (cursor.kind() == '{' && name == "attributes" && !has_attributes) {
      return PrefixField(name, Attributes(cursor, depth + 1, has_attributes));
    }
    return Field(kFieldTag, name, cursor, depth + 1, row);
  });
}

absl::Status ValueEncoder::Attributes(JsonCursor& cursor, int depth, bool& any) {
  if (depth >= kMaxJsonDepth) return TooDeep();
  bool has_type = false;
  bool has_url = false;
  // As where messages are filled: an empty type or URL counts as none.
  const auto string_field = [&](int number, bool& has) -> absl::Status {
    const absl::string_view body = cursor.StringBody();
    has = !body.empty();
    any = any || has;
    cursor.Advance();
    return StringField(number, body);
  };
  return cursor.ReadObject([&](absl::string_view name) -> absl::Status {
    if (cursor.kind() == '"') {
      if (!has_type && name == "type") return string_field(v1::Record::kTypeFieldNumber, has_type);
      if (!has_url && name == "url") return string_field(v1::Record::kUrlFieldNumber, has_url);
    }
    any = true;
    return Field(kAttributeTag, name, cursor, depth + 1, kNoRow);
  });
}

}  // namespace sfconnector
