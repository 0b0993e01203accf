// SPDX-License-Identifier: Apache-2.0
#include "simulator/bulk/row_columns.h"

#include <set>

#include "simulator/base/bulk_text.h"
#include "simulator/base/text.h"

namespace sfsim {
namespace {

constexpr std::string_view kNull = "#N/A";

ApiError BatchError(std::string message) { return {400, "InvalidBatch", std::move(message), {}}; }

// What a cell may say differently from JSON: 1 and 0 for true and false, a zone behind a date.
JsonValue CellValue(const Field& field, std::string_view cell) {
  if (cell == kNull) return {};
  if (field.type == FieldType::kBoolean && (cell == "1" || cell == "0")) {
    return JsonValue::OfText(cell == "1" ? "true" : "false");
  }
  if (field.type == FieldType::kDate && cell.size() == 11 && cell.back() == 'Z') {
    cell.remove_suffix(1);
  }
  return JsonValue::OfText(cell);
}

JsonValue ParentValue(const std::string& type, const Field& field, std::string_view cell) {
  JsonValue attributes;
  attributes.kind = JsonValue::Kind::kObject;
  attributes.members.push_back({"type", JsonValue::OfText(type)});
  JsonValue parent;
  parent.kind = JsonValue::Kind::kObject;
  parent.members.push_back({"attributes", std::move(attributes)});
  parent.members.push_back({field.name, CellValue(field, cell)});
  return parent;
}

}  // namespace

const Field* RowColumns::ReadParent(const Schema& schema, const ObjectType& type,
                                    std::string_view name, Column* column) {
  const size_t colon = name.find(':');
  const bool typed = colon != std::string_view::npos;
  const std::string_view path = typed ? name.substr(colon + 1) : name;
  const size_t dot = path.find('.');
  if (dot == std::string_view::npos) return nullptr;
  const Field* lookup = type.FindRelationship(path.substr(0, dot));
  if (lookup == nullptr || (!typed && lookup->reference_to.size() != 1)) return nullptr;
  const ObjectType* parent =
      schema.Find(typed ? name.substr(0, colon) : std::string_view(lookup->reference_to.front()));
  const Field* key = parent == nullptr ? nullptr : parent->FindField(path.substr(dot + 1));
  if (key == nullptr || !(key->external_id || key->id_lookup)) return nullptr;
  column->relationship = lookup->relationship_name;
  column->parent_type = parent->name;
  return key;
}

Outcome<RowColumns> RowColumns::Read(const Schema& schema, const ObjectType& type,
                                     const std::vector<std::string_view>& header) {
  RowColumns columns;
  std::set<std::string> seen;
  columns.columns_.reserve(header.size());
  for (const std::string_view name : header) {
    Column column;
    column.field = type.FindField(name);
    if (column.field == nullptr) column.field = ReadParent(schema, type, name, &column);
    if (column.field == nullptr) return BatchError(text::FieldNameNotFound(name));
    if (!seen.insert(AsciiLower(name)).second) return BatchError(text::RepeatedFieldName(name));
    columns.columns_.push_back(std::move(column));
  }
  return columns;
}

bool RowColumns::only_ids() const {
  return columns_.size() == 1 && columns_[0].relationship.empty() &&
         columns_[0].field->type == FieldType::kId;
}

JsonValue RowColumns::Record(const std::vector<std::string_view>& cells) const {
  JsonValue record;
  record.kind = JsonValue::Kind::kObject;
  record.members.reserve(cells.size());
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty()) continue;
    const Column& column = columns_[i];
    if (column.relationship.empty()) {
      record.members.push_back({column.field->name, CellValue(*column.field, cells[i])});
    } else if (cells[i] == kNull) {
      record.members.push_back({column.relationship, JsonValue()});
    } else {
      record.members.push_back(
          {column.relationship, ParentValue(column.parent_type, *column.field, cells[i])});
    }
  }
  return record;
}

}  // namespace sfsim
