// SPDX-License-Identifier: Apache-2.0
#include "simulator/model/schema.h"

namespace sfsim {
namespace {

int DefaultLength(FieldType type) {
  switch (type) {
    case FieldType::kId:
    case FieldType::kReference:
      return 18;
    case FieldType::kString:
    case FieldType::kTextArea:
    case FieldType::kPicklist:
    case FieldType::kCombobox:
    case FieldType::kUrl:
      return 255;
    case FieldType::kEncryptedString:
      return 175;
    case FieldType::kMultiPicklist:
      return 4099;
    case FieldType::kEmail:
      return 80;
    case FieldType::kPhone:
      return 40;
    default:
      return 0;
  }
}

void ApplyTypeDefaults(Field* field) {
  field->length = DefaultLength(field->type);
  const bool is_long = field->type == FieldType::kTextArea;
  field->groupable = !is_long && !field->is_number();
  field->precision = field->type == FieldType::kInt ? 9 : field->is_number() ? 18 : 0;
  field->scale = field->type == FieldType::kCurrency || field->type == FieldType::kPercent ? 2 : 0;
  if (field->type == FieldType::kInt) field->groupable = true;
  if (field->type == FieldType::kBoolean) {
    field->nillable = false;
    field->defaulted_on_create = true;
  }
  if (field->type == FieldType::kBase64 || field->is_compound()) {
    field->filterable = field->sortable = field->groupable = false;
  }
  if (field->is_compound()) field->createable = field->updateable = false;
  if (field->type == FieldType::kMultiPicklist) field->groupable = field->sortable = false;
}

// A picklist is a list of values, each a string or an object in describe's keys.
std::vector<PicklistValue> ReadPicklist(const JsonValue& list) {
  std::vector<PicklistValue> values;
  for (const JsonValue& item : list.items) {
    const std::string value = item.is_string() ? item.text : item.Text("value");
    values.push_back(
        {value, item.Text("label", value), item.Flag("active", true), item.Flag("defaultValue")});
  }
  return values;
}

std::vector<std::string> ReadStrings(const JsonValue* list) {
  std::vector<std::string> strings;
  if (list == nullptr) return strings;
  for (const JsonValue& item : list->items) strings.push_back(item.text);
  return strings;
}

}  // namespace

Outcome<Field> ReadField(const JsonValue& value) {
  Field field;
  field.name = value.Text("name");
  if (field.name.empty()) return ApiError{400, "", "a field has no name", {}};
  const auto type = FieldTypeFromName(value.Text("type", "string"));
  if (!type) {
    return ApiError{400, "", field.name + ": unknown type '" + value.Text("type") + "'", {}};
  }
  field.type = *type;
  ApplyTypeDefaults(&field);
  field.label = value.Text("label", field.name);
  field.length = static_cast<int>(value.Integer("length", field.length));
  field.precision = static_cast<int>(value.Integer("precision", field.precision));
  field.scale = static_cast<int>(value.Integer("scale", field.scale));
  if (field.scale < 0 || field.scale > 18) {
    return ApiError{400, "", field.name + ": scale must be 0 to 18", {}};
  }
  field.nillable = value.Flag("nillable", field.nillable);
  field.unique = value.Flag("unique");
  field.external_id = value.Flag("externalId");
  field.id_lookup = value.Flag("idLookup", field.external_id);
  field.case_sensitive = value.Flag("caseSensitive");
  field.calculated = value.Flag("calculated");
  field.auto_number = value.Flag("autoNumber");
  const bool writable = !field.calculated && !field.auto_number;
  field.createable = value.Flag("createable", field.createable && writable);
  field.updateable = value.Flag("updateable", field.updateable && writable);
  const bool is_long_text = field.type == FieldType::kTextArea && field.length > 255;
  field.filterable = value.Flag("filterable", field.filterable && !is_long_text);
  field.sortable = value.Flag("sortable", field.sortable && !is_long_text);
  field.groupable = value.Flag("groupable", field.groupable);
  field.name_field = value.Flag("nameField");
  field.custom = value.Flag("custom", field.name.ends_with("__c"));
  field.defaulted_on_create = value.Flag("defaultedOnCreate", field.defaulted_on_create);
  field.restricted_picklist = value.Flag("restrictedPicklist");
  field.cascade_delete = value.Flag("cascadeDelete");
  field.restricted_delete = value.Flag("restrictedDelete");
  field.default_value = value.Text("defaultValue");
  field.compound_field = value.Text("compoundFieldName");
  field.reference_to = ReadStrings(value.Find("referenceTo"));
  field.relationship_name = value.Text("relationshipName");
  if (const JsonValue* list = value.Find("picklistValues")) field.picklist = ReadPicklist(*list);
  return field;
}

}  // namespace sfsim
