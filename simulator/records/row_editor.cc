// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/row_editor.h"

#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/records/derived_fields.h"
#include "simulator/records/field_input.h"
#include "simulator/records/row_lookup.h"

namespace sfsim {
namespace {

ApiError RowError(std::string code, std::string message, std::vector<std::string> fields = {}) {
  return {400, std::move(code), std::move(message), std::move(fields)};
}

ApiError NoSuchColumnError(std::string_view name, const ObjectType& type) {
  return {400, "INVALID_FIELD", text::NoSuchColumn(name, type.name), {}};
}

bool IsNull(const SqlValue& value) { return std::holds_alternative<std::monostate>(value); }

ApiError DeletedError() {
  return {404, "ENTITY_IS_DELETED", std::string(text::kEntityIsDeleted),
          std::vector<std::string>{}};
}

}  // namespace

ApiError NotFoundError() { return {404, "NOT_FOUND", std::string(text::kNotFound), {}}; }

ApiError InvalidCrossReferenceError() {
  return RowError("INVALID_CROSS_REFERENCE_KEY", std::string(text::kInvalidCrossReference));
}

SaveResult RowEditor::Insert(const ObjectType& type, const JsonValue& record) {
  SaveResult result;
  Values values;
  ReadRecord(type, record, true, &values, &result.errors);
  if (!result.ok()) return result;
  const uint64_t number = store_.NextNumber(type.key_prefix);
  StampInsert(type, number, &values);
  SqlValue& id = values[&type.id_field()];
  if (IsNull(id)) id = MakeId(type.key_prefix, number);
  result.id = std::get<std::string>(id);
  CompleteName(type, "", &values);
  CheckRequired(type, values, true, &result.errors);
  if (result.ok()) CheckReferences(values, &result.errors);
  if (result.ok()) CheckUnique(type, values, "", &result.errors);
  if (result.ok() && !WriteInsert(type, values)) {
    result.errors.push_back(
        {500, "UNKNOWN_EXCEPTION", text::InternalError(connection_.LastError()), {}});
  }
  result.created = result.ok();
  return result;
}

SaveResult RowEditor::Update(const ObjectType& type, const std::string& id, const JsonValue& record,
                             const ApiError& missing_row) {
  SaveResult result;
  result.id = id;
  const RowState state = FindRow(&connection_, type, id);
  if (state == RowState::kMissing) result.errors.push_back(missing_row);
  if (state == RowState::kDeleted) result.errors.push_back(DeletedError());
  if (!result.ok()) return result;
  Values values;
  ReadRecord(type, record, false, &values, &result.errors);
  if (!result.ok()) return result;
  if (IsConvertedLead(type, [&](const Field& field) { return CurrentValue(type, id, field); })) {
    result.errors.push_back(
        RowError("CANNOT_UPDATE_CONVERTED_LEAD", std::string(text::kConvertedLead)));
    return result;
  }
  CompleteName(type, id, &values);
  DeriveFields(type, &values);
  CheckRequired(type, values, false, &result.errors);
  if (result.ok()) CheckReferences(values, &result.errors);
  if (result.ok()) CheckUnique(type, values, id, &result.errors);
  if (!result.ok()) return result;
  values[type.FindField("LastModifiedDate")] = author_.now;
  values[type.FindField("SystemModstamp")] = author_.now;
  values[type.FindField("LastModifiedById")] = author_.user_id;
  if (!WriteUpdate(type, id, values)) {
    result.errors.push_back(
        {500, "UNKNOWN_EXCEPTION", text::InternalError(connection_.LastError()), {}});
  }
  return result;
}

SaveResult RowEditor::Delete(const ObjectType& type, const std::string& id,
                             const ApiError& missing_row) {
  SaveResult result;
  result.id = id;
  const RowState state = FindRow(&connection_, type, id);
  if (state == RowState::kMissing) result.errors.push_back(missing_row);
  if (state == RowState::kDeleted) result.errors.push_back(DeletedError());
  if (!result.ok()) return result;
  CascadeDelete(type, id, &result);
  if (!result.ok()) return result;
  Values values;
  values[type.FindField("IsDeleted")] = int64_t{1};
  values[type.FindField("LastModifiedDate")] = author_.now;
  values[type.FindField("SystemModstamp")] = author_.now;
  WriteUpdate(type, id, values);
  return result;
}

void RowEditor::ReadRecord(const ObjectType& type, const JsonValue& record, bool insert,
                           Values* values, std::vector<ApiError>* errors) {
  for (const auto& [name, value] : record.members) {
    if (name == "attributes") continue;
    ReadMember(type, name, value, insert, values, errors);
    // The first unknown or unreadable value ends the reading, as a parser's error does.
    if (!errors->empty()) return;
  }
}

void RowEditor::ReadMember(const ObjectType& type, const std::string& name, const JsonValue& value,
                           bool insert, Values* values, std::vector<ApiError>* errors) {
  const Field* field = type.FindField(name);
  if (field == nullptr || (value.is_object() && !field->relationship_name.empty())) {
    const Field* lookup = type.FindRelationship(name);
    if (lookup == nullptr || !(value.is_object() || value.is_null())) {
      errors->push_back(NoSuchColumnError(name, type));
    } else if (value.is_object()) {
      ReadRelationship(type, *lookup, value, values, errors);
    }
    return;
  }
  const bool writable = author_.system || (insert ? field->createable : field->updateable);
  if (!writable || field->is_compound()) {
    errors->push_back(RowError("INVALID_FIELD_FOR_INSERT_UPDATE", text::ReadOnlyField(field->name),
                               {field->name}));
    return;
  }
  auto read = ReadFieldValue(type, *field, value);
  if (read.ok()) {
    (*values)[field] = std::move(*read);
  } else {
    errors->push_back(read.error());
  }
}

void RowEditor::ReadRelationship(const ObjectType& type, const Field& lookup,
                                 const JsonValue& value, Values* values,
                                 std::vector<ApiError>* errors) {
  std::string target = lookup.reference_to.empty() ? "" : lookup.reference_to.front();
  if (const JsonValue* attributes = value.Find("attributes")) {
    target = attributes->Text("type", target);
  } else if (lookup.is_polymorphic()) {
    errors->push_back(RowError("JSON_PARSER_ERROR", std::string(text::kAttributesFirst)));
    return;
  }
  const ObjectType* parent = schema_.Find(target);
  for (const auto& [name, key] : value.members) {
    if (name == "attributes" || parent == nullptr) continue;
    const Field* field = parent->FindField(name);
    if (field == nullptr || !(field->external_id || field->id_lookup)) {
      errors->push_back(NoSuchColumnError(name, *parent));
      return;
    }
    auto read = ReadFieldValue(*parent, *field, key);
    if (!read.ok()) {
      errors->push_back(read.error());
      return;
    }
    const auto ids = FindRows(&connection_, *parent, *field, *read);
    if (ids.size() == 1) {
      (*values)[&lookup] = ids.front();
      return;
    }
    std::string shown = key.text;
    errors->push_back(RowError(
        "INVALID_FIELD", ids.empty() ? text::ForeignKeyNotFound(shown, field->name, parent->name)
                                     : text::AmbiguousForeignKey(shown, field->name)));
    return;
  }
  errors->push_back(NoSuchColumnError(lookup.relationship_name, type));
}

void RowEditor::CheckReferences(const Values& values, std::vector<ApiError>* errors) {
  for (const auto& [field, value] : values) {
    if (field->type != FieldType::kReference || IsNull(value)) continue;
    const auto& id = std::get<std::string>(value);
    // Who writes exists, even while the org's first rows are being made.
    if (id == author_.user_id) continue;
    const ObjectType* target = schema_.FindByPrefix(id);
    bool fits = target != nullptr;
    if (fits && !field->reference_to.empty()) {
      fits = false;
      for (const std::string& name : field->reference_to) {
        fits = fits || EqualsIgnoreCase(name, target->name);
      }
    }
    if (!fits) {
      errors->push_back(
          RowError("MALFORMED_ID", text::WrongIdType(field->label, id), {field->name}));
      continue;
    }
    const RowState state = FindRow(&connection_, *target, id);
    if (state == RowState::kMissing) {
      errors->push_back(RowError("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
                                 text::NoAccessOnReference(id.substr(0, 15))));
    } else if (state == RowState::kDeleted) {
      ApiError deleted = DeletedError();
      deleted.http_status = 400;
      errors->push_back(std::move(deleted));
    }
  }
}

void RowEditor::CheckUnique(const ObjectType& type, const Values& values, const std::string& own_id,
                            std::vector<ApiError>* errors) {
  for (const auto& [field, value] : values) {
    if (!field->unique || IsNull(value)) continue;
    for (const std::string& id : FindRows(&connection_, type, *field, value)) {
      if (id == own_id) continue;
      errors->push_back(RowError("DUPLICATE_VALUE", text::DuplicateValue(field->name, id)));
      break;
    }
  }
}

void RowEditor::CheckRequired(const ObjectType& type, const Values& values, bool insert,
                              std::vector<ApiError>* errors) {
  std::vector<std::string> missing;
  for (const Field& field : type.fields()) {
    if (field.nillable || field.is_compound() || field.type == FieldType::kBoolean) continue;
    const auto given = values.find(&field);
    const bool absent = given == values.end() ? insert : IsNull(given->second);
    if (absent) missing.push_back(field.name);
  }
  if (missing.empty()) return;
  std::string names;
  for (const std::string& name : missing) StrAppend(&names, names.empty() ? "" : ", ", name);
  errors->push_back(
      RowError("REQUIRED_FIELD_MISSING", text::RequiredFieldsMissing(names), std::move(missing)));
}

void RowEditor::StampInsert(const ObjectType& type, uint64_t number, Values* values) {
  for (const Field& field : type.fields()) {
    if (field.is_compound()) continue;
    const auto [slot, absent] = values->try_emplace(&field);
    if (!absent) continue;
    slot->second = DefaultValue(field, number);
  }
  const auto stamp = [&](std::string_view name, SqlValue value) {
    const Field* field = type.FindField(name);
    if (field != nullptr && IsNull((*values)[field])) (*values)[field] = std::move(value);
  };
  for (const char* name : {"CreatedDate", "LastModifiedDate", "SystemModstamp"}) {
    stamp(name, author_.now);
  }
  for (const char* name : {"CreatedById", "LastModifiedById", "OwnerId"}) {
    stamp(name, author_.user_id);
  }
  for (const RecordType& item : type.record_types) {
    if (item.is_default && !item.master) stamp("RecordTypeId", item.id);
  }
  DeriveFields(type, values);
}

void RowEditor::CompleteName(const ObjectType& type, const std::string& id, Values* values) {
  const Field* name = type.FindField("Name");
  const Field* last = type.FindField("LastName");
  const Field* first = type.FindField("FirstName");
  if (name == nullptr || last == nullptr || first == nullptr) return;
  if (!id.empty() && values->count(last) == 0 && values->count(first) == 0) return;
  const auto part = [&](const Field* field) {
    const auto given = values->find(field);
    const SqlValue value = given != values->end() ? given->second
                           : id.empty()           ? SqlValue()
                                                  : CurrentValue(type, id, *field);
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string() : *text;
  };
  const std::string given_name = part(first);
  const std::string full = given_name.empty() ? part(last) : given_name + " " + part(last);
  (*values)[name] = full.empty() ? SqlValue() : SqlValue(full);
}

bool RowEditor::WriteInsert(const ObjectType& type, const Values& values) {
  std::string columns;
  std::string places;
  std::vector<const SqlValue*> bound;
  for (const Field& field : type.fields()) {
    const auto value = values.find(&field);
    if (value == values.end()) continue;
    bound.push_back(&value->second);
    StrAppend(&columns, columns.empty() ? "" : ",", QuoteName(field.name));
    StrAppend(&places, places.empty() ? "?" : ",?", bound.size());
  }
  Statement& insert = connection_.Cached(
      StrCat("INSERT INTO ", QuoteName(type.name), "(", columns, ") VALUES(", places, ")"));
  for (size_t i = 0; i < bound.size(); ++i) insert.Bind(static_cast<int>(i) + 1, *bound[i]);
  return insert.Run();
}

bool RowEditor::WriteUpdate(const ObjectType& type, const std::string& id, const Values& values) {
  std::string assignments;
  std::vector<const SqlValue*> bound;
  for (const auto& [field, value] : values) {
    bound.push_back(&value);
    StrAppend(&assignments, assignments.empty() ? "" : ",", QuoteName(field->name), "=?",
              bound.size());
  }
  Statement& update = connection_.Cached(StrCat("UPDATE ", QuoteName(type.name), " SET ",
                                                assignments, " WHERE \"Id\"=?", bound.size() + 1));
  for (size_t i = 0; i < bound.size(); ++i) update.Bind(static_cast<int>(i) + 1, *bound[i]);
  update.BindText(static_cast<int>(bound.size()) + 1, id);
  return update.Run();
}

SqlValue RowEditor::CurrentValue(const ObjectType& type, const std::string& id,
                                 const Field& field) {
  Statement& row = connection_.Cached(
      StrCat("SELECT ", QuoteName(field.name), " FROM ", QuoteName(type.name), " WHERE \"Id\"=?1"));
  row.BindText(1, id);
  SqlValue value;
  if (row.Step()) value = row.Value(0);
  row.Reset();
  return value;
}

void RowEditor::CascadeDelete(const ObjectType& type, const std::string& id, SaveResult* result) {
  for (const ChildRelationship& relationship : type.children()) {
    if (!relationship.cascade_delete && !relationship.restricted_delete) continue;
    const ObjectType* child = schema_.Find(relationship.child);
    const Field* lookup = child == nullptr ? nullptr : child->FindField(relationship.field);
    if (lookup == nullptr) continue;
    const auto ids = FindRows(&connection_, *child, *lookup, SqlValue(id));
    if (relationship.restricted_delete && !ids.empty()) {
      result->errors.push_back(
          RowError("DELETE_FAILED", text::DeleteRestricted(child->label_plural)));
      return;
    }
    for (const std::string& child_id : ids) {
      const SaveResult deleted = Delete(*child, child_id, InvalidCrossReferenceError());
      if (!deleted.ok()) {
        result->errors = deleted.errors;
        return;
      }
    }
  }
}

}  // namespace sfsim
