// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/recycle_bin.h"

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/records/row_errors.h"

namespace sfsim {
namespace {

// How many of the rows that forbid a deletion its error names.
constexpr size_t kNamedHolders = 10;

std::string TextColumn(Connection* connection, const ObjectType& type, const std::string& id,
                       std::string_view name) {
  const Field* field = type.FindField(name);
  if (field == nullptr || field->is_compound()) return {};
  SqlValue value = ReadColumn(connection, type, id, *field);
  auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? std::string() : std::move(*text);
}

std::string NameOf(Connection* connection, const ObjectType& type, const std::string& id) {
  for (const Field& field : type.fields()) {
    if (!field.name_field) continue;
    const std::string salutation = TextColumn(connection, type, id, "Salutation");
    const std::string name = TextColumn(connection, type, id, field.name);
    return salutation.empty() ? name : StrCat(salutation, " ", name);
  }
  return id;
}

ApiError Forbidden(Connection* connection, const ObjectType& type, const std::string& id,
                   const ObjectType& child, const std::vector<std::string>& holders) {
  std::string names;
  for (size_t i = 0; i < holders.size() && i < kNamedHolders; ++i) {
    StrAppend(&names, i > 0 ? ", " : "", NameOf(connection, child, holders[i]));
  }
  return RowError("DELETE_FAILED", text::DeleteRestricted(NameOf(connection, type, id),
                                                          AsciiLower(child.label_plural), names));
}

}  // namespace

void RecycleBin::EnsureIndex(const ObjectType& type, const Field& lookup) {
  if (!indexed_.insert(&lookup).second) return;
  // Named as the store names its own. Without it the same rows come, later.
  connection_
      .Execute(StrCat("CREATE INDEX IF NOT EXISTS ", QuoteName(StrCat(type.name, ".", lookup.name)),
                      " ON ", QuoteName(type.name), "(", QuoteName(lookup.name), ")"))
      .IgnoreError();
}

void RecycleBin::Mark(const Item& item, bool deleted) {
  Statement& row = connection_.Cached(
      StrCat("UPDATE ", QuoteName(item.type->name),
             " SET \"IsDeleted\"=?1,\"LastModifiedDate\"=?2,\"SystemModstamp\"=?2,"
             "\"LastModifiedById\"=?3 WHERE \"Id\"=?4"));
  row.Bind(1, int64_t{deleted});
  row.Bind(2, author_.now);
  row.BindText(3, author_.user_id);
  row.BindText(4, item.id);
  row.Run();
}

std::vector<ApiError> RecycleBin::DeleteOne(const Item& item, std::vector<Item>* more) {
  if (FindRow(&connection_, *item.type, item.id) != RowState::kLive) return {};
  Mark(item, true);
  for (const ChildRelationship& relationship : item.type->children()) {
    const ObjectType* child = schema_.Find(relationship.child);
    const Field* lookup = child == nullptr ? nullptr : child->FindField(relationship.field);
    if (lookup == nullptr || lookup->is_compound()) continue;
    EnsureIndex(*child, *lookup);
    if (!relationship.cascade_delete && !relationship.restricted_delete) {
      if (!lookup->nillable) continue;
      Statement& clear = connection_.Cached(
          StrCat("UPDATE ", QuoteName(child->name), " SET ", QuoteName(lookup->name),
                 "=NULL WHERE ", QuoteName(lookup->name), "=?1 AND +\"IsDeleted\"=0"));
      clear.BindText(1, item.id);
      clear.Run();
      continue;
    }
    const auto ids = FindRows(&connection_, *child, *lookup, SqlValue(item.id));
    if (relationship.restricted_delete && !ids.empty()) {
      return {Forbidden(&connection_, *item.type, item.id, *child, ids)};
    }
    for (const std::string& id : ids) more->push_back({child, id});
  }
  return {};
}

std::vector<ApiError> RecycleBin::Delete(const ObjectType& type, const std::string& id) {
  connection_.Execute("SAVEPOINT deletion").IgnoreError();
  std::vector<ApiError> errors;
  std::vector<Item> open = {{&type, id}};
  while (!open.empty() && errors.empty()) {
    const Item item = std::move(open.back());
    open.pop_back();
    errors = DeleteOne(item, &open);
  }
  if (!errors.empty()) connection_.Execute("ROLLBACK TO deletion").IgnoreError();
  connection_.Execute("RELEASE deletion").IgnoreError();
  return errors;
}

void RecycleBin::Undelete(const ObjectType& type, const std::string& id) {
  // Rows that went together have the same stamp.
  const SqlValue stamp = ReadColumn(&connection_, type, id, *type.FindField("SystemModstamp"));
  std::vector<Item> open = {{&type, id}};
  while (!open.empty()) {
    const Item item = std::move(open.back());
    open.pop_back();
    if (FindRow(&connection_, *item.type, item.id) != RowState::kDeleted) continue;
    Mark(item, false);
    for (const ChildRelationship& relationship : item.type->children()) {
      const ObjectType* child = schema_.Find(relationship.child);
      const Field* lookup = child == nullptr ? nullptr : child->FindField(relationship.field);
      if (lookup == nullptr || !relationship.cascade_delete) continue;
      Statement& rows = connection_.Cached(
          StrCat("SELECT \"Id\" FROM ", QuoteName(child->name), " WHERE ", QuoteName(lookup->name),
                 "=?1 AND +\"IsDeleted\"=1 AND \"SystemModstamp\"=?2"));
      rows.BindText(1, item.id);
      rows.Bind(2, stamp);
      while (rows.Step()) open.push_back({child, std::string(rows.Text(0))});
      rows.Reset();
    }
  }
}

}  // namespace sfsim
