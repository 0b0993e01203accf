// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "simulator/records/row_lookup.h"
#include "simulator/records/save_result.h"
#include "simulator/store/store.h"

namespace sfsim {

// Moves rows to the recycle bin and back, within the caller's transaction. What hangs on a row by a
// cascading relationship goes with it, other lookups to it are cleared, and a restricting
// relationship forbids the deletion. A row that fails has changed nothing.
class RecycleBin {
 public:
  // The lookups that are known to have an index; deletions of one caller share them.
  using Indexed = std::set<const Field*>;

  RecycleBin(const Schema& schema, Connection* connection, const Author& author, Indexed* indexed)
      : schema_(schema), connection_(*connection), author_(author), indexed_(*indexed) {}

  // Of a live row.
  std::vector<ApiError> Delete(const ObjectType& type, const std::string& id);
  // Of a deleted row; brings back what was deleted with it, but no lookups.
  void Undelete(const ObjectType& type, const std::string& id);

 private:
  struct Item {
    const ObjectType* type;
    std::string id;
  };

  // Deletes one row and appends the rows that follow.
  std::vector<ApiError> DeleteOne(const Item& item, std::vector<Item>* more);
  void Mark(const Item& item, bool deleted);
  // Indexes what a deletion looks for: rows by lookup.
  void EnsureIndex(const ObjectType& type, const Field& lookup);

  const Schema& schema_;
  Connection& connection_;
  const Author& author_;
  Indexed& indexed_;
};

}  // namespace sfsim
