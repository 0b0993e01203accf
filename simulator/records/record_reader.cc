// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/record_reader.h"

#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/text.h"
#include "simulator/records/field_input.h"
#include "simulator/records/row_lookup.h"

namespace sfsim {
namespace {

ApiError ReadOnlyError(const Field& field) {
  return RowError("INVALID_FIELD_FOR_INSERT_UPDATE", text::ReadOnlyField(field.name), {field.name});
}

// The master record type stands for none.
bool IsNoRecordType(const Field& field, const SqlValue& value) {
  const auto* id = std::get_if<std::string>(&value);
  return field.name == "RecordTypeId" && id != nullptr && *id == kMasterRecordTypeId;
}

}  // namespace

std::optional<ApiError> RecordReader::Read(const ObjectType& type, const JsonValue& record,
                                           FieldValues* values) {
  for (const auto& [name, value] : record.members) {
    if (name == "attributes") continue;
    if (auto error = ReadMember(type, name, value, values)) return error;
  }
  return std::nullopt;
}

std::optional<ApiError> RecordReader::ReadMember(const ObjectType& type, const std::string& name,
                                                 const JsonValue& value, FieldValues* values) {
  const Field* field = type.FindField(name);
  if (field == nullptr || (value.is_object() && !field->relationship_name.empty())) {
    const Field* lookup = type.FindRelationship(name);
    if (lookup == nullptr || !(value.is_object() || value.is_null())) {
      return NoSuchColumnError(name, type);
    }
    if (value.is_null()) return std::nullopt;
    return ReadRelationship(type, *lookup, value, values);
  }
  if (insert_ && !system_ && field->type == FieldType::kId) {
    return RowError("INVALID_FIELD_FOR_INSERT_UPDATE", std::string(text::kIdInInsert),
                    {field->name});
  }
  const bool writable = system_ || (insert_ ? field->createable : field->updateable);
  if (!writable || field->is_compound()) return ReadOnlyError(*field);
  auto read = ReadFieldValue(*field, value);
  if (!read.ok()) return read.error();
  (*values)[field] = IsNoRecordType(*field, *read) ? SqlValue() : std::move(*read);
  return std::nullopt;
}

std::optional<ApiError> RecordReader::ReadRelationship(const ObjectType& type, const Field& lookup,
                                                       const JsonValue& value,
                                                       FieldValues* values) {
  if (!system_ && !(insert_ ? lookup.createable : lookup.updateable)) return ReadOnlyError(lookup);
  std::string target = lookup.reference_to.empty() ? "" : lookup.reference_to.front();
  const JsonValue* attributes = value.Find("attributes");
  const bool attributes_first =
      !value.members.empty() && value.members.front().name == "attributes";
  if (lookup.is_polymorphic() && !attributes_first) {
    return RowError("JSON_PARSER_ERROR", std::string(text::kAttributesFirst));
  }
  if (attributes != nullptr) target = attributes->Text("type", target);
  const ObjectType* parent = schema_.Find(target);
  for (const auto& [name, key] : value.members) {
    if (name == "attributes" || parent == nullptr) continue;
    return ReadForeignKey(*parent, lookup, name, key, values);
  }
  return NoSuchColumnError(lookup.relationship_name, type);
}

std::optional<ApiError> RecordReader::ReadForeignKey(const ObjectType& parent, const Field& lookup,
                                                     const std::string& name, const JsonValue& key,
                                                     FieldValues* values) {
  const Field* field = parent.FindField(name);
  if (field == nullptr || !(field->external_id || field->id_lookup)) {
    return NoSuchColumnError(name, parent);
  }
  auto read = ReadFieldValue(*field, key);
  if (!read.ok()) return read.error();
  const auto ids = FindRows(&connection_, parent, *field, *read);
  if (ids.size() == 1) {
    (*values)[&lookup] = ids.front();
    return std::nullopt;
  }
  return RowError("INVALID_FIELD",
                  ids.empty() ? text::ForeignKeyNotFound(key.text, field->name, parent.name)
                              : text::AmbiguousForeignKey(key.text, field->name));
}

}  // namespace sfsim
