// SPDX-License-Identifier: Apache-2.0
#include "simulator/reports/report_column.h"

#include <vector>

#include "simulator/base/datetime.h"
#include "simulator/base/decimal.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/base/user_format.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

// The value at `Account.Name` of a row; nullptr for null and what lies behind it.
const JsonValue* ValueAt(const JsonValue& row, const std::string& path) {
  const JsonValue* value = &row;
  for (const std::string& name : Split(path, '.')) {
    value = value->Find(name);
    if (value == nullptr || value->is_null()) return nullptr;
  }
  return value;
}

// Whether a lookup leads to records with a Name.
bool HasNamedParent(const Schema& schema, const Field& field) {
  if (field.type != FieldType::kReference || field.relationship_name.empty()) return false;
  const ObjectType* parent = schema.Find(field.reference_to.front());
  return parent != nullptr && parent->FindField("Name") != nullptr;
}

void ReadNumber(const Field& field, const std::string& digits, ReportCell* cell) {
  cell->number = ParseDecimal(digits, field.scale);
  cell->label = cell->number ? ReportNumberLabel(field, *cell->number) : digits;
  cell->value = field.type == FieldType::kCurrency
                    ? StrCat("{\"amount\":", digits, ",\"currency\":null}")
                    : digits;
}

void ReadInstant(const std::string& text, ReportCell* cell) {
  const auto instant = ParseInstant(text);
  if (!instant) return;
  std::string written;
  AppendInstant(*instant, &written);
  cell->number = *instant;
  cell->label = FormatForUser("datetime", 0, *instant);
  cell->value = StrCat("\"", written.substr(0, written.find('.')), "Z\"");
}

void ReadDay(const std::string& text, ReportCell* cell) {
  cell->number = ParseDate(text);
  if (cell->number) cell->label = ReportDateLabel(*cell->number);
  cell->value = StrCat("\"", text, "\"");
}

}  // namespace

std::optional<ReportColumn> FindReportColumn(const Schema& schema, const ObjectType& type,
                                             std::string_view name) {
  const std::vector<std::string> steps = Split(name, '.');
  if (steps.size() < 2 || !EqualsIgnoreCase(steps.front(), type.name)) return std::nullopt;
  const ObjectType* holder = &type;
  std::string prefix;
  for (size_t i = 1; i + 1 < steps.size(); ++i) {
    const Field* link = holder->FindRelationship(steps[i]);
    holder = link == nullptr ? nullptr : schema.Find(link->reference_to.front());
    if (holder == nullptr) return std::nullopt;
    StrAppend(&prefix, link->relationship_name, ".");
  }
  const Field* field = holder->FindField(steps.back());
  if (field == nullptr || field->is_compound() || field->type == FieldType::kBase64) {
    return std::nullopt;
  }
  ReportColumn column;
  column.name = std::string(name);
  column.field = field;
  column.entity_name = StrCat(holder->name, ".", field->name);
  column.label = prefix.empty() ? field->label : StrCat(holder->label, ": ", field->label);
  column.filter_path = prefix + field->name;
  column.label_path = column.filter_path;
  column.value_path = field->name_field ? prefix + "Id" : column.filter_path;
  if (HasNamedParent(schema, *field)) {
    column.label_path = StrCat(prefix, field->relationship_name, ".Name");
  }
  return column;
}

ReportCell ReadReportCell(const ReportColumn& column, const JsonValue& row) {
  ReportCell cell;
  const JsonValue* value = ValueAt(row, column.value_path);
  if (value == nullptr) return cell;
  const FieldType type = column.field->type;
  if (column.field->is_number()) {
    ReadNumber(*column.field, value->text, &cell);
  } else if (type == FieldType::kDate) {
    ReadDay(value->text, &cell);
  } else if (type == FieldType::kDateTime) {
    ReadInstant(value->text, &cell);
  } else if (type == FieldType::kBoolean) {
    cell.label = value->boolean ? "true" : "false";
    cell.value = cell.label;
  } else {
    const JsonValue* label = ValueAt(row, column.label_path);
    cell.label = label == nullptr ? value->text : label->text;
    cell.value = JsonString(value->text);
  }
  return cell;
}

std::string ReportDateLabel(int64_t days) { return FormatForUser("date", 0, days); }

std::string ReportNumberLabel(const Field& field, absl::int128 scaled) {
  return FormatNumberForUser(FieldTypeName(field.type), field.scale, scaled);
}

}  // namespace sfsim
