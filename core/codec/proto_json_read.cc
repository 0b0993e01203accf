// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/datetime.h"
#include "core/codec/json.h"
#include "core/codec/json_cursor.h"
#include "core/codec/json_number.h"
#include "core/codec/json_text.h"
#include "core/codec/json_value_reader.h"
#include "core/codec/proto_json.h"
#include "core/codec/proto_json_kinds.h"

namespace sfconnector {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Duration;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

bool Matches(const FieldDescriptor* field, absl::string_view key) {
  return (key == field->json_name() || key == field->name() || key == field->camelcase_name()) &&
         !IsExtraField(field);
}

// The field that `key` names; null where there is none. Keys mostly come in the order of the
// fields: the search begins at `next`, and moves it on.
const FieldDescriptor* FindField(const Descriptor* type, absl::string_view key, int& next) {
  const int count = type->field_count();
  for (int i = 0; i < count; ++i) {
    const int index = (next + i) % count;
    if (Matches(type->field(index), key)) {
      next = index + 1;
      return type->field(index);
    }
  }
  return nullptr;
}

const FieldDescriptor* FindExtraField(const Descriptor* type) {
  const FieldDescriptor* const field = type->FindFieldByName("extra");
  return field != nullptr && IsExtraField(field) ? field : nullptr;
}

class MessageReader {
 public:
  MessageReader(JsonCursor& cursor, UnknownKeys unknown) : cursor_(cursor), unknown_(unknown) {}

  // `depth` is the number of objects and arrays around the value.
  absl::Status ReadMessage(int depth, Message& message);
  absl::Status ReadField(int depth, Message& message, const FieldDescriptor* field);

 private:
  absl::Status ReadObject(int depth, Message& message);
  absl::Status ReadUnknown(int depth, absl::string_view body, Message& message);
  absl::Status CheckOnce(Message& message, const FieldDescriptor* field, bool seen);
  absl::Status ReadList(int depth, Message& message, const FieldDescriptor* field);
  absl::Status ReadMap(int depth, Message& message, const FieldDescriptor* field);
  absl::Status ReadMapKey(std::string key, Message& entry, const FieldDescriptor* field);
  // Sets a singular field, or adds an element to a repeated one.
  absl::Status ReadSingle(int depth, Message& message, const FieldDescriptor* field);
  absl::Status ReadNumber(Message& message, const FieldDescriptor* field);
  absl::Status SetNumber(absl::string_view text, Message& message, const FieldDescriptor* field);
  absl::Status ReadBool(Message& message, const FieldDescriptor* field);
  absl::Status ReadEnum(Message& message, const FieldDescriptor* field);
  absl::Status ReadText(Message& message, const FieldDescriptor* field);
  absl::Status ReadBytes(int depth, Message& message, const FieldDescriptor* field);

  template <class Special>
  absl::Status ReadSpecial(int depth, Special& message) {
    return JsonValueReader(cursor_, no_tokens_).Read(depth, message);
  }
  absl::Status ReadSpecial(int depth, Timestamp& time);
  absl::Status ReadSpecial(int depth, Duration& duration);

  bool HasUnknownEnumName(const FieldDescriptor* field) const;
  bool keep() const { return unknown_ == UnknownKeys::kKeep; }

  JsonCursor& cursor_;
  const UnknownKeys unknown_;
  const PageTokenOf no_tokens_;
};

absl::Status MessageReader::ReadMessage(int depth, Message& message) {
  absl::Status status;
  const bool special =
      VisitSpecialMessage(message, [&](auto& target) { status = ReadSpecial(depth, target); });
  return special ? status : ReadObject(depth, message);
}

absl::Status MessageReader::ReadObject(int depth, Message& message) {
  if (depth >= kMaxJsonDepth) return TooDeep();
  const Descriptor* const type = message.GetDescriptor();
  absl::InlinedVector<bool, 64> seen(static_cast<std::size_t>(type->field_count()), false);
  std::string buffer;
  int next = 0;
  return cursor_.ReadObject([&](absl::string_view body) -> absl::Status {
    absl::StatusOr<absl::string_view> key = Unescaped(body, buffer);
    if (!key.ok()) return key.status();
    const FieldDescriptor* const field = FindField(type, *key, next);
    if (field == nullptr || (keep() && HasUnknownEnumName(field))) {
      return ReadUnknown(depth + 1, body, message);
    }
    const absl::Status once = CheckOnce(
        message, field, std::exchange(seen[static_cast<std::size_t>(field->index())], true));
    if (!once.ok()) return PrefixField(*key, once);
    return PrefixField(*key, ReadField(depth + 1, message, field));
  });
}

absl::Status MessageReader::ReadUnknown(int depth, absl::string_view body, Message& message) {
  const FieldDescriptor* const extra = FindExtraField(message.GetDescriptor());
  v1::Field field;
  if (!keep()) {
    if (!UnescapeJson(body, *field.mutable_name())) return BadEscape();
    return InvalidField(field.name(), "unknown field");
  }
  if (extra == nullptr) return cursor_.ReadRaw(depth).status();
  Message* const kept = message.GetReflection()->AddMessage(&message, extra);
  return JsonValueReader(cursor_, no_tokens_)
      .ReadField(depth, body, static_cast<v1::Field&>(*kept));
}

absl::Status MessageReader::CheckOnce(Message& message, const FieldDescriptor* field, bool seen) {
  const Reflection* const reflection = message.GetReflection();
  if (seen) {
    if (!keep()) return InvalidField("", "given twice");
    reflection->ClearField(&message, field);
  }
  const OneofDescriptor* const oneof = field->real_containing_oneof();
  if (oneof == nullptr || !reflection->HasOneof(message, oneof)) return absl::OkStatus();
  const FieldDescriptor* const other = reflection->GetOneofFieldDescriptor(message, oneof);
  return InvalidField("", absl::StrCat("excludes `", other->json_name(), "`, which is given too"));
}

absl::Status MessageReader::ReadField(int depth, Message& message, const FieldDescriptor* field) {
  const bool takes_null = !field->is_repeated() &&
                          (IsValueField(field) || IsNullValueField(field) || IsRawJsonField(field));
  if (!takes_null && cursor_.TakeLiteral("null")) return absl::OkStatus();
  if (field->is_map()) return ReadMap(depth, message, field);
  if (field->is_repeated()) return ReadList(depth, message, field);
  return ReadSingle(depth, message, field);
}

absl::Status MessageReader::ReadList(int depth, Message& message, const FieldDescriptor* field) {
  if (depth >= kMaxJsonDepth) return TooDeep();
  int index = 0;
  return cursor_.ReadArray(
      [&] { return IndexField(index++, ReadSingle(depth + 1, message, field)); });
}

absl::Status MessageReader::ReadMap(int depth, Message& message, const FieldDescriptor* field) {
  if (depth >= kMaxJsonDepth) return TooDeep();
  std::set<std::string> seen;
  return cursor_.ReadObject([&](absl::string_view body) -> absl::Status {
    std::string key;
    if (!UnescapeJson(body, key)) return BadEscape();
    if (!keep() && !seen.insert(key).second) return InvalidField(key, "given twice");
    Message& entry = *message.GetReflection()->AddMessage(&message, field);
    absl::Status status = ReadMapKey(key, entry, field->message_type()->map_key());
    if (status.ok()) status = ReadSingle(depth + 1, entry, field->message_type()->map_value());
    return PrefixField(key, status);
  });
}

absl::Status MessageReader::ReadMapKey(std::string key, Message& entry,
                                       const FieldDescriptor* field) {
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      entry.GetReflection()->SetString(&entry, field, std::move(key));
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_BOOL:
      if (key != "true" && key != "false") return InvalidField("", "the key must be true or false");
      entry.GetReflection()->SetBool(&entry, field, key == "true");
      return absl::OkStatus();
    default:
      return SetNumber(key, entry, field);
  }
}

absl::Status MessageReader::ReadSingle(int depth, Message& message, const FieldDescriptor* field) {
  const Reflection* const reflection = message.GetReflection();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    Message* const target = field->is_repeated() ? reflection->AddMessage(&message, field)
                                                 : reflection->MutableMessage(&message, field);
    if (keep() && !IsValueField(field) && cursor_.TakeLiteral("null")) return absl::OkStatus();
    return ReadMessage(depth, *target);
  }
  switch (field->type()) {
    case FieldDescriptor::TYPE_BOOL:
      return ReadBool(message, field);
    case FieldDescriptor::TYPE_ENUM:
      return ReadEnum(message, field);
    case FieldDescriptor::TYPE_STRING:
      return ReadText(message, field);
    case FieldDescriptor::TYPE_BYTES:
      return ReadBytes(depth, message, field);
    default:
      return ReadNumber(message, field);
  }
}

absl::Status MessageReader::ReadNumber(Message& message, const FieldDescriptor* field) {
  std::string text;
  if (cursor_.kind() == '"') {
    SFC_RETURN_IF_ERROR(cursor_.ReadString(text));
  } else if (keep() && cursor_.TakeLiteral("null")) {
    text = "0";
  } else {
    if (cursor_.at_end() || !IsJsonNumber(cursor_.Token())) return cursor_.Unexpected("a number");
    text = std::string(cursor_.Token());
    cursor_.Advance();
  }
  return SetNumber(text, message, field);
}

absl::Status MessageReader::SetNumber(absl::string_view text, Message& message,
                                      const FieldDescriptor* field) {
  const Reflection* const reflection = message.GetReflection();
  const auto put = [&](const auto& value, auto set, auto add, absl::string_view what) {
    if (!value) return InvalidField("", absl::StrCat("not ", what));
    (reflection->*(field->is_repeated() ? add : set))(&message, field, *value);
    return absl::OkStatus();
  };
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return put(Narrow<std::int32_t>(WholeNumber(text)), &Reflection::SetInt32,
                 &Reflection::AddInt32, "a 32-bit integer");
    case FieldDescriptor::CPPTYPE_INT64:
      return put(WholeNumber(text), &Reflection::SetInt64, &Reflection::AddInt64,
                 "a 64-bit integer");
    case FieldDescriptor::CPPTYPE_UINT32:
      return put(Narrow<std::uint32_t>(WholeNumber(text)), &Reflection::SetUInt32,
                 &Reflection::AddUInt32, "an unsigned 32-bit integer");
    case FieldDescriptor::CPPTYPE_UINT64:
      return put(UnsignedNumber(text), &Reflection::SetUInt64, &Reflection::AddUInt64,
                 "an unsigned 64-bit integer");
    case FieldDescriptor::CPPTYPE_FLOAT:
      return put(FloatingNumber<float>(text), &Reflection::SetFloat, &Reflection::AddFloat,
                 "a number that a float holds");
    default:
      return put(FloatingNumber<double>(text), &Reflection::SetDouble, &Reflection::AddDouble,
                 "a number that a double holds");
  }
}

absl::Status MessageReader::ReadBool(Message& message, const FieldDescriptor* field) {
  const bool value = cursor_.TakeLiteral("true");
  const bool null = !value && keep() && cursor_.TakeLiteral("null");
  if (!value && !null && !cursor_.TakeLiteral("false")) return cursor_.Unexpected("true or false");
  const Reflection* const reflection = message.GetReflection();
  field->is_repeated() ? reflection->AddBool(&message, field, value)
                       : reflection->SetBool(&message, field, value);
  return absl::OkStatus();
}

bool MessageReader::HasUnknownEnumName(const FieldDescriptor* field) const {
  if (field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_ENUM) return false;
  return cursor_.kind() == '"' &&
         field->enum_type()->FindValueByName(std::string(cursor_.StringBody())) == nullptr;
}

absl::Status MessageReader::ReadEnum(Message& message, const FieldDescriptor* field) {
  std::optional<int> number;
  if (cursor_.kind() == '"') {
    std::string name;
    SFC_RETURN_IF_ERROR(cursor_.ReadString(name));
    const EnumValueDescriptor* const value = field->enum_type()->FindValueByName(name);
    if (value != nullptr) number = value->number();
  } else if ((keep() || IsNullValueField(field)) && cursor_.TakeLiteral("null")) {
    number = 0;
  } else {
    if (cursor_.at_end()) return cursor_.Unexpected("an enum value");
    number = Narrow<std::int32_t>(WholeNumber(cursor_.Token()));
    if (!number) return cursor_.Unexpected("the name or number of an enum value");
    cursor_.Advance();
  }
  if (!number) {
    if (!keep()) return InvalidField("", "unknown enum value");
    number = 0;
  }
  const Reflection* const reflection = message.GetReflection();
  field->is_repeated() ? reflection->AddEnumValue(&message, field, *number)
                       : reflection->SetEnumValue(&message, field, *number);
  return absl::OkStatus();
}

absl::Status MessageReader::ReadText(Message& message, const FieldDescriptor* field) {
  std::string text;
  if (cursor_.kind() == '"' || !keep()) {
    SFC_RETURN_IF_ERROR(cursor_.ReadString(text));
  } else if (!cursor_.TakeLiteral("null")) {
    if (cursor_.kind() == '{' || cursor_.kind() == '[') return cursor_.Unexpected("a string");
    const absl::StatusOr<absl::string_view> token = cursor_.ReadRaw(0);
    if (!token.ok()) return token.status();
    text = std::string(*token);
  }
  const Reflection* const reflection = message.GetReflection();
  field->is_repeated() ? reflection->AddString(&message, field, std::move(text))
                       : reflection->SetString(&message, field, std::move(text));
  return absl::OkStatus();
}

absl::Status MessageReader::ReadBytes(int depth, Message& message, const FieldDescriptor* field) {
  std::string bytes;
  if (IsRawJsonField(field)) {
    const absl::StatusOr<absl::string_view> raw = cursor_.ReadRaw(depth);
    if (!raw.ok()) return raw.status();
    bytes = std::string(*raw);
  } else {
    std::string text;
    SFC_RETURN_IF_ERROR(cursor_.ReadString(text));
    if (!absl::Base64Unescape(text, &bytes) && !absl::WebSafeBase64Unescape(text, &bytes)) {
      return InvalidField("", "not base64");
    }
  }
  const Reflection* const reflection = message.GetReflection();
  field->is_repeated() ? reflection->AddString(&message, field, std::move(bytes))
                       : reflection->SetString(&message, field, std::move(bytes));
  return absl::OkStatus();
}

absl::Status MessageReader::ReadSpecial(int, Timestamp& time) {
  std::string text;
  SFC_RETURN_IF_ERROR(cursor_.ReadString(text));
  std::optional<Timestamp> parsed = ParseDatetime(text);
  if (!parsed) return InvalidField("", "not a datetime such as 2015-06-26T19:46:33Z");
  time = *std::move(parsed);
  return absl::OkStatus();
}

absl::Status MessageReader::ReadSpecial(int, Duration& duration) {
  std::string text;
  SFC_RETURN_IF_ERROR(cursor_.ReadString(text));
  std::optional<Duration> parsed = ParseDuration(text);
  if (!parsed) return InvalidField("", "not a duration such as 1.5s");
  duration = *std::move(parsed);
  return absl::OkStatus();
}

}  // namespace

absl::Status JsonToMessage(absl::string_view json, UnknownKeys unknown, Message& message) {
  JsonDocument document(json);
  absl::StatusOr<JsonCursor> cursor = document.Open();
  if (!cursor.ok()) return cursor.status();
  message.Clear();
  SFC_RETURN_IF_ERROR(MessageReader(*cursor, unknown).ReadMessage(0, message));
  return cursor->ExpectEnd();
}

absl::Status JsonToField(absl::string_view json, UnknownKeys unknown, Message& message,
                         const FieldDescriptor* field) {
  JsonDocument document(json);
  absl::StatusOr<JsonCursor> cursor = document.Open();
  if (!cursor.ok()) return cursor.status();
  message.GetReflection()->ClearField(&message, field);
  SFC_RETURN_IF_ERROR(MessageReader(*cursor, unknown).ReadField(0, message, field));
  return cursor->ExpectEnd();
}

}  // namespace sfconnector
