// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "simulator/model/schema.h"
#include "simulator/records/field_values.h"

namespace sfsim {

// A row on its way to its table: what is written now, over what the table holds already.
class RowDraft {
 public:
  // `values` are what the caller gave; for an insert, `id` is that of the new row.
  RowDraft(const ObjectType& type, Connection* connection, std::string id, bool insert,
           FieldValues* values);

  const ObjectType& type() const { return type_; }
  Connection* connection() const { return &connection_; }
  const std::string& id() const { return id_; }
  bool insert() const { return insert_; }

  // Whether the caller gave that field. Names that the object does not have are never given.
  bool Given(std::string_view name) const;
  // Whether the field may differ from what the table holds: on inserts, or when it is given.
  bool Changes(std::string_view name) const { return insert_ || Given(name); }

  // The value that the row will hold.
  SqlValue Get(std::string_view name) const;
  // The same for text fields and for numbers and flags; empty or nothing for null.
  std::string Text(std::string_view name) const;
  std::optional<int64_t> Number(std::string_view name) const;

  // Writes a value that follows from others: what the caller gave stays, and so do objects without
  // that field.
  void Derive(std::string_view name, SqlValue value);
  // Writes a value whatever the caller gave.
  void Set(std::string_view name, SqlValue value);

 private:
  const ObjectType& type_;
  Connection& connection_;
  std::string id_;
  bool insert_;
  FieldValues& values_;
  std::set<const Field*> given_;
};

}  // namespace sfsim
