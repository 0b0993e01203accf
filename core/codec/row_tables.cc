// SPDX-License-Identifier: Apache-2.0
#include "core/codec/row_tables.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "sfconnector/v1/row_set.pb.h"

namespace sfconnector {

RowTables::RowTables(const SelectedColumns& selected) {
  Table& own = AddTable(0, "");
  own.announced = true;
  Select(own, selected);
}

RowTables::Table& RowTables::AddTable(std::uint32_t parent, absl::string_view relationship) {
  Table& table = tables_.emplace_back();
  table.number = static_cast<std::uint32_t>(tables_.size() - 1);
  table.parent = parent;
  table.relationship = std::string(relationship);
  return table;
}

void RowTables::Select(Table& table, const SelectedColumns& selected) {
  for (const std::string& path : selected.columns) {
    Node* node = &table.root;
    for (absl::string_view name : absl::StrSplit(path, '.')) {
      Node* found = nullptr;
      for (Node& part : node->parts) {
        if (absl::EqualsIgnoreCase(part.name, name)) found = &part;
      }
      node = found != nullptr ? found : &AddPart(*node, name);
    }
    ColumnOf(table, *node);
  }
  for (const SelectedColumns::Child& child : selected.children) {
    Node& node =
        table.root.parts[FindPart(table, table.root, child.relationship, child.relationship)];
    Select(ChildOf(table, node), child.selected);
  }
}

RowTables::Node& RowTables::AddPart(Node& parent, absl::string_view name) {
  Node& node = parent.parts.emplace_back();
  node.name = std::string(name);
  node.path = absl::StrCat(parent.path, parent.path.empty() ? "" : ".", name);
  node.key = node.name;
  // The keys of an object mostly come in the order in which they were first seen.
  node.next = parent.parts.size();
  return node;
}

std::size_t RowTables::FindPart(Table& table, Node& parent, absl::string_view key,
                                absl::string_view name) {
  for (std::size_t i = 0; i < parent.parts.size(); ++i) {
    if (parent.parts[i].key == key) return i;
  }
  for (std::size_t i = 0; i < parent.parts.size(); ++i) {
    Node& part = parent.parts[i];
    if (!absl::EqualsIgnoreCase(part.name, name)) continue;
    part.key = std::string(key);
    TakeCasing(table, parent, part, name);
    return i;
  }
  AddPart(parent, name).key = std::string(key);
  return parent.parts.size() - 1;
}

void RowTables::TakeCasing(Table& table, Node& parent, Node& node, absl::string_view name) {
  node.name = std::string(name);
  RenameColumns(table, node, parent.path);
  if (node.child_table == kNone) return;
  Table& child = tables_[static_cast<std::size_t>(node.child_table)];
  if (!child.announced) child.relationship = node.path;
}

void RowTables::RenameColumns(Table& table, Node& node, absl::string_view prefix) {
  node.path = absl::StrCat(prefix, prefix.empty() ? "" : ".", node.name);
  const auto column = static_cast<std::size_t>(node.column);
  if (node.column != kNone && column >= table.announced_columns) table.columns[column] = node.path;
  for (Node& part : node.parts) RenameColumns(table, part, node.path);
}

int RowTables::ColumnOf(Table& table, Node& node) {
  if (node.column == kNone) {
    node.column = static_cast<int>(table.columns.size());
    table.columns.push_back(node.path);
  }
  return node.column;
}

RowTables::Table& RowTables::ChildOf(Table& table, Node& node) {
  if (node.child_table == kNone) {
    node.child_table = static_cast<int>(AddTable(table.number, node.path).number);
  }
  return tables_[static_cast<std::size_t>(node.child_table)];
}

bool RowTables::HasNews(const Table& table) {
  return !table.announced || table.announced_columns < table.columns.size();
}

void RowTables::WriteHead(Table& table, std::int64_t parent_row, WireBuffer& out) {
  if (table.number > 0) out.VarintField(v1::RowSet::kTableFieldNumber, table.number);
  if (!table.announced) {
    out.Byte(WireBuffer::BytesTag(v1::RowSet::kChildFieldNumber));
    const WireBuffer::Length child = out.Open(1);
    if (table.parent > 0) out.VarintField(v1::ChildTable::kParentTableFieldNumber, table.parent);
    out.BytesField(v1::ChildTable::kRelationshipFieldNumber, table.relationship);
    out.Close(child);
    table.announced = true;
  }
  for (; table.announced_columns < table.columns.size(); ++table.announced_columns) {
    out.Byte(WireBuffer::BytesTag(v1::RowSet::kColumnsFieldNumber));
    const WireBuffer::Length column = out.Open(1);
    out.BytesField(v1::Column::kNameFieldNumber, table.columns[table.announced_columns]);
    out.Close(column);
  }
  if (parent_row > 0) {
    out.VarintField(v1::RowSet::kParentRowFieldNumber, static_cast<std::uint64_t>(parent_row));
  }
}

}  // namespace sfconnector
