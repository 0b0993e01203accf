// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/row_editor.h"

#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/records/content_files.h"
#include "simulator/records/derived_fields.h"
#include "simulator/records/record_reader.h"
#include "simulator/records/recycle_bin.h"
#include "simulator/records/row_checks.h"
#include "simulator/records/row_lookup.h"

namespace sfsim {
namespace {

SaveResult Failed(const std::string& id, ApiError error) {
  SaveResult result;
  result.id = id;
  result.errors.push_back(std::move(error));
  return result;
}

ApiError NotAllowed(const ObjectType& type, std::string_view operation) {
  return RowError("INVALID_TYPE_FOR_OPERATION", text::NotAllowedOnType(type.name, operation));
}

// Why a row cannot be changed, if it cannot: there is none, or it is in the recycle bin.
std::optional<ApiError> MissingOrDeleted(Connection* connection, const ObjectType& type,
                                         const std::string& id, const ApiError& missing_row) {
  const RowState state = FindRow(connection, type, id);
  if (state == RowState::kMissing) return missing_row;
  if (state == RowState::kDeleted) return DeletedError();
  return std::nullopt;
}

}  // namespace

ApiError RowEditor::InternalFailure() const {
  return {500, "UNKNOWN_EXCEPTION", text::InternalError(connection_.LastError()), {}};
}

SaveResult RowEditor::Insert(const ObjectType& type, const JsonValue& record) {
  if (!type.createable && !author_.system) return Failed("", NotAllowed(type, "create"));
  FieldValues values;
  RecordReader reader(schema_, &connection_, author_.system, true);
  if (auto error = reader.Read(type, record, &values)) return Failed("", std::move(*error));
  const uint64_t number = store_.NextNumber(type.key_prefix);
  SqlValue& id = values[&type.id_field()];
  if (IsNull(id)) id = MakeId(type.key_prefix, number);
  RowDraft draft(type, &connection_, std::get<std::string>(id), true, &values);
  StampInsert(type, number, &values);
  DeriveFields(schema_, author_.now, &draft);
  SaveResult result;
  RowChecks(schema_, author_.user_id, author_.system).CheckAll(draft, values, &result.errors);
  if (!result.ok()) return result;
  result = BeforeInsert(&draft);
  if (result.ok() && !WriteInsert(type, values)) result.errors.push_back(InternalFailure());
  if (result.ok()) result = AfterInsert(draft);
  result.id = draft.id();
  result.created = result.ok();
  return result;
}

SaveResult RowEditor::BeforeInsert(RowDraft* draft) {
  if (draft->type().name != "ContentVersion") return {};
  return ContentFiles(&schema_, &store_, author_).AddDocument(draft);
}

SaveResult RowEditor::AfterInsert(const RowDraft& draft) {
  if (draft.type().name != "ContentVersion") return {};
  return ContentFiles(&schema_, &store_, author_).Publish(draft);
}

SaveResult RowEditor::Update(const ObjectType& type, const std::string& id, const JsonValue& record,
                             const ApiError& missing_row) {
  if (!type.updateable && !author_.system) return Failed(id, NotAllowed(type, "update"));
  if (auto error = MissingOrDeleted(&connection_, type, id, missing_row)) {
    return Failed(id, std::move(*error));
  }
  FieldValues values;
  RecordReader reader(schema_, &connection_, author_.system, false);
  if (auto error = reader.Read(type, record, &values)) return Failed(id, std::move(*error));
  RowDraft draft(type, &connection_, id, false, &values);
  if (IsConvertedLead(draft)) {
    return Failed(id, RowError("CANNOT_UPDATE_CONVERTED_LEAD", std::string(text::kConvertedLead)));
  }
  DeriveFields(schema_, author_.now, &draft);
  SaveResult result;
  result.id = id;
  RowChecks(schema_, author_.user_id, author_.system).CheckAll(draft, values, &result.errors);
  if (!result.ok()) return result;
  draft.Derive("LastModifiedDate", author_.now);
  draft.Derive("SystemModstamp", author_.now);
  draft.Derive("LastModifiedById", author_.user_id);
  if (!WriteUpdate(type, id, values)) result.errors.push_back(InternalFailure());
  return result;
}

SaveResult RowEditor::Delete(const ObjectType& type, const std::string& id,
                             const ApiError& missing_row) {
  if (!type.deletable && !author_.system) return Failed(id, NotAllowed(type, "delete"));
  if (auto error = MissingOrDeleted(&connection_, type, id, missing_row)) {
    return Failed(id, std::move(*error));
  }
  SaveResult result;
  result.id = id;
  result.errors = RecycleBin(schema_, &connection_, author_, &indexed_).Delete(type, id);
  return result;
}

SaveResult RowEditor::Undelete(const ObjectType& type, const std::string& id) {
  if (FindRow(&connection_, type, id) != RowState::kDeleted) {
    return Failed(id, RowError("UNDELETE_FAILED", std::string(text::kNotInRecycleBin)));
  }
  RecycleBin(schema_, &connection_, author_, &indexed_).Undelete(type, id);
  SaveResult result;
  result.id = id;
  return result;
}

void RowEditor::StampInsert(const ObjectType& type, uint64_t number, FieldValues* values) {
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
}

bool RowEditor::WriteInsert(const ObjectType& type, const FieldValues& values) {
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

bool RowEditor::WriteUpdate(const ObjectType& type, const std::string& id,
                            const FieldValues& values) {
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

}  // namespace sfsim
