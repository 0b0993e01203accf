// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/model/schema.h"

namespace sfsim {
namespace {

Field SystemField(std::string name, std::string label, FieldType type) {
  Field field;
  field.name = std::move(name);
  field.label = std::move(label);
  field.type = type;
  field.nillable = false;
  field.createable = false;
  field.updateable = false;
  field.defaulted_on_create = true;
  field.groupable = type != FieldType::kDateTime;
  return field;
}

Field Reference(Field field, std::vector<std::string> targets, std::string relationship) {
  field.length = 18;
  field.reference_to = std::move(targets);
  field.relationship_name = std::move(relationship);
  return field;
}

Field UserReference(std::string name, std::string label, std::string relationship) {
  return Reference(SystemField(std::move(name), std::move(label), FieldType::kReference), {"User"},
                   std::move(relationship));
}

void PutAbsent(Field field, ObjectType* object) {
  if (object->FindField(field.name) == nullptr) object->PutField(std::move(field));
}

// `recycled`: the recycle bin takes its rows.
void PutLeadingFields(bool recycled, ObjectType* object) {
  Field id = SystemField("Id", object->label + " ID", FieldType::kId);
  id.length = 18;
  id.id_lookup = true;
  object->PutField(std::move(id));
  if (recycled) object->PutField(SystemField("IsDeleted", "Deleted", FieldType::kBoolean));
}

void PutAuditFields(ObjectType* object) {
  PutAbsent(SystemField("CreatedDate", "Created Date", FieldType::kDateTime), object);
  PutAbsent(UserReference("CreatedById", "Created By ID", "CreatedBy"), object);
  PutAbsent(SystemField("LastModifiedDate", "Last Modified Date", FieldType::kDateTime), object);
  PutAbsent(UserReference("LastModifiedById", "Last Modified By ID", "LastModifiedBy"), object);
  PutAbsent(SystemField("SystemModstamp", "System Modstamp", FieldType::kDateTime), object);
}

// What every custom object has, unless its schema says otherwise: a name, and an owner where no
// master owns the row.
void PutCustomFields(ObjectType* object) {
  const auto& fields = object->fields();
  const bool named = std::any_of(fields.begin(), fields.end(),
                                 [](const Field& field) { return field.name_field; });
  if (!named && object->FindField("Name") == nullptr) {
    Field name;
    name.name = "Name";
    name.label = object->label + " Name";
    name.length = 80;
    name.name_field = name.id_lookup = true;
    object->PutField(std::move(name));
  }
  const bool detail = std::any_of(fields.begin(), fields.end(),
                                  [](const Field& field) { return field.cascade_delete; });
  if (!detail && object->FindField("OwnerId") == nullptr) {
    Field owner = SystemField("OwnerId", "Owner ID", FieldType::kReference);
    owner.createable = owner.updateable = true;
    object->PutField(Reference(std::move(owner), {"Group", "User"}, "Owner"));
  }
}

void ReadFlags(const JsonValue& value, ObjectType* object) {
  object->label = value.Text("label", object->label.empty() ? object->name : object->label);
  object->label_plural = value.Text(
      "labelPlural", object->label_plural.empty() ? object->label + "s" : object->label_plural);
  object->key_prefix = value.Text("keyPrefix", object->key_prefix);
  object->custom = value.Flag("custom", object->custom);
  object->createable = value.Flag("createable", object->createable);
  object->updateable = value.Flag("updateable", object->updateable);
  object->deletable = value.Flag("deletable", object->deletable);
  object->layoutable = value.Flag("layoutable", object->layoutable);
  object->searchable = value.Flag("searchable", object->searchable);
}

absl::Status ReadFields(const JsonValue* fields, ObjectType* object) {
  if (fields == nullptr) return absl::OkStatus();
  std::vector<std::string> seen;
  for (const JsonValue& item : fields->items) {
    auto field = ReadField(item);
    if (!field.ok()) return absl::InvalidArgumentError(field.error().message);
    seen.push_back(AsciiLower(field->name));
    object->PutField(std::move(*field));
  }
  std::sort(seen.begin(), seen.end());
  const auto twice = std::adjacent_find(seen.begin(), seen.end());
  if (twice == seen.end()) return absl::OkStatus();
  return absl::InvalidArgumentError(StrCat("the field ", *twice, " is there twice"));
}

absl::Status ReadChildren(const JsonValue* children, ObjectType* object) {
  if (children == nullptr) return absl::OkStatus();
  for (const JsonValue& child : children->items) {
    const std::string name = child.Text("relationshipName");
    if (child.Text("childSObject").empty() || child.Text("field").empty()) {
      return absl::InvalidArgumentError("a child relationship needs childSObject and field");
    }
    if (!object->PutChild({child.Text("childSObject"), child.Text("field"), name,
                           child.Flag("cascadeDelete"), child.Flag("restrictedDelete")})) {
      return absl::InvalidArgumentError(StrCat("two child relationships are called ", name));
    }
  }
  return absl::OkStatus();
}

absl::Status ReadRecordTypes(const JsonValue* infos, ObjectType* object) {
  if (infos == nullptr) return absl::OkStatus();
  object->record_types.clear();
  for (const JsonValue& info : infos->items) {
    RecordType type;
    const std::string id = info.Text("recordTypeId");
    const auto normal = NormalizeId(id);
    if (!id.empty() && (!normal || !normal->starts_with("012"))) {
      return absl::InvalidArgumentError(StrCat("'", id, "' is no id of a record type"));
    }
    type.id = normal.value_or("");
    type.name = info.Text("name", info.Text("developerName"));
    type.developer_name = info.Text("developerName", type.name);
    if (type.name.empty()) return absl::InvalidArgumentError("a record type has no name");
    type.active = info.Flag("active", true);
    type.available = info.Flag("available", true);
    type.is_default = info.Flag("defaultRecordTypeMapping");
    type.master = info.Flag("master", type.id == kMasterRecordTypeId);
    object->record_types.push_back(std::move(type));
  }
  return absl::OkStatus();
}

// Replies list all fields, Id among them; the short form leaves the system's fields out.
bool IsWholeReply(const JsonValue* fields) {
  return fields != nullptr &&
         std::any_of(fields->items.begin(), fields->items.end(),
                     [](const JsonValue& field) { return field.Text("name") == "Id"; });
}

}  // namespace

absl::Status ReadObject(const JsonValue& value, bool added, ObjectType* object) {
  if (absl::Status status = ReadObjectKeys(value, &object->described); !status.ok()) return status;
  const JsonValue* fields = value.Find("fields");
  const bool whole = IsWholeReply(fields);
  if (whole && !added) {
    object->Clear();
    ReadObjectKeys(value, &object->described).IgnoreError();
  }
  ReadFlags(value, object);
  if (!object->key_prefix.empty() && object->key_prefix.size() != 3) {
    return absl::InvalidArgumentError("keyPrefix needs 3 letters");
  }
  // Whole replies say themselves whether there is IsDeleted.
  if (added || whole) PutLeadingFields(!whole && value.Flag("undeletable", true), object);
  if (absl::Status status = ReadFields(fields, object); !status.ok()) return status;
  if (added && !whole && object->custom) PutCustomFields(object);
  if (added || whole) PutAuditFields(object);
  if (absl::Status status = ReadChildren(value.Find("childRelationships"), object); !status.ok()) {
    return status;
  }
  return ReadRecordTypes(value.Find("recordTypeInfos"), object);
}

}  // namespace sfsim
