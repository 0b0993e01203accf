// SPDX-License-Identifier: Apache-2.0
#include "simulator/model/schema.h"

#include <algorithm>

#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"

namespace sfsim {
const Field* ObjectType::FindField(std::string_view field_name) const {
  const auto found = by_name_.find(AsciiLower(field_name));
  return found == by_name_.end() ? nullptr : &fields_[found->second];
}

const Field* ObjectType::FindRelationship(std::string_view relationship_name) const {
  for (const Field& field : fields_) {
    if (!field.relationship_name.empty() &&
        EqualsIgnoreCase(field.relationship_name, relationship_name)) {
      return &field;
    }
  }
  return nullptr;
}

const ChildRelationship* ObjectType::FindChild(std::string_view relationship_name) const {
  for (const ChildRelationship& child : children_) {
    if (EqualsIgnoreCase(child.relationship_name, relationship_name)) return &child;
  }
  return nullptr;
}

void ObjectType::PutField(Field field) {
  const auto [slot, added] = by_name_.try_emplace(AsciiLower(field.name), fields_.size());
  if (added) {
    fields_.push_back(std::move(field));
  } else {
    fields_[slot->second] = std::move(field);
  }
}

Field* ObjectType::MutableField(std::string_view field_name) {
  const auto found = by_name_.find(AsciiLower(field_name));
  return found == by_name_.end() ? nullptr : &fields_[found->second];
}

bool ObjectType::PutChild(ChildRelationship child) {
  for (ChildRelationship& known : children_) {
    const bool same =
        EqualsIgnoreCase(known.child, child.child) && EqualsIgnoreCase(known.field, child.field);
    if (same) {
      known = std::move(child);
      return true;
    }
    if (!child.relationship_name.empty() &&
        EqualsIgnoreCase(known.relationship_name, child.relationship_name)) {
      return false;
    }
  }
  children_.push_back(std::move(child));
  return true;
}

void ObjectType::Clear() {
  fields_.clear();
  children_.clear();
  by_name_.clear();
  record_types.clear();
  described.clear();
}

absl::Status Schema::Add(const JsonValue& document) {
  const JsonValue* objects = document.Find("objects");
  if (document.is_array()) {
    objects = &document;
  } else if (objects == nullptr) {
    const bool reply = document.Find("name") != nullptr && document.Find("fields") != nullptr;
    return reply ? AddObject(document) : absl::OkStatus();
  }
  for (const JsonValue& object : objects->items) {
    if (absl::Status status = AddObject(object); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Schema::AddObject(const JsonValue& value) {
  const std::string name = value.Text("name");
  if (name.empty()) return absl::InvalidArgumentError("schema: an object has no name");
  auto& slot = by_name_[AsciiLower(name)];
  const bool added = slot == nullptr;
  if (added) {
    slot = std::make_unique<ObjectType>();
    slot->name = name;
    slot->custom = name.ends_with("__c");
  }
  const std::string prefix_before = slot->key_prefix;
  absl::Status status = ReadObject(value, added, slot.get());
  if (!status.ok()) {
    return absl::InvalidArgumentError(
        StrCat("schema: ", name, ": ", std::string(status.message())));
  }
  const std::string& prefix = slot->key_prefix;
  if (!prefix_before.empty() && prefix != prefix_before) {
    return absl::InvalidArgumentError(
        StrCat("schema: ", name, ": keyPrefix ", prefix, ", but it is ", prefix_before));
  }
  if (prefix.empty()) return absl::OkStatus();
  const auto [owner, fresh] = by_prefix_.try_emplace(prefix, slot.get());
  if (!fresh && owner->second != slot.get()) {
    return absl::InvalidArgumentError(
        StrCat("schema: ", name, ": keyPrefix ", prefix, " belongs to ", owner->second->name));
  }
  return absl::OkStatus();
}

const ObjectType* Schema::Find(std::string_view name) const {
  const auto found = by_name_.find(AsciiLower(name));
  return found == by_name_.end() ? nullptr : found->second.get();
}

const ObjectType* Schema::FindByPrefix(std::string_view id) const {
  const auto found = by_prefix_.find(id.substr(0, 3));
  return found == by_prefix_.end() ? nullptr : found->second;
}

std::vector<const ObjectType*> Schema::objects() const {
  std::vector<const ObjectType*> all;
  for (const auto& [name, object] : by_name_) all.push_back(object.get());
  return all;
}

}  // namespace sfsim
