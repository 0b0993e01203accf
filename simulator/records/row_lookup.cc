// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/row_lookup.h"

#include "simulator/base/str_cat.h"

namespace sfsim {

RowState FindRow(Connection* connection, const ObjectType& type, const std::string& id) {
  Statement& row = connection->Cached(
      StrCat("SELECT \"IsDeleted\" FROM ", QuoteName(type.name), " WHERE \"Id\"=?1"));
  row.BindText(1, id);
  const bool found = row.Step();
  const bool deleted = found && row.Integer(0) != 0;
  row.Reset();
  return !found ? RowState::kMissing : deleted ? RowState::kDeleted : RowState::kLive;
}

std::vector<std::string> FindRows(Connection* connection, const ObjectType& type,
                                  const Field& field, const SqlValue& value) {
  Statement& row =
      connection->Cached(StrCat("SELECT \"Id\" FROM ", QuoteName(type.name), " WHERE ",
                                QuoteName(field.name), "=?1 AND +\"IsDeleted\"=0 ORDER BY rowid"));
  row.Bind(1, value);
  std::vector<std::string> ids;
  while (row.Step()) ids.emplace_back(row.Text(0));
  row.Reset();
  return ids;
}

SqlValue ReadColumn(Connection* connection, const ObjectType& type, const std::string& id,
                    const Field& field) {
  Statement& row = connection->Cached(
      StrCat("SELECT ", QuoteName(field.name), " FROM ", QuoteName(type.name), " WHERE \"Id\"=?1"));
  row.BindText(1, id);
  SqlValue value;
  if (row.Step()) value = row.Value(0);
  row.Reset();
  return value;
}

}  // namespace sfsim
