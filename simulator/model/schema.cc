// SPDX-License-Identifier: Apache-2.0
#include "simulator/model/schema.h"

#include <algorithm>

#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"

namespace sfsim {
namespace {

constexpr std::string_view kAlphabet =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

Field SystemField(std::string name, std::string label, FieldType type) {
  Field field;
  field.name = std::move(name);
  field.label = std::move(label);
  field.type = type;
  field.nillable = false;
  field.createable = false;
  field.updateable = false;
  field.defaulted_on_create = true;
  return field;
}

Field UserReference(std::string name, std::string label, std::string relationship) {
  Field field = SystemField(std::move(name), std::move(label), FieldType::kReference);
  field.length = 18;
  field.reference_to = {"User"};
  field.relationship_name = std::move(relationship);
  return field;
}

void PutLeadingFields(ObjectType* object) {
  Field id = SystemField("Id", object->label + " ID", FieldType::kId);
  id.length = 18;
  id.id_lookup = true;
  object->PutField(std::move(id));
  object->PutField(SystemField("IsDeleted", "Deleted", FieldType::kBoolean));
}

void PutAuditFields(ObjectType* object) {
  object->PutField(SystemField("CreatedDate", "Created Date", FieldType::kDateTime));
  object->PutField(UserReference("CreatedById", "Created By ID", "CreatedBy"));
  object->PutField(SystemField("LastModifiedDate", "Last Modified Date", FieldType::kDateTime));
  object->PutField(UserReference("LastModifiedById", "Last Modified By ID", "LastModifiedBy"));
  object->PutField(SystemField("SystemModstamp", "System Modstamp", FieldType::kDateTime));
}

// Custom objects without a prefix of their own get a00, a01, … aZz.
std::string NextCustomPrefix(size_t number) {
  return StrCat("a", kAlphabet.substr(number / 62 % 62, 1), kAlphabet.substr(number % 62, 1));
}

void ReadFlags(const JsonValue& value, ObjectType* object) {
  object->label = value.Text("label", object->label.empty() ? object->name : object->label);
  object->label_plural = value.Text(
      "labelPlural", object->label_plural.empty() ? object->label + "s" : object->label_plural);
  object->key_prefix = value.Text("keyPrefix", object->key_prefix);
  object->createable = value.Flag("createable", object->createable);
  object->updateable = value.Flag("updateable", object->updateable);
  object->deletable = value.Flag("deletable", object->deletable);
  object->layoutable = value.Flag("layoutable", object->layoutable);
  object->searchable = value.Flag("searchable", object->searchable);
}

}  // namespace

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

void ObjectType::PutChild(ChildRelationship child) {
  const auto same = std::find_if(children_.begin(), children_.end(), [&](const auto& known) {
    return EqualsIgnoreCase(known.relationship_name, child.relationship_name);
  });
  if (same == children_.end()) {
    children_.push_back(std::move(child));
  } else {
    *same = std::move(child);
  }
}

absl::Status Schema::Add(const JsonValue& document) {
  const JsonValue* objects = document.Find("objects");
  if (objects == nullptr) return absl::OkStatus();
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
  ObjectType& object = *slot;
  ReadFlags(value, &object);
  if (object.key_prefix.empty()) object.key_prefix = NextCustomPrefix(by_prefix_.size());
  if (object.key_prefix.size() != 3) {
    return absl::InvalidArgumentError(StrCat("schema: ", name, ": keyPrefix needs 3 letters"));
  }
  const auto [owner, fresh] = by_prefix_.try_emplace(object.key_prefix, &object);
  if (!fresh && owner->second != &object) {
    return absl::InvalidArgumentError(StrCat("schema: ", name, ": keyPrefix ", object.key_prefix,
                                             " belongs to ", owner->second->name));
  }
  if (added) PutLeadingFields(&object);
  if (const JsonValue* fields = value.Find("fields")) {
    for (const JsonValue& item : fields->items) {
      auto field = ReadField(item);
      if (!field.ok()) {
        return absl::InvalidArgumentError(StrCat("schema: ", name, ": ", field.error().message));
      }
      object.PutField(std::move(*field));
    }
  }
  if (added) PutAuditFields(&object);
  if (const JsonValue* children = value.Find("childRelationships")) {
    for (const JsonValue& child : children->items) {
      object.PutChild({child.Text("childSObject"), child.Text("field"),
                       child.Text("relationshipName"), child.Flag("cascadeDelete"),
                       child.Flag("restrictedDelete")});
    }
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
  all.reserve(by_name_.size());
  for (const auto& [name, object] : by_name_) all.push_back(object.get());
  return all;
}

}  // namespace sfsim
