// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/select_builder.h"

#include <algorithm>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/json/json_text.h"

namespace sfsim::soql {
namespace {

std::string KeyOf(std::string_view name) {
  std::string key = ",";
  AppendJsonString(name, &key);
  key.push_back(':');
  return key;
}

// The name of a compound's part in replies: BillingPostalCode of BillingAddress is `postalCode`.
std::string PartName(const Field& compound, const Field& part) {
  std::string_view name = part.name;
  std::string_view prefix = compound.name;
  for (std::string_view ending : {"Address", "__c"}) {
    if (prefix.ends_with(ending)) prefix.remove_suffix(ending.size());
  }
  if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  std::string result(name.starts_with("__") ? name.substr(2) : name);
  if (result.ends_with("__s")) result.resize(result.size() - 3);
  if (!result.empty()) result[0] = AsciiLower(result.substr(0, 1))[0];
  return result;
}

}  // namespace

int SelectBuilder::AddColumn(const std::string& sql) {
  const auto known = std::find(columns_.begin(), columns_.end(), sql);
  if (known != columns_.end()) return static_cast<int>(known - columns_.begin());
  columns_.push_back(sql);
  return static_cast<int>(columns_.size()) - 1;
}

void SelectBuilder::BeginRecord(Scope::Node* node, RecordShape* shape) {
  shape->type = node->polymorphic() ? nullptr : &node->type();
  shape->id_column = AddColumn(scope_.FieldOf(node, "Id").sql);
}

OutputItem* SelectBuilder::ParentItem(std::string_view relationship, RecordShape* shape) {
  const std::string key = KeyOf(relationship);
  for (OutputItem& item : shape->items) {
    if (item.kind == OutputItem::Kind::kParent && EqualsIgnoreCase(item.key, key)) return &item;
  }
  shape->items.push_back({});
  shape->items.back().kind = OutputItem::Kind::kParent;
  shape->items.back().key = key;
  return &shape->items.back();
}

RecordShape* SelectBuilder::ParentShape(Scope::Node* parent, RecordShape* shape) {
  OutputItem* item = ParentItem(parent->relationship, shape);
  if (item->record == nullptr) {
    item->record = std::make_unique<RecordShape>();
    BeginRecord(parent, item->record.get());
  }
  return item->record.get();
}

RecordShape* SelectBuilder::HolderOf(Scope::Node* holder, RecordShape* shape) {
  if (holder->parent == nullptr) return shape;
  return ParentShape(holder, HolderOf(holder->parent, shape));
}

void SelectBuilder::AddPath(const FieldPath& path, RecordShape* shape) {
  const Scope::Resolved resolved = scope_.Resolve(path);
  if (resolved.field == nullptr) return;
  AddField(resolved.node, *resolved.field, HolderOf(resolved.node, shape));
}

void SelectBuilder::AddPath(const FieldPath& path, const CompiledExpression& value,
                            RecordShape* shape) {
  const Scope::Resolved resolved = scope_.Resolve(path);
  if (resolved.field == nullptr) return;
  AddValue(resolved.field->name, value, HolderOf(resolved.node, shape));
}

void SelectBuilder::AddField(Scope::Node* node, const Field& field, RecordShape* shape) {
  if (field.is_compound()) return AddCompound(node, field, shape);
  OutputItem item;
  item.key = KeyOf(field.name);
  const bool known = std::any_of(shape->items.begin(), shape->items.end(),
                                 [&](const OutputItem& other) { return other.key == item.key; });
  if (known) return;
  const std::string& column = scope_.FieldOf(node, field.name).sql;
  // The bytes of a blob are not wanted here.
  item.column = AddColumn(field.type == FieldType::kBase64
                              ? StrCat("CASE WHEN ", column, " IS NOT NULL THEN 1 END")
                              : column);
  item.format = FormatOf(field);
  item.scale = field.scale;
  shape->items.push_back(std::move(item));
}

void SelectBuilder::AddCompound(Scope::Node* node, const Field& field, RecordShape* shape) {
  OutputItem item;
  item.kind = OutputItem::Kind::kCompound;
  item.key = KeyOf(field.name);
  item.record = std::make_unique<RecordShape>();
  item.record->kind = RecordShape::Kind::kCompound;
  for (const Field& part : node->type().fields()) {
    if (part.compound_field != field.name) continue;
    OutputItem value;
    value.key = KeyOf(PartName(field, part));
    value.column = AddColumn(scope_.FieldOf(node, part.name).sql);
    value.format = FormatOf(part);
    value.scale = part.scale;
    item.record->items.push_back(std::move(value));
  }
  std::sort(item.record->items.begin(), item.record->items.end(),
            [](const OutputItem& a, const OutputItem& b) { return a.key < b.key; });
  shape->items.push_back(std::move(item));
}

std::unique_ptr<RecordShape> SelectBuilder::TypeOfRecord(Scope::Node* node,
                                                         const std::vector<FieldPath>& fields,
                                                         const ObjectType* type) {
  auto record = std::make_unique<RecordShape>();
  BeginRecord(node, record.get());
  for (const FieldPath& path : fields) {
    const std::string& first = path.names.front();
    const bool exists =
        type == nullptr || (path.names.size() == 1 ? type->FindField(first) != nullptr
                                                   : type->FindRelationship(first) != nullptr);
    const Scope::Resolved field = exists ? scope_.ResolveFrom(node, path) : Scope::Resolved();
    if (field.field == nullptr) {
      context_.Fail(path.position, "INVALID_FIELD",
                    text::NoSuchColumnOnEntity(path.Text(), type ? type->name : "Name"));
      continue;
    }
    RecordShape* shape = record.get();
    std::vector<Scope::Node*> way;
    for (Scope::Node* at = field.node; at != node; at = at->parent) way.push_back(at);
    std::reverse(way.begin(), way.end());
    for (Scope::Node* at : way) shape = ParentShape(at, shape);
    AddField(field.node, *field.field, shape);
  }
  return record;
}

void SelectBuilder::AddTypeOf(const TypeOf& type_of, RecordShape* shape) {
  FieldPath probe = type_of.relationship;
  probe.names.emplace_back("Id");
  const Scope::Resolved resolved = scope_.Resolve(probe);
  if (resolved.field == nullptr) return;
  Scope::Node* node = resolved.node;
  if (node->parent == nullptr) {
    context_.Fail(probe.position, "INVALID_FIELD",
                  text::NoSuchParentRelationship(type_of.relationship.Text()));
    return;
  }
  OutputItem* item = ParentItem(node->relationship, HolderOf(node->parent, shape));
  item->record = TypeOfRecord(node, type_of.otherwise, nullptr);
  for (const TypeOf::Branch& branch : type_of.branches) {
    const ObjectType* type = context_.schema->Find(branch.object);
    if (type == nullptr) {
      context_.Fail(branch.position, "INVALID_TYPE", text::NoSuchType(branch.object));
      return;
    }
    item->by_type.emplace_back(type, TypeOfRecord(node, branch.fields, type));
  }
}

void SelectBuilder::AddValue(std::string_view name, const CompiledExpression& value,
                             RecordShape* shape) {
  OutputItem item;
  item.key = KeyOf(name);
  item.column = AddColumn(value.sql);
  item.format = value.format;
  item.scale = value.scale;
  shape->items.push_back(std::move(item));
}

std::string SelectBuilder::SelectSql() const {
  std::string sql = "SELECT ";
  for (size_t i = 0; i < columns_.size(); ++i) sql.append(i > 0 ? "," : "").append(columns_[i]);
  return columns_.empty() ? sql + "NULL" : sql;
}

}  // namespace sfsim::soql
