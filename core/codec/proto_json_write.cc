// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/datetime.h"
#include "core/codec/json.h"
#include "core/codec/json_cursor.h"
#include "core/codec/json_value.h"
#include "core/codec/proto_json.h"
#include "core/codec/proto_json_kinds.h"

namespace sfconnector {
namespace {

using google::protobuf::Duration;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

constexpr int kSingular = -1;

// The text of a bool, integer or string field: a map's key, or a 64-bit integer.
std::string KeyText(const Message& message, const FieldDescriptor* field) {
  const Reflection* const reflection = message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->GetBool(message, field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection->GetInt32(message, field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(reflection->GetInt64(message, field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(reflection->GetUInt32(message, field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(reflection->GetUInt64(message, field));
    default:
      return reflection->GetString(message, field);
  }
}

bool IsAbsentValue(const Message& value) {
  return static_cast<const v1::Value&>(value).kind_case() == v1::Value::KIND_NOT_SET;
}

class MessageWriter {
 public:
  explicit MessageWriter(JsonWriter& writer) : writer_(writer) {}

  // `depth` is the number of objects and arrays around the value.
  absl::Status WriteMessage(int depth, const Message& message);
  absl::Status WriteField(int depth, const Message& message, const FieldDescriptor* field);

 private:
  absl::Status WriteObject(int depth, const Message& message);
  absl::Status WriteExtra(int depth, const Message& message, const FieldDescriptor* field);
  absl::Status WriteMap(int depth, const Message& message, const FieldDescriptor* field);
  // Writes a singular field (`index` is kSingular) or an element of a repeated one.
  absl::Status WriteSingle(int depth, const Message& message, const FieldDescriptor* field,
                           int index);
  absl::Status WriteText(int depth, const Message& message, const FieldDescriptor* field,
                         int index);
  template <class Number>
  void WriteFloating(Number value);
  void WriteEnum(const FieldDescriptor* field, int number);
  absl::Status WriteBytes(int depth, const FieldDescriptor* field, const std::string& bytes);

  template <class Special>
  absl::Status WriteSpecial(int depth, const Special& message) {
    return WriteJson(message, writer_, depth);
  }
  absl::Status WriteSpecial(int depth, const Timestamp& time);
  absl::Status WriteSpecial(int depth, const Duration& duration);

  JsonWriter& writer_;
};

absl::Status MessageWriter::WriteMessage(int depth, const Message& message) {
  absl::Status status;
  const bool special = VisitSpecialMessage(
      message, [&](const auto& source) { status = WriteSpecial(depth, source); });
  return special ? status : WriteObject(depth, message);
}

absl::Status MessageWriter::WriteObject(int depth, const Message& message) {
  if (depth >= kMaxJsonDepth) return TooDeep();
  std::vector<const FieldDescriptor*> fields;
  const Reflection* const reflection = message.GetReflection();
  reflection->ListFields(message, &fields);
  writer_.BeginObject();
  for (const FieldDescriptor* field : fields) {
    if (IsExtraField(field)) {
      SFC_RETURN_IF_ERROR(WriteExtra(depth, message, field));
      continue;
    }
    if (!field->is_repeated() && IsValueField(field) &&
        IsAbsentValue(reflection->GetMessage(message, field))) {
      continue;
    }
    writer_.Name(field->json_name());
    SFC_RETURN_IF_ERROR(PrefixField(field->json_name(), WriteField(depth + 1, message, field)));
  }
  writer_.EndObject();
  return absl::OkStatus();
}

absl::Status MessageWriter::WriteExtra(int depth, const Message& message,
                                       const FieldDescriptor* field) {
  const Reflection* const reflection = message.GetReflection();
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    const Message& entry = reflection->GetRepeatedMessage(message, field, i);
    SFC_RETURN_IF_ERROR(WriteJsonMember(static_cast<const v1::Field&>(entry), writer_, depth + 1));
  }
  return absl::OkStatus();
}

absl::Status MessageWriter::WriteField(int depth, const Message& message,
                                       const FieldDescriptor* field) {
  if (field->is_map()) return WriteMap(depth, message, field);
  if (!field->is_repeated()) return WriteSingle(depth, message, field, kSingular);
  if (depth >= kMaxJsonDepth) return TooDeep();
  writer_.BeginArray();
  const int size = message.GetReflection()->FieldSize(message, field);
  for (int i = 0; i < size; ++i) {
    SFC_RETURN_IF_ERROR(IndexField(i, WriteSingle(depth + 1, message, field, i)));
  }
  writer_.EndArray();
  return absl::OkStatus();
}

absl::Status MessageWriter::WriteMap(int depth, const Message& message,
                                     const FieldDescriptor* field) {
  if (depth >= kMaxJsonDepth) return TooDeep();
  const Reflection* const reflection = message.GetReflection();
  const FieldDescriptor* const value = field->message_type()->map_value();
  std::vector<std::pair<std::string, const Message*>> entries;
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    const Message& entry = reflection->GetRepeatedMessage(message, field, i);
    entries.emplace_back(KeyText(entry, field->message_type()->map_key()), &entry);
  }
  std::sort(entries.begin(), entries.end());
  writer_.BeginObject();
  for (const auto& [key, entry] : entries) {
    if (IsValueField(value) && IsAbsentValue(entry->GetReflection()->GetMessage(*entry, value))) {
      continue;
    }
    writer_.Name(key);
    SFC_RETURN_IF_ERROR(PrefixField(key, WriteSingle(depth + 1, *entry, value, kSingular)));
  }
  writer_.EndObject();
  return absl::OkStatus();
}

absl::Status MessageWriter::WriteSingle(int depth, const Message& message,
                                        const FieldDescriptor* field, int index) {
  const Reflection* const reflection = message.GetReflection();
  const auto get = [&](auto singular, auto repeated) {
    return index == kSingular ? (reflection->*singular)(message, field)
                              : (reflection->*repeated)(message, field, index);
  };
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return WriteMessage(depth, index == kSingular
                                     ? reflection->GetMessage(message, field)
                                     : reflection->GetRepeatedMessage(message, field, index));
    case FieldDescriptor::CPPTYPE_STRING:
      return WriteText(depth, message, field, index);
    case FieldDescriptor::CPPTYPE_INT32:
      writer_.Integer(get(&Reflection::GetInt32, &Reflection::GetRepeatedInt32));
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      writer_.Integer(get(&Reflection::GetUInt32, &Reflection::GetRepeatedUInt32));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      writer_.String(absl::StrCat(get(&Reflection::GetInt64, &Reflection::GetRepeatedInt64)));
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      writer_.String(absl::StrCat(get(&Reflection::GetUInt64, &Reflection::GetRepeatedUInt64)));
      break;
    case FieldDescriptor::CPPTYPE_FLOAT:
      WriteFloating(get(&Reflection::GetFloat, &Reflection::GetRepeatedFloat));
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      WriteFloating(get(&Reflection::GetDouble, &Reflection::GetRepeatedDouble));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      writer_.Bool(get(&Reflection::GetBool, &Reflection::GetRepeatedBool));
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      WriteEnum(field, get(&Reflection::GetEnumValue, &Reflection::GetRepeatedEnumValue));
      break;
  }
  return absl::OkStatus();
}

absl::Status MessageWriter::WriteText(int depth, const Message& message,
                                      const FieldDescriptor* field, int index) {
  const Reflection* const reflection = message.GetReflection();
  std::string buffer;
  const std::string& text =
      index == kSingular ? reflection->GetStringReference(message, field, &buffer)
                         : reflection->GetRepeatedStringReference(message, field, index, &buffer);
  if (field->type() == FieldDescriptor::TYPE_BYTES) return WriteBytes(depth, field, text);
  writer_.String(text);
  return absl::OkStatus();
}

template <class Number>
void MessageWriter::WriteFloating(Number value) {
  if (std::isnan(value)) return writer_.String("NaN");
  if (std::isinf(value)) return writer_.String(value < 0 ? "-Infinity" : "Infinity");
  char digits[32];
  const auto result = std::to_chars(digits, digits + sizeof(digits), value);
  writer_.Raw(absl::string_view(digits, static_cast<std::size_t>(result.ptr - digits)));
}

void MessageWriter::WriteEnum(const FieldDescriptor* field, int number) {
  if (IsNullValueField(field)) return writer_.Null();
  const EnumValueDescriptor* const value = field->enum_type()->FindValueByNumber(number);
  if (value == nullptr) return writer_.Integer(number);
  writer_.String(value->name());
}

absl::Status MessageWriter::WriteBytes(int depth, const FieldDescriptor* field,
                                       const std::string& bytes) {
  if (!IsRawJsonField(field)) {
    writer_.String(absl::Base64Escape(bytes));
    return absl::OkStatus();
  }
  JsonDocument document(bytes);
  absl::StatusOr<JsonCursor> cursor = document.Open();
  if (!cursor.ok()) return cursor.status();
  SFC_RETURN_IF_ERROR(cursor->ReadRaw(depth).status());
  SFC_RETURN_IF_ERROR(cursor->ExpectEnd());
  writer_.Raw(bytes);
  return absl::OkStatus();
}

absl::Status MessageWriter::WriteSpecial(int, const Timestamp& time) {
  if (!IsValidDatetime(time)) return InvalidField("", "not an instant of the years 1 to 9999");
  writer_.String(FormatDatetime(time));
  return absl::OkStatus();
}

absl::Status MessageWriter::WriteSpecial(int, const Duration& duration) {
  if (!IsValidDuration(duration)) return InvalidField("", "not a duration within 10,000 years");
  writer_.String(FormatDuration(duration));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> MessageToJson(const Message& message) {
  std::string json;
  JsonWriter writer(json);
  SFC_RETURN_IF_ERROR(MessageWriter(writer).WriteMessage(0, message));
  return json;
}

absl::StatusOr<std::string> FieldToJson(const Message& message, const FieldDescriptor* field) {
  std::string json;
  JsonWriter writer(json);
  SFC_RETURN_IF_ERROR(MessageWriter(writer).WriteField(0, message, field));
  return json;
}

}  // namespace sfconnector
