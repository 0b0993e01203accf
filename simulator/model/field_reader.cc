// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

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
  field->precision = field->type == FieldType::kInt ? 8 : field->is_number() ? 18 : 0;
  field->scale = field->type == FieldType::kCurrency || field->type == FieldType::kPercent ? 2 : 0;
  if (field->type == FieldType::kBoolean) {
    field->nillable = false;
    field->defaulted_on_create = true;
  }
  const bool fraction = field->is_number() && field->type != FieldType::kInt;
  field->groupable = !fraction && field->type != FieldType::kDateTime &&
                     field->type != FieldType::kTime && field->type != FieldType::kMultiPicklist &&
                     field->type != FieldType::kCombobox;
  if (field->type == FieldType::kMultiPicklist) field->sortable = false;
  if (field->type == FieldType::kBase64 || field->is_compound() ||
      field->type == FieldType::kEncryptedString || field->type == FieldType::kComplexValue) {
    field->filterable = field->sortable = field->groupable = false;
  }
  if (field->is_compound()) field->createable = field->updateable = false;
}

// A picklist is a list of values, each a string or an object in describe's keys.
std::vector<PicklistValue> ReadPicklist(const JsonValue& list) {
  std::vector<PicklistValue> values;
  for (const JsonValue& item : list.items) {
    const std::string value = item.is_string() ? item.text : item.Text("value");
    values.push_back({value, item.Text("label", value), item.Flag("active", true),
                      item.Flag("defaultValue"), item.Text("validFor")});
  }
  return values;
}

std::vector<std::string> ReadStrings(const JsonValue* list) {
  std::vector<std::string> strings;
  if (list == nullptr) return strings;
  for (const JsonValue& item : list->items) strings.push_back(item.text);
  return strings;
}

// Checkboxes have true and false for defaults, all others texts.
std::string ReadDefault(const JsonValue* value) {
  if (value == nullptr || value->is_null()) return {};
  return value->kind == JsonValue::Kind::kBool ? (value->boolean ? "true" : "false") : value->text;
}

void ReadNumberForm(const JsonValue& value, Field* field) {
  field->length = static_cast<int>(value.Integer("length", field->length));
  field->precision = static_cast<int>(value.Integer("precision", field->precision));
  field->scale = static_cast<int>(value.Integer("scale", field->scale));
  // Describe tells the digits of whole numbers apart from the precision of all others.
  if (field->type == FieldType::kInt) {
    field->precision =
        static_cast<int>(value.Integer("digits", field->precision > 0 ? field->precision : 8));
  }
}

void ReadFieldFlags(const JsonValue& value, Field* field) {
  field->unique = value.Flag("unique");
  field->external_id = value.Flag("externalId");
  field->id_lookup = value.Flag("idLookup", field->external_id);
  field->case_sensitive = value.Flag("caseSensitive");
  field->calculated = value.Flag("calculated");
  field->auto_number = value.Flag("autoNumber");
  field->nillable = value.Flag("nillable", field->nillable && !field->auto_number);
  const bool writable = !field->calculated && !field->auto_number;
  field->createable = value.Flag("createable", field->createable && writable);
  field->updateable = value.Flag("updateable", field->updateable && writable);
  const bool is_long_text = field->type == FieldType::kTextArea && field->length > 255;
  field->filterable = value.Flag("filterable", field->filterable && !is_long_text);
  field->sortable = value.Flag("sortable", field->sortable && !is_long_text);
  field->name_field = value.Flag("nameField");
  field->custom = value.Flag("custom", field->name.ends_with("__c"));
  const bool number = field->auto_number && !field->custom;
  field->groupable = value.Flag("groupable", field->groupable && !is_long_text && !number);
  field->defaulted_on_create =
      value.Flag("defaultedOnCreate", field->defaulted_on_create || field->auto_number);
  field->restricted_picklist = value.Flag("restrictedPicklist");
  field->cascade_delete = value.Flag("cascadeDelete");
  field->restricted_delete = value.Flag("restrictedDelete");
}

// What contradicts itself; empty if nothing does.
std::string_view Contradiction(const Field& field) {
  if (field.type == FieldType::kId && field.name != "Id") return "only Id has the type id";
  if (field.name == "Id" && field.type != FieldType::kId) return "Id has the type id";
  if (field.length < 0 || field.length > 131'072) return "length must be 0 to 131072";
  if (field.scale < 0 || field.scale > 18) return "scale must be 0 to 18";
  if (field.precision < 0 || field.precision > 18) return "precision must be 0 to 18";
  if (field.is_number() && field.type != FieldType::kInt && field.scale > field.precision) {
    return "scale is greater than precision";
  }
  if (field.calculated && (field.createable || field.updateable)) {
    return "a calculated field is not createable or updateable";
  }
  if (field.auto_number && field.type != FieldType::kString) return "autoNumber needs type string";
  const bool key = field.is_text() || field.is_number() || field.is_id();
  if (field.external_id && !key) return "this type cannot be an external id";
  if (field.unique && (!key || (field.type == FieldType::kTextArea && field.length > 255))) {
    return "this type cannot be unique";
  }
  if (!field.reference_to.empty() && field.type != FieldType::kReference) {
    return "referenceTo needs type reference";
  }
  if (field.cascade_delete && field.restricted_delete) {
    return "cascadeDelete and restrictedDelete exclude each other";
  }
  return {};
}

}  // namespace

Outcome<Field> ReadField(const JsonValue& value) {
  const auto wrong = [](std::string message) { return ApiError{400, "", std::move(message), {}}; };
  Field field;
  field.name = value.Text("name");
  if (field.name.empty()) return wrong("a field has no name");
  const auto type = FieldTypeFromName(value.Text("type", "string"));
  if (!type) return wrong(field.name + ": unknown type '" + value.Text("type") + "'");
  if (absl::Status status = ReadFieldKeys(value, &field.described); !status.ok()) {
    return wrong(field.name + ": " + std::string(status.message()));
  }
  field.type = *type;
  ApplyTypeDefaults(&field);
  field.label = value.Text("label", field.name);
  ReadNumberForm(value, &field);
  ReadFieldFlags(value, &field);
  field.default_value = ReadDefault(value.Find("defaultValue"));
  field.compound_field = value.Text("compoundFieldName");
  field.reference_to = ReadStrings(value.Find("referenceTo"));
  field.relationship_name = value.Text("relationshipName");
  if (const JsonValue* list = value.Find("picklistValues")) field.picklist = ReadPicklist(*list);
  const bool has_default = std::any_of(field.picklist.begin(), field.picklist.end(),
                                       [](const PicklistValue& item) { return item.is_default; });
  field.defaulted_on_create =
      value.Flag("defaultedOnCreate", field.defaulted_on_create || has_default);
  const std::string_view contradiction = Contradiction(field);
  if (!contradiction.empty()) return wrong(field.name + ": " + std::string(contradiction));
  return field;
}

}  // namespace sfsim
