// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/model/schema.h"

// What ties the objects of a schema together, once all of them are known.
namespace sfsim {
namespace {

constexpr std::string_view kAlphabet =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

// Custom objects without a prefix of their own get a00, a01, … aZz.
std::string CustomPrefix(size_t number) {
  return StrCat("a", kAlphabet.substr(number / 62 % 62, 1), kAlphabet.substr(number % 62, 1));
}

bool LeadsTo(const Field& field, const ObjectType& type) {
  return std::any_of(field.reference_to.begin(), field.reference_to.end(),
                     [&](const std::string& name) { return EqualsIgnoreCase(name, type.name); });
}

// `Order Lines` of a custom lookup are `Order_Lines__r`, as the setup pages propose.
std::string ProposedName(const ObjectType& child) {
  std::string name;
  for (char c : child.label_plural) {
    const bool letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (letter) name.push_back(c);
    if (c == ' ') name.push_back('_');
  }
  return name.empty() ? name : name + "__r";
}

void CompleteRecordTypes(ObjectType* type, uint64_t* last_id) {
  std::vector<RecordType>& types = type->record_types;
  const auto master =
      std::find_if(types.begin(), types.end(), [](const RecordType& item) { return item.master; });
  if (master == types.end()) {
    types.push_back(
        {std::string(kMasterRecordTypeId), "Master", "Master", true, true, false, true});
  } else {
    std::rotate(master, master + 1, types.end());
    types.back().id = kMasterRecordTypeId;
  }
  for (RecordType& item : types) {
    if (item.id.empty()) item.id = MakeId("012", ++*last_id);
  }
  const bool has_default = std::any_of(types.begin(), types.end(),
                                       [](const RecordType& item) { return item.is_default; });
  if (!has_default) types.front().is_default = true;
  if (types.size() == 1 || type->FindField("RecordTypeId") != nullptr) return;
  Field field;
  field.name = "RecordTypeId";
  field.label = "Record Type ID";
  field.type = FieldType::kReference;
  field.length = 18;
  field.defaulted_on_create = true;
  field.reference_to = {"RecordType"};
  field.relationship_name = "RecordType";
  type->PutField(std::move(field));
}

}  // namespace

absl::Status Schema::Complete() {
  if (absl::Status status = GivePrefixes(); !status.ok()) return status;
  uint64_t record_types = 0;
  for (const auto& [name, type] : by_name_) {
    CompleteRecordTypes(type.get(), &record_types);
    for (const Field& field : type->fields()) {
      if (!field.compound_field.empty() && type->FindField(field.compound_field) == nullptr) {
        return absl::InvalidArgumentError(StrCat("schema: ", type->name, ": ", field.name,
                                                 ": no field ", field.compound_field,
                                                 " that it could be a part of"));
      }
    }
  }
  for (const auto& [name, type] : by_name_) {
    if (absl::Status status = CheckChildren(type.get()); !status.ok()) return status;
  }
  for (const auto& [name, type] : by_name_) AddUnlistedChildren(*type);
  return absl::OkStatus();
}

absl::Status Schema::GivePrefixes() {
  size_t number = 0;
  for (const auto& [name, type] : by_name_) {
    while (type->key_prefix.empty()) {
      if (number == kAlphabet.size() * kAlphabet.size()) {
        return absl::InvalidArgumentError("schema: too many objects");
      }
      const std::string prefix = CustomPrefix(number++);
      if (by_prefix_.try_emplace(prefix, type.get()).second) type->key_prefix = prefix;
    }
  }
  return absl::OkStatus();
}

absl::Status Schema::CheckChildren(ObjectType* parent) {
  for (const ChildRelationship& child : parent->children()) {
    const auto found = by_name_.find(AsciiLower(child.child));
    Field* field = found == by_name_.end() ? nullptr : found->second->MutableField(child.field);
    // Replies name objects and fields that this org lacks; their rows are never missed.
    if (field == nullptr || LeadsTo(*field, *parent)) continue;
    if (field->type != FieldType::kReference) {
      return absl::InvalidArgumentError(StrCat("schema: ", parent->name, ": its children ",
                                               child.child, " have no lookup ", child.field));
    }
    // Replies list the lookups of a parent's other faces too (an account that is a person).
    if (!field->is_polymorphic()) continue;
    field->reference_to.push_back(parent->name);
    std::sort(field->reference_to.begin(), field->reference_to.end());
  }
  return absl::OkStatus();
}

void Schema::AddUnlistedChildren(const ObjectType& child) {
  for (const Field& field : child.fields()) {
    for (const std::string& target : field.reference_to) {
      const auto found = by_name_.find(AsciiLower(target));
      if (found == by_name_.end()) continue;
      ObjectType& parent = *found->second;
      const auto& known = parent.children();
      const bool listed = std::any_of(known.begin(), known.end(), [&](const auto& item) {
        return EqualsIgnoreCase(item.child, child.name) && EqualsIgnoreCase(item.field, field.name);
      });
      if (listed) continue;
      ChildRelationship added{child.name, field.name, field.custom ? ProposedName(child) : "",
                              field.cascade_delete, field.restricted_delete};
      if (parent.PutChild(added)) continue;
      added.relationship_name.clear();
      parent.PutChild(std::move(added));
    }
  }
}

}  // namespace sfsim
