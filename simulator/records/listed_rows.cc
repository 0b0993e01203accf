// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/listed_rows.h"

#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/text.h"
#include "simulator/records/field_input.h"
#include "simulator/records/row_lookup.h"

namespace sfsim {
namespace {

SaveResult Failed(ApiError error) {
  SaveResult result;
  result.errors.push_back(std::move(error));
  return result;
}

const JsonValue* FindMember(std::string_view name, const JsonValue& record) {
  for (const auto& [member, value] : record.members) {
    if (EqualsIgnoreCase(member, name)) return &value;
  }
  return nullptr;
}

}  // namespace

std::optional<JsonValue> TakeMember(std::string_view name, JsonValue* record) {
  for (auto member = record->members.begin(); member != record->members.end(); ++member) {
    if (!EqualsIgnoreCase(member->name, name)) continue;
    JsonValue value = std::move(member->value);
    record->members.erase(member);
    return value;
  }
  return std::nullopt;
}

std::string ComparableKey(const Field& key, std::string_view text) {
  if (key.is_id()) return NormalizeId(text).value_or(std::string(text));
  return key.case_sensitive ? std::string(TrimView(text)) : AsciiLower(TrimView(text));
}

std::set<std::string> RepeatedKeys(const std::vector<JsonValue>& records, const Field& key) {
  std::set<std::string> seen;
  std::set<std::string> repeated;
  for (const JsonValue& record : records) {
    const JsonValue* value = FindMember(key.name, record);
    if (value == nullptr || value->text.empty()) continue;
    const std::string text = ComparableKey(key, value->text);
    if (!seen.insert(text).second) repeated.insert(text);
  }
  return repeated;
}

SaveResult UpsertRow(const ObjectType& type, const Field& key, JsonValue record,
                     Connection* connection, RowEditor* editor) {
  const bool by_id = key.type == FieldType::kId;
  JsonValue whole = record;
  const auto given = TakeMember(key.name, &record);
  const bool empty = !given || given->is_null() || (given->is_string() && given->text.empty());
  if (by_id && empty) return editor->Insert(type, record);
  if (empty) return Failed(RowError("MISSING_ARGUMENT", text::KeyMissing(key.name)));
  auto value = ReadFieldValue(key, *given);
  if (!value.ok()) return Failed(value.error());
  if (by_id) {
    return editor->Update(type, std::get<std::string>(*value), record,
                          InvalidCrossReferenceError());
  }
  const auto ids = FindRows(connection, type, key, *value);
  if (ids.empty()) return editor->Insert(type, whole);
  if (ids.size() > 1) {
    return Failed(
        RowError("DUPLICATE_EXTERNAL_ID", text::AmbiguousForeignKey(given->text, key.name)));
  }
  return editor->Update(type, ids.front(), record, InvalidCrossReferenceError());
}

}  // namespace sfsim
