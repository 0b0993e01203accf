// SPDX-License-Identifier: Apache-2.0
#include "core/soap/sobject_xml.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/json.h"
#include "core/soap/xml_text.h"

namespace sfconnector {
namespace {

// A record that a reference holds has no references itself.
constexpr int kMaxDepth = 2;

absl::Status WriteRecord(const std::string& element, const v1::Record& record, int depth,
                         XmlWriter& writer);

absl::Status WriteText(const v1::Field& field, const std::string& text, XmlWriter& writer) {
  if (!IsXmlText(text)) return InvalidField(field.name(), kNoXmlText);
  writer.Element(absl::StrCat("sobj:", field.name()), text);
  return absl::OkStatus();
}

absl::Status WriteField(const v1::Field& field, int depth, XmlWriter& writer) {
  const v1::Value& value = field.value();
  switch (value.kind_case()) {
    case v1::Value::KIND_NOT_SET:
    case v1::Value::kNullValue:
      return absl::OkStatus();
    case v1::Value::kBoolValue:
      return WriteText(field, value.bool_value() ? "true" : "false", writer);
    case v1::Value::kStringValue:
      return WriteText(field, value.string_value(), writer);
    case v1::Value::kIntegerValue:
      return WriteText(field, absl::StrCat(value.integer_value()), writer);
    case v1::Value::kDecimalValue:
      if (!IsJsonNumber(value.decimal_value())) return InvalidField(field.name(), "is no number");
      return WriteText(field, value.decimal_value(), writer);
    case v1::Value::kRecordValue:
      if (depth == kMaxDepth) return InvalidField(field.name(), "is a record too deep");
      return PrefixField(field.name(), WriteRecord(absl::StrCat("sobj:", field.name()),
                                                   value.record_value(), depth + 1, writer));
    default:
      return InvalidField(field.name(), "is no value of a field");
  }
}

absl::Status CheckNames(const v1::Record& record) {
  if (!IsApiName(record.type())) return InvalidField("type", "is not the name of an sObject");
  for (int i = 0; i < record.fields_size(); ++i) {
    if (!IsApiName(record.fields(i).name())) {
      return InvalidField(absl::StrCat("fields[", i, "].name"), "is not the name of a field");
    }
  }
  return absl::OkStatus();
}

// The schema wants `type`, `fieldsToNull` and `Id` first.
absl::Status WriteRecord(const std::string& element, const v1::Record& record, int depth,
                         XmlWriter& writer) {
  SFC_RETURN_IF_ERROR(CheckNames(record));
  writer.Begin(element);
  writer.Attribute("xsi:type", "sobj:sObject");
  writer.Element("sobj:type", record.type());
  for (const v1::Field& field : record.fields()) {
    if (field.value().has_null_value()) writer.Element("sobj:fieldsToNull", field.name());
  }
  for (const bool id : {true, false}) {
    for (const v1::Field& field : record.fields()) {
      if (absl::EqualsIgnoreCase(field.name(), "Id") != id) continue;
      SFC_RETURN_IF_ERROR(WriteField(field, depth, writer));
    }
  }
  writer.End();
  return absl::OkStatus();
}

}  // namespace

absl::Status WriteSObject(const std::string& element, const v1::Record& record, XmlWriter& writer) {
  return WriteRecord(element, record, 1, writer);
}

}  // namespace sfconnector
