// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/codec/wire.h"

namespace sfconnector {

// What a query selects, as far as its text tells. Names are case-insensitive; replies have
// Salesforce's own casing.
struct SelectedColumns {
  struct Child;
  // Fields in their order, with their paths through parents: `Name`, `Owner.Name`. Empty where they
  // are not known.
  std::vector<std::string> columns;
  // Child sub-queries.
  std::vector<Child> children;
};
struct SelectedColumns::Child {
  std::string relationship;
  SelectedColumns selected;
};

// The tables of one result in positional rows (see row_set.proto): their columns, which of them the
// reader knows already, and how many rows each has had. A value: a copy restores an earlier state.
class RowTables {
 public:
  static constexpr int kNone = -1;

  // A key of a row's object, or of a parent's object within it.
  struct Node {
    std::string name;  // the key
    std::string path;  // with the keys of the parents around it
    std::string key;   // as it was last written in JSON, between its quotes
    int column = kNone;
    int child_table = kNone;
    // The keys of a parent. Only a parent of which columns are selected has any: others are values.
    std::vector<Node> parts;
    // The part that stood first in the last object, and the one that stood behind this one.
    std::size_t first = 0;
    std::size_t next = 0;
  };

  struct Table {
    std::uint32_t number = 0;
    std::uint32_t parent = 0;
    std::string relationship;
    bool announced = false;  // the table itself; table 0 needs no announcement
    std::vector<std::string> columns;
    std::size_t announced_columns = 0;
    std::int64_t rows = 0;
    Node root;
  };

  explicit RowTables(const SelectedColumns& selected);

  Table& table(std::size_t number) { return tables_[number]; }
  std::size_t size() const { return tables_.size(); }

  // The index of the part of `parent` that has `key` (as it stands between its quotes; `name` is
  // what it means), added if need be. What is selected and not announced yet takes the reply's
  // casing.
  std::size_t FindPart(Table& table, Node& parent, absl::string_view key, absl::string_view name);

  // The column of `node`, added if need be.
  int ColumnOf(Table& table, Node& node);

  // The child table whose rows stand at `node`, added if need be.
  Table& ChildOf(Table& table, Node& node);

  // Writes the content of a RowSet for rows of `table` but for the rows themselves, with everything
  // that is to be announced before them.
  void WriteHead(Table& table, std::int64_t parent_row, WireBuffer& out);

  // Whether there is something about `table` that was not announced yet.
  static bool HasNews(const Table& table);

 private:
  Table& AddTable(std::uint32_t parent, absl::string_view relationship);
  void Select(Table& table, const SelectedColumns& selected);
  static Node& AddPart(Node& parent, absl::string_view name);
  void TakeCasing(Table& table, Node& parent, Node& node, absl::string_view name);
  static void RenameColumns(Table& table, Node& node, absl::string_view prefix);

  std::deque<Table> tables_;  // references stay valid while tables are added
};

}  // namespace sfconnector
