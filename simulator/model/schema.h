// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "simulator/json/json_value.h"
#include "simulator/model/field.h"

namespace sfsim {

struct ChildRelationship {
  std::string child;
  std::string field;
  std::string relationship_name;
  bool cascade_delete = false;
  bool restricted_delete = false;
};

struct RecordType {
  std::string id;
  std::string name;
  std::string developer_name;
  bool active = true;
  bool available = true;
  bool is_default = false;
  bool master = false;
};

// An sObject in the terms of describe.
class ObjectType {
 public:
  std::string name;
  std::string label;
  std::string label_plural;
  std::string key_prefix;
  bool custom = false;
  bool createable = true;
  bool updateable = true;
  bool deletable = true;
  bool layoutable = true;
  bool searchable = true;
  // The master record type last, as describe has them; never empty once the schema is complete.
  std::vector<RecordType> record_types;
  DescribedKeys described;

  // Id first, system fields last.
  const std::vector<Field>& fields() const { return fields_; }
  const std::vector<ChildRelationship>& children() const { return children_; }

  // Names are looked up without case; nullptr when there is none.
  const Field* FindField(std::string_view field_name) const;
  const Field* FindRelationship(std::string_view relationship_name) const;
  const ChildRelationship* FindChild(std::string_view relationship_name) const;
  const Field& id_field() const { return fields_.front(); }

  // Adds the field or replaces the one of the same name.
  void PutField(Field field);
  // Adds the relationship or replaces that of the same lookup. False when another lookup has its
  // name already.
  bool PutChild(ChildRelationship child);
  // Before a whole describe takes the place of what was known.
  void Clear();
  Field* MutableField(std::string_view field_name);

 private:
  std::vector<Field> fields_;
  std::vector<ChildRelationship> children_;
  std::unordered_map<std::string, size_t> by_name_;
};

// The objects of an org. Immutable once loaded, so pointers into it stay valid as long as it lives.
class Schema {
 public:
  // Adds the objects of a document: `{"objects":[…]}`, one describe reply, or a list of such. An
  // object that is there already takes the new fields and child relationships; a reply with all
  // fields takes its place. INVALID_ARGUMENT names what is wrong.
  absl::Status Add(const JsonValue& document);
  // To be called once, after the last Add: gives key prefixes, record types and the relationships
  // that no parent lists, and checks what only the whole schema shows.
  absl::Status Complete();

  const ObjectType* Find(std::string_view name) const;
  const ObjectType* FindByPrefix(std::string_view id) const;
  // In alphabetical order.
  std::vector<const ObjectType*> objects() const;

 private:
  absl::Status AddObject(const JsonValue& object);
  absl::Status GivePrefixes();
  absl::Status CheckChildren(ObjectType* parent);
  void AddUnlistedChildren(const ObjectType& child);

  std::map<std::string, std::unique_ptr<ObjectType>> by_name_;
  std::map<std::string, ObjectType*, std::less<>> by_prefix_;
};

// Reads one field in describe's keys. What is left out takes the default of its type.
Outcome<Field> ReadField(const JsonValue& value);

// Reads what an object in describe's keys says into `object`, which has a name. `added`: it was not
// known before. INVALID_ARGUMENT says what is wrong, without the object's name.
absl::Status ReadObject(const JsonValue& value, bool added, ObjectType* object);

}  // namespace sfsim
