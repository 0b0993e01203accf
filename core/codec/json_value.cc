// SPDX-License-Identifier: Apache-2.0
#include "core/codec/json_value.h"

#include "core/base/status.h"
#include "core/codec/json_cursor.h"
#include "core/codec/json_value_reader.h"

namespace sfconnector {
namespace {

template <class Message>
absl::Status ReadText(absl::string_view json, const PageTokenOf& token_of, Message& message) {
  JsonDocument document(json);
  absl::StatusOr<JsonCursor> cursor = document.Open();
  if (!cursor.ok()) return cursor.status();
  message.Clear();
  SFC_RETURN_IF_ERROR(JsonValueReader(*cursor, token_of).Read(0, message));
  return cursor->ExpectEnd();
}

absl::Status WriteAttributes(const v1::Record& record, JsonWriter& writer, int depth) {
  if (depth >= kMaxJsonDepth) return TooDeep();
  writer.BeginObject();
  if (!record.type().empty()) {
    writer.Name("type");
    writer.String(record.type());
  }
  if (!record.url().empty()) {
    writer.Name("url");
    writer.String(record.url());
  }
  for (const v1::Field& field : record.attributes()) {
    SFC_RETURN_IF_ERROR(WriteJsonMember(field, writer, depth + 1));
  }
  writer.EndObject();
  return absl::OkStatus();
}

}  // namespace

absl::Status JsonToValue(absl::string_view json, v1::Value& value, const PageTokenOf& token_of) {
  return ReadText(json, token_of, value);
}

absl::Status JsonToRecord(absl::string_view json, v1::Record& record, const PageTokenOf& token_of) {
  return ReadText(json, token_of, record);
}

absl::Status JsonToRecordSet(absl::string_view json, v1::RecordSet& set,
                             const PageTokenOf& token_of) {
  return ReadText(json, token_of, set);
}

absl::Status JsonToListValue(absl::string_view json, v1::ListValue& list,
                             const PageTokenOf& token_of) {
  return ReadText(json, token_of, list);
}

absl::Status WriteJson(const v1::Value& value, JsonWriter& writer, int depth) {
  switch (value.kind_case()) {
    case v1::Value::kNullValue:
      writer.Null();
      return absl::OkStatus();
    case v1::Value::kBoolValue:
      writer.Bool(value.bool_value());
      return absl::OkStatus();
    case v1::Value::kStringValue:
      writer.String(value.string_value());
      return absl::OkStatus();
    case v1::Value::kIntegerValue:
      writer.Integer(value.integer_value());
      return absl::OkStatus();
    case v1::Value::kDecimalValue:
      // Written without quotes, other text could smuggle in whatever it likes.
      if (!IsJsonNumber(value.decimal_value())) {
        return InvalidField("", "the decimal value is not a JSON number");
      }
      writer.Raw(value.decimal_value());
      return absl::OkStatus();
    case v1::Value::kListValue:
      return WriteJson(value.list_value(), writer, depth);
    case v1::Value::kRecordValue:
      return WriteJson(value.record_value(), writer, depth);
    case v1::Value::kRecordSetValue:
      return WriteJson(value.record_set_value(), writer, depth);
    case v1::Value::KIND_NOT_SET:
      break;
  }
  return InvalidField("", "a value is required here");
}

absl::Status WriteJsonMember(const v1::Field& field, JsonWriter& writer, int depth) {
  if (field.value().kind_case() == v1::Value::KIND_NOT_SET) return absl::OkStatus();
  writer.Name(field.name());
  return PrefixField(field.name(), WriteJson(field.value(), writer, depth));
}

absl::Status WriteJson(const v1::Record& record, JsonWriter& writer, int depth) {
  if (depth >= kMaxJsonDepth) return TooDeep();
  writer.BeginObject();
  if (!record.type().empty() || !record.url().empty() || record.attributes_size() > 0) {
    writer.Name("attributes");
    SFC_RETURN_IF_ERROR(PrefixField("attributes", WriteAttributes(record, writer, depth + 1)));
  }
  for (const v1::Field& field : record.fields()) {
    SFC_RETURN_IF_ERROR(WriteJsonMember(field, writer, depth + 1));
  }
  writer.EndObject();
  return absl::OkStatus();
}

absl::Status WriteJson(const v1::RecordSet& set, JsonWriter& writer, int depth) {
  if (depth + 1 >= kMaxJsonDepth) return TooDeep();
  writer.BeginObject();
  writer.Name("totalSize");
  writer.Integer(set.total_size());
  writer.Name("done");
  writer.Bool(set.done());
  if (!set.next_page_token().empty()) {
    writer.Name("nextPageToken");
    writer.String(set.next_page_token());
  }
  writer.Name("records");
  writer.BeginArray();
  for (int i = 0; i < set.records_size(); ++i) {
    const absl::Status status = WriteJson(set.records(i), writer, depth + 2);
    if (!status.ok()) return PrefixField("records", IndexField(i, status));
  }
  writer.EndArray();
  writer.EndObject();
  return absl::OkStatus();
}

absl::Status WriteJson(const v1::ListValue& list, JsonWriter& writer, int depth) {
  if (depth >= kMaxJsonDepth) return TooDeep();
  writer.BeginArray();
  for (int i = 0; i < list.values_size(); ++i) {
    SFC_RETURN_IF_ERROR(IndexField(i, WriteJson(list.values(i), writer, depth + 1)));
  }
  writer.EndArray();
  return absl::OkStatus();
}

}  // namespace sfconnector
