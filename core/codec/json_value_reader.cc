// SPDX-License-Identifier: Apache-2.0
#include "core/codec/json_value_reader.h"

#include <optional>
#include <string>

#include "core/codec/json_number.h"
#include "core/codec/json_text.h"

namespace sfconnector {
namespace {

// Moves over a value by its brackets alone. False where the text ends before.
bool SkipByBrackets(JsonCursor& cursor) {
  int open = 0;
  do {
    if (cursor.at_end()) return false;
    const char kind = cursor.kind();
    if (kind == '{' || kind == '[') ++open;
    if (kind == '}' || kind == ']') --open;
    cursor.Advance();
  } while (open > 0);
  return open == 0;
}

// Moves over an array of objects.
bool SkipRecords(JsonCursor& cursor) {
  if (!cursor.Take('[')) return false;
  if (cursor.Take(']')) return true;
  do {
    if (cursor.kind() != '{' || !SkipByBrackets(cursor)) return false;
  } while (cursor.Take(','));
  return cursor.Take(']');
}

enum SetKey { kTotalSize = 1, kDone = 2, kRecords = 4, kNextPage = 8 };

// Moves over the value of a record set's key; nothing where the key or its value is not one of
// those.
std::optional<SetKey> SkipSetMember(absl::string_view name, JsonCursor& cursor) {
  if (name == "totalSize") {
    if (cursor.at_end() || !JsonInteger(cursor.Token())) return std::nullopt;
    cursor.Advance();
    return kTotalSize;
  }
  if (name == "done") {
    if (!cursor.TakeLiteral("true") && !cursor.TakeLiteral("false")) return std::nullopt;
    return kDone;
  }
  if (name == "records") {
    if (!SkipRecords(cursor)) return std::nullopt;
    return kRecords;
  }
  if (name != "nextRecordsUrl" && name != "nextPageToken") return std::nullopt;
  if (cursor.TakeLiteral("null")) return kNextPage;
  if (cursor.kind() != '"') return std::nullopt;
  cursor.Advance();
  return kNextPage;
}

bool HasAttributes(const v1::Record& record) {
  return !record.type().empty() || !record.url().empty() || record.attributes_size() > 0;
}

}  // namespace

bool IsRecordSet(JsonCursor cursor) {
  if (!cursor.Take('{')) return false;
  unsigned seen = 0;
  do {
    if (cursor.kind() != '"') return false;
    const absl::string_view name = cursor.StringBody();
    cursor.Advance();
    if (!cursor.Take(':')) return false;
    const std::optional<SetKey> key = SkipSetMember(name, cursor);
    if (!key || (seen & *key) != 0) return false;
    seen |= *key;
  } while (cursor.Take(','));
  constexpr unsigned kRequired = kTotalSize | kDone | kRecords;
  return cursor.kind() == '}' && (seen & kRequired) == kRequired;
}

absl::Status JsonValueReader::Read(int depth, v1::Value& value) {
  switch (cursor_.kind()) {
    case '"':
      return cursor_.ReadString(*value.mutable_string_value());
    case '{':
      if (IsRecordSet(cursor_)) return Read(depth, *value.mutable_record_set_value());
      return Read(depth, *value.mutable_record_value());
    case '[':
      return Read(depth, *value.mutable_list_value());
    case 'n':
      if (!cursor_.TakeLiteral("null")) break;
      value.set_null_value(v1::NULL_VALUE_UNSPECIFIED);
      return absl::OkStatus();
    case 't':
      if (!cursor_.TakeLiteral("true")) break;
      value.set_bool_value(true);
      return absl::OkStatus();
    case 'f':
      if (!cursor_.TakeLiteral("false")) break;
      value.set_bool_value(false);
      return absl::OkStatus();
    default:
      return ReadNumber(value);
  }
  return cursor_.Unexpected("a value");
}

absl::Status JsonValueReader::ReadNumber(v1::Value& value) {
  if (cursor_.at_end()) return cursor_.Unexpected("a value");
  const absl::string_view token = cursor_.Token();
  if (const std::optional<std::int64_t> integer = JsonInteger(token)) {
    value.set_integer_value(*integer);
  } else if (IsJsonNumber(token)) {
    value.set_decimal_value(std::string(token));
  } else {
    return cursor_.Unexpected("a value");
  }
  cursor_.Advance();
  return absl::OkStatus();
}

absl::Status JsonValueReader::ReadField(int depth, absl::string_view body, v1::Field& field) {
  if (!UnescapeJson(body, *field.mutable_name())) return BadEscape();
  return PrefixField(field.name(), Read(depth, *field.mutable_value()));
}

absl::Status JsonValueReader::Read(int depth, v1::Record& record) {
  if (depth >= kMaxJsonDepth) return TooDeep();
  return cursor_.ReadObject([&](absl::string_view name) -> absl::Status {
    if (name == "attributes" && cursor_.kind() == '{' && !HasAttributes(record)) {
      return PrefixField("attributes", ReadAttributes(depth + 1, record));
    }
    return ReadField(depth + 1, name, *record.add_fields());
  });
}

absl::Status JsonValueReader::ReadAttributes(int depth, v1::Record& record) {
  if (depth >= kMaxJsonDepth) return TooDeep();
  return cursor_.ReadObject([&](absl::string_view name) -> absl::Status {
    if (cursor_.kind() == '"') {
      if (name == "type" && record.type().empty())
        return cursor_.ReadString(*record.mutable_type());
      if (name == "url" && record.url().empty()) return cursor_.ReadString(*record.mutable_url());
    }
    return ReadField(depth + 1, name, *record.add_attributes());
  });
}

absl::Status JsonValueReader::Read(int depth, v1::RecordSet& set) {
  if (depth >= kMaxJsonDepth) return TooDeep();
  return cursor_.ReadObject([&](absl::string_view name) -> absl::Status {
    return PrefixField(name, ReadSetMember(depth + 1, name, set));
  });
}

absl::Status JsonValueReader::ReadSetMember(int depth, absl::string_view name, v1::RecordSet& set) {
  if (name == "totalSize") {
    const std::optional<std::int64_t> size =
        cursor_.at_end() ? std::nullopt : JsonInteger(cursor_.Token());
    if (!size) return cursor_.Unexpected("an integer");
    set.set_total_size(*size);
    cursor_.Advance();
    return absl::OkStatus();
  }
  if (name == "done") {
    const bool done = cursor_.TakeLiteral("true");
    if (!done && !cursor_.TakeLiteral("false")) return cursor_.Unexpected("true or false");
    set.set_done(done);
    return absl::OkStatus();
  }
  if (name == "records") return ReadRecords(depth, set);
  if (name == "nextRecordsUrl" || name == "nextPageToken") {
    if (cursor_.TakeLiteral("null")) return absl::OkStatus();
    std::string text;
    SFC_RETURN_IF_ERROR(cursor_.ReadString(text));
    const bool convert = token_of_ && name == "nextRecordsUrl";
    set.set_next_page_token(convert ? token_of_(text) : text);
    return absl::OkStatus();
  }
  return cursor_.ReadRaw(depth).status();
}

absl::Status JsonValueReader::ReadRecords(int depth, v1::RecordSet& set) {
  if (depth >= kMaxJsonDepth) return TooDeep();
  return cursor_.ReadArray([&] {
    const int index = set.records_size();
    return IndexField(index, Read(depth + 1, *set.add_records()));
  });
}

absl::Status JsonValueReader::Read(int depth, v1::ListValue& list) {
  if (depth >= kMaxJsonDepth) return TooDeep();
  return cursor_.ReadArray([&] {
    const int index = list.values_size();
    return IndexField(index, Read(depth + 1, *list.add_values()));
  });
}

}  // namespace sfconnector
