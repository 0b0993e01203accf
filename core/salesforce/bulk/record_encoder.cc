// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk/record_encoder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status.h"
#include "core/codec/csv_format.h"
#include "core/codec/json.h"

namespace sfconnector {
namespace {

// The field of that name, which is made where it is not there yet.
v1::Value& FieldOf(v1::Record& record, absl::string_view name) {
  auto& fields = *record.mutable_fields();
  const auto it = std::find_if(fields.begin(), fields.end(),
                               [name](const v1::Field& field) { return field.name() == name; });
  if (it != fields.end()) return *it->mutable_value();
  v1::Field& field = *record.add_fields();
  field.set_name(std::string(name));
  return *field.mutable_value();
}

void SetColumn(absl::string_view column, const v1::Value& value, v1::Record& record) {
  const std::size_t dot = column.find('.');
  if (dot == absl::string_view::npos) {
    FieldOf(record, column) = value;
    return;
  }
  absl::string_view relationship = column.substr(0, dot);
  const std::size_t colon = relationship.find(':');
  absl::string_view type;
  if (colon != absl::string_view::npos) {
    type = relationship.substr(0, colon);
    relationship.remove_prefix(colon + 1);
  }
  v1::Record& parent = *FieldOf(record, relationship).mutable_record_value();
  if (!type.empty()) parent.set_type(std::string(type));
  FieldOf(parent, column.substr(dot + 1)) = value;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RecordEncoder>> MakeRecordEncoder(const v1::BulkBatchHead& head) {
  std::vector<std::string> columns(head.columns().begin(), head.columns().end());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string place = absl::StrCat("head.columns[", i, "]");
    if (columns[i].empty()) return InvalidField(place, "is no name of a column");
    if (std::count(columns.begin(), columns.end(), columns[i]) > 1) {
      return InvalidField(place, "stands there twice");
    }
  }
  const std::string& ending = head.line_ending();
  if (!ending.empty() && !CsvLineEndingOf(ending)) {
    return InvalidField("head.line_ending", "must be LF or CRLF");
  }
  if (head.content_type() == "CSV")
    return MakeCsvRecordEncoder(std::move(columns), ending == "CRLF");
  if (head.content_type() == "JSON") return MakeJsonRecordEncoder(std::move(columns));
  if (head.content_type() == "XML") return MakeXmlRecordEncoder(std::move(columns));
  return InvalidField("head.content_type", "must be CSV, JSON or XML where records are written");
}

absl::StatusOr<v1::Record> RecordOfRow(const v1::ListValue& row,
                                       const std::vector<std::string>& columns) {
  if (static_cast<std::size_t>(row.values_size()) > columns.size()) {
    return InvalidField("values",
                        absl::StrCat("holds ", row.values_size(), " values; the head has ",
                                     columns.size(), " columns"));
  }
  v1::Record record;
  for (int i = 0; i < row.values_size(); ++i) {
    if (row.values(i).kind_case() == v1::Value::KIND_NOT_SET) continue;
    SetColumn(columns[static_cast<std::size_t>(i)], row.values(i), record);
  }
  return record;
}

absl::StatusOr<std::string> TextOfValue(const v1::Value& value) {
  switch (value.kind_case()) {
    case v1::Value::kBoolValue:
      return std::string(value.bool_value() ? "true" : "false");
    case v1::Value::kIntegerValue:
      return absl::StrCat(value.integer_value());
    case v1::Value::kDecimalValue:
      if (!IsJsonNumber(value.decimal_value())) return InvalidField("", "is no number");
      return value.decimal_value();
    case v1::Value::kStringValue:
      if (value.string_value().empty()) {
        return InvalidField(
            "",
            "is an empty text, which would be taken for no value; to clear the field, give null");
      }
      return value.string_value();
    default:
      return InvalidField("", "is no value of a field");
  }
}

}  // namespace sfconnector
