// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/row_checks.h"

#include <algorithm>
#include <array>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/records/row_lookup.h"

namespace sfsim {
namespace {

// How far a hierarchy is followed upwards.
constexpr int kMaxHierarchy = 500;

// Lookups to what files and activities hang on lead to custom objects too.
bool TakesCustomObjects(const Field& lookup) {
  constexpr std::array<std::string_view, 6> kNames = {
      "ParentId",      "WhatId", "RelatedToId", "LinkedEntityId", "FirstPublishLocationId",
      "TargetObjectId"};
  return lookup.is_polymorphic() && !lookup.custom &&
         std::find(kNames.begin(), kNames.end(), lookup.name) != kNames.end();
}

bool RefersTo(const Field& lookup, const ObjectType& target) {
  return lookup.reference_to.empty() || (target.custom && TakesCustomObjects(lookup)) ||
         std::any_of(lookup.reference_to.begin(), lookup.reference_to.end(),
                     [&](const std::string& name) { return EqualsIgnoreCase(name, target.name); });
}

// Standard lookups of an object to itself are hierarchies, in which no row is above itself.
bool IsHierarchy(const ObjectType& type, const Field& lookup) {
  return !lookup.custom && lookup.createable && lookup.reference_to.size() == 1 &&
         EqualsIgnoreCase(lookup.reference_to.front(), type.name);
}

bool IsAboveItself(const RowDraft& draft, const Field& lookup, std::string id) {
  for (int level = 0; level < kMaxHierarchy && !id.empty(); ++level) {
    if (id == draft.id()) return true;
    const SqlValue above = ReadColumn(draft.connection(), draft.type(), id, lookup);
    const auto* text = std::get_if<std::string>(&above);
    id = text == nullptr ? std::string() : *text;
  }
  return false;
}

bool IsFalse(Connection* connection, const ObjectType& type, const std::string& id,
             std::string_view flag) {
  const Field* field = type.FindField(flag);
  if (field == nullptr) return false;
  const SqlValue value = ReadColumn(connection, type, id, *field);
  const auto* number = std::get_if<int64_t>(&value);
  return number != nullptr && *number == 0;
}

// Record types belong to one object.
bool IsOthersRecordType(const RowDraft& draft, const ObjectType& target, const std::string& id) {
  const Field* owner = target.FindField("SobjectType");
  if (target.name != "RecordType" || owner == nullptr) return false;
  const SqlValue value = ReadColumn(draft.connection(), target, id, *owner);
  const auto* name = std::get_if<std::string>(&value);
  return name == nullptr || !EqualsIgnoreCase(*name, draft.type().name);
}

}  // namespace

void RowChecks::CheckAll(const RowDraft& draft, const FieldValues& values,
                         std::vector<ApiError>* errors) const {
  CheckRequired(draft, values, errors);
  if (!errors->empty()) return;
  for (const auto& [field, value] : values) {
    if (field->type != FieldType::kReference || IsNull(value)) continue;
    const auto& id = std::get<std::string>(value);
    if (id != author_id_) CheckReference(draft, *field, id, errors);
  }
  if (errors->empty()) CheckUnique(draft, values, errors);
  if (errors->empty()) CheckAssignment(draft, values, errors);
}

void RowChecks::CheckRequired(const RowDraft& draft, const FieldValues& values,
                              std::vector<ApiError>* errors) const {
  std::vector<std::string> missing;
  for (const Field& field : draft.type().fields()) {
    if (field.nillable || field.is_compound() || field.type == FieldType::kBoolean) continue;
    if (!field.createable) continue;
    const auto given = values.find(&field);
    const bool absent = given == values.end() ? draft.insert() : IsNull(given->second);
    if (!absent) continue;
    if (field.name == "OwnerId") {
      errors->push_back(
          RowError("INVALID_CROSS_REFERENCE_KEY", text::OwnerBlank(field.label), {field.name}));
      return;
    }
    missing.push_back(field.name);
  }
  if (missing.empty()) return;
  std::string names;
  for (const std::string& name : missing) StrAppend(&names, names.empty() ? "" : ", ", name);
  errors->push_back(
      RowError("REQUIRED_FIELD_MISSING", text::RequiredFieldsMissing(names), std::move(missing)));
}

void RowChecks::CheckReference(const RowDraft& draft, const Field& lookup, const std::string& id,
                               std::vector<ApiError>* errors) const {
  const ObjectType* target = schema_.FindByPrefix(id);
  const auto fail = [&](std::string code, std::string message) {
    errors->push_back(RowError(std::move(code), std::move(message), {lookup.name}));
  };
  if (target == nullptr || !RefersTo(lookup, *target)) {
    return fail("FIELD_INTEGRITY_EXCEPTION", text::WrongIdType(lookup.label, id));
  }
  const bool hierarchy = IsHierarchy(draft.type(), lookup);
  const RowState state = FindRow(draft.connection(), *target, id);
  if (state == RowState::kMissing && !(hierarchy && id == draft.id())) {
    errors->push_back(RowError("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
                               text::NoAccessOnReference(id.substr(0, 15))));
  } else if (state == RowState::kDeleted) {
    fail("ENTITY_IS_DELETED", std::string(text::kEntityIsDeleted));
  } else if (hierarchy && IsAboveItself(draft, lookup, id)) {
    fail("CIRCULAR_DEPENDENCY", std::string(text::kHierarchy));
  } else if (lookup.name == "RecordTypeId" &&
             (IsOthersRecordType(draft, *target, id) ||
              IsFalse(draft.connection(), *target, id, "IsActive"))) {
    fail("INVALID_CROSS_REFERENCE_KEY", text::WrongRecordType(lookup.label, id));
  } else if (!system_ && lookup.name == "OwnerId" && target->name == "User" &&
             IsFalse(draft.connection(), *target, id, "IsActive")) {
    fail("INACTIVE_OWNER_OR_USER",
         text::InactiveOwner(id.substr(0, 15), AsciiLower(draft.type().label)));
  }
}

void RowChecks::CheckUnique(const RowDraft& draft, const FieldValues& values,
                            std::vector<ApiError>* errors) const {
  for (const auto& [field, value] : values) {
    if (!field->unique || IsNull(value)) continue;
    for (const std::string& id : FindRows(draft.connection(), draft.type(), *field, value)) {
      if (id == draft.id()) continue;
      errors->push_back(RowError("DUPLICATE_VALUE", text::DuplicateValue(field->name, id)));
      break;
    }
  }
}

// A user has a permission set once.
void RowChecks::CheckAssignment(const RowDraft& draft, const FieldValues& values,
                                std::vector<ApiError>* errors) {
  if (!draft.insert() || draft.type().name != "PermissionSetAssignment") return;
  const Field* assignee = draft.type().FindField("AssigneeId");
  const Field* set = draft.type().FindField("PermissionSetId");
  if (assignee == nullptr || set == nullptr) return;
  const auto user = values.find(assignee);
  const auto given = values.find(set);
  if (user == values.end() || given == values.end() || IsNull(given->second)) return;
  for (const std::string& id :
       FindRows(draft.connection(), draft.type(), *assignee, user->second)) {
    if (ReadColumn(draft.connection(), draft.type(), id, *set) != given->second) continue;
    errors->push_back(
        RowError("DUPLICATE_VALUE",
                 text::DuplicateAssignment(std::get<std::string>(user->second).substr(0, 15),
                                           std::get<std::string>(given->second).substr(0, 15)),
                 {assignee->name, set->name}));
    return;
  }
}

}  // namespace sfsim
