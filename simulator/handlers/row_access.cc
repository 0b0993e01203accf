// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/row_access.h"

#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/text.h"
#include "simulator/soql/compiler.h"
#include "simulator/soql/record_writer.h"

namespace sfsim {

Author AuthorOf(const Services& services, const Call& call) {
  return {call.session.user_id, services.Now(), false};
}

Outcome<const ObjectType*> FindObject(const Services& services, std::string_view name) {
  const ObjectType* type = services.schema.Find(name);
  if (type == nullptr) return NotFoundError();
  return type;
}

Outcome<const Field*> FindKeyField(const ObjectType& type, std::string_view name) {
  const Field* field = type.FindField(name);
  if (field == nullptr ||
      !(field->external_id || field->id_lookup || field->type == FieldType::kId)) {
    return ApiError{404, "NOT_FOUND", text::NoSuchExternalIdField(name), {}};
  }
  return field;
}

Outcome<std::string> ReadRowId(const ObjectType& type, std::string_view id) {
  if (!LooksLikeId(id)) {
    // What is no id is taken for the name of an external id field.
    return ApiError{404, "NOT_FOUND", text::NoSuchExternalIdField(id), {}};
  }
  auto normal = NormalizeId(id);
  if (!normal || !normal->starts_with(type.key_prefix)) {
    return RowError("MALFORMED_ID", text::WrongIdType(type.id_field().label, id), {"Id"});
  }
  return std::move(*normal);
}

Outcome<std::vector<const Field*>> ReadFieldList(const ObjectType& type,
                                                 const std::vector<std::string>& names) {
  std::vector<const Field*> fields;
  for (const std::string& name : names) {
    const Field* field = type.FindField(TrimView(name));
    if (field == nullptr) {
      return ApiError{400, "INVALID_FIELD", text::NoSuchColumn(TrimView(name), type.name), {}};
    }
    fields.push_back(field);
  }
  return fields;
}

Outcome<JsonValue> ReadObject(std::string_view json) {
  auto object = ReadJson(json);
  if (!object.ok() || object->is_object()) return object;
  const std::string_view token = object->is_array()    ? "START_ARRAY"
                                 : object->is_string() ? "VALUE_STRING"
                                 : object->is_null()   ? "VALUE_NULL"
                                                       : "VALUE";
  const std::string_view shown = object->is_array() ? "[" : std::string_view(object->text);
  return ApiError{400,
                  "JSON_PARSER_ERROR",
                  text::CannotDeserialize("sobject", token, shown, object->line, object->column),
                  {}};
}

Outcome<JsonValue> ReadObjectBody(const Request& request) { return ReadObject(request.body); }

Outcome<RowRead> ReadRow(const Services& services, const ObjectType& type,
                         const std::vector<const Field*>& fields, const std::string& id,
                         const std::string& version) {
  const soql::Plan plan = soql::CompileRow(type, fields);
  auto reader = services.store->TakeReader();
  if (!reader.ok()) {
    return ApiError{
        500, "UNKNOWN_EXCEPTION", text::InternalError(std::string(reader.status().message())), {}};
  }
  RowRead read;
  Statement& row = (*reader)->Cached(plan.sql);
  row.BindText(1, id);
  if (row.Step()) {
    soql::RecordWriter writer(&services.schema, version);
    int64_t budget = 0;
    writer.Write(plan.shape, row, &budget, &read.record);
    read.deleted = row.Integer(plan.deleted_column) != 0;
    read.modified = row.Integer(plan.modified_column);
  }
  row.Reset();
  services.store->Release(std::move(*reader));
  return read;
}

}  // namespace sfsim
