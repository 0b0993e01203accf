// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "simulator/model/schema.h"

// The words of an object's rows: an FTS5 table with one column for each searchable field, kept in
// step with the rows by triggers, so within the transaction that writes them. It holds no text of
// its own. Deleted rows are in it as long as they are rows.
namespace sfsim {

// The fields that searches look into, in the order of the columns c0, c1, ….
std::vector<const Field*> SearchableFields(const ObjectType& object);

// The FTS5 table, whose row ids are those of the rows, and the table of its words.
std::string SearchTable(const ObjectType& object);
std::string WordTable(const ObjectType& object);

// Makes the index over the rows that are there, and what keeps it in step. The object has at least
// one searchable field.
std::string CreateSearchIndexSql(const ObjectType& object);
std::string DropSearchIndexSql(const ObjectType& object);

}  // namespace sfsim
