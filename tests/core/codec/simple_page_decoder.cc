// SPDX-License-Identifier: Apache-2.0
#include "tests/core/codec/simple_page_decoder.h"

#include <utility>

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/codec/json_value.h"

namespace sfconnector::testing {

SimplePageDecoder::SimplePageDecoder(const SelectedColumns& selected) : tables_(1) {
  Select(0, selected);
}

void SimplePageDecoder::Select(std::size_t table, const SelectedColumns& selected) {
  tables_[table].columns = selected.columns;
  for (const SelectedColumns::Child& child : selected.children) {
    const std::size_t number = ChildOf(table, child.relationship);
    Select(number, child.selected);
  }
}

void SimplePageDecoder::Read(absl::string_view json) {
  const absl::Status status = JsonToRecordSet(json, records_);
  ASSERT_TRUE(status.ok()) << status;
  continued_.clear();
}

void SimplePageDecoder::Page(absl::string_view json) {
  Read(json);
  for (const v1::Record& record : records_.records()) AddRow(0, 0, record, {}, rows_++);
}

void SimplePageDecoder::ChildPage(const ChildSet& set, absl::string_view json) {
  Read(json);
  std::int64_t row = set.rows;
  for (const v1::Record& record : records_.records()) {
    AddRow(set.table, set.parent_row, record, set.path, row++);
  }
}

void SimplePageDecoder::AddRow(std::size_t table, std::int64_t parent_row, const v1::Record& record,
                               Path path, std::int64_t row_in_set) {
  SimpleTable::Row& row = tables_[table].rows.emplace_back();
  row.parent_row = parent_row;
  AddFields(table, record, "", path, row_in_set);
}

void SimplePageDecoder::AddFields(std::size_t table, const v1::Record& record,
                                  const std::string& prefix, const Path& path,
                                  std::int64_t row_in_set) {
  const std::size_t row = tables_[table].rows.size() - 1;
  for (const v1::Field& field : record.fields()) {
    const std::string name = prefix + field.name();
    const v1::Value& value = field.value();
    if (value.has_record_set_value()) {
      AddChildRows(table, name, value.record_set_value(), path, row_in_set);
      continue;
    }
    if (value.has_record_value() && IsParent(table, name)) {
      AddFields(table, value.record_value(), name + ".", path, row_in_set);
      continue;
    }
    int column = FindColumn(table, name);
    const bool may_be_null = IsParent(table, name) || FindChild(table, name) >= 0;
    if (value.has_null_value() && may_be_null && column < 0) continue;
    if (column < 0) {
      column = static_cast<int>(tables_[table].columns.size());
      tables_[table].columns.push_back(name);
    }
    auto& values = tables_[table].rows[row].values;
    if (values.size() <= static_cast<std::size_t>(column)) {
      values.resize(static_cast<std::size_t>(column) + 1);
    }
    values[static_cast<std::size_t>(column)] = value;
  }
}

void SimplePageDecoder::AddChildRows(std::size_t table, const std::string& relationship,
                                     const v1::RecordSet& set, Path path, std::int64_t row_in_set) {
  const auto parent_row = static_cast<std::int64_t>(tables_[table].rows.size()) - 1;
  const std::string key = relationship.substr(relationship.rfind('.') + 1);
  path.push_back({row_in_set, key});
  std::int64_t row = 0;
  for (const v1::Record& record : set.records()) {
    AddRow(ChildOf(table, relationship), parent_row, record, path, row++);
  }
  if (set.done()) return;
  ChildSet& rest = continued_.emplace_back();
  rest.path = path;
  rest.table = static_cast<std::uint32_t>(ChildOf(table, relationship));
  rest.parent_row = parent_row;
  rest.total_size = set.total_size();
  rest.rows = set.records_size();
  rest.next_records_url = set.next_page_token();
}

bool SimplePageDecoder::IsParent(std::size_t table, const std::string& name) const {
  for (const std::string& column : tables_[table].columns) {
    if (absl::StartsWithIgnoreCase(column, name + ".")) return true;
  }
  for (const SimpleTable& child : tables_) {
    if (&child != &tables_[0] && child.parent == table &&
        absl::StartsWithIgnoreCase(child.relationship, name + ".")) {
      return true;
    }
  }
  return false;
}

int SimplePageDecoder::FindChild(std::size_t table, const std::string& relationship) const {
  for (std::size_t i = 1; i < tables_.size(); ++i) {
    if (tables_[i].parent == table &&
        absl::EqualsIgnoreCase(tables_[i].relationship, relationship)) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

int SimplePageDecoder::FindColumn(std::size_t table, const std::string& name) const {
  const auto& columns = tables_[table].columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (absl::EqualsIgnoreCase(columns[i], name)) return static_cast<int>(i);
  }
  return -1;
}

std::size_t SimplePageDecoder::ChildOf(std::size_t table, const std::string& relationship) {
  const int found = FindChild(table, relationship);
  if (found >= 0) return static_cast<std::size_t>(found);
  SimpleTable& child = tables_.emplace_back();
  child.relationship = relationship;
  child.parent = static_cast<std::uint32_t>(table);
  return tables_.size() - 1;
}

void RowReader::Add(const v1::StreamQueryResponse& message) {
  for (const v1::RowSet& set : message.row_sets()) Add(set);
}

void RowReader::Add(const v1::RowSet& set) {
  if (set.table() >= tables_.size()) {
    tables_.resize(set.table() + 1);
    announced_.resize(set.table() + 1);
  }
  SimpleTable& table = tables_[set.table()];
  EXPECT_NE(set.has_child(), announced_[set.table()]) << "a table is announced once, first";
  announced_[set.table()] = true;
  if (set.has_child()) {
    table.parent = set.child().parent_table();
    table.relationship = set.child().relationship();
  }
  EXPECT_TRUE(announced_[table.parent]);
  for (const v1::Column& column : set.columns()) table.columns.push_back(column.name());
  if (set.table() > 0 && set.rows_size() > 0) {
    EXPECT_LT(set.parent_row(), static_cast<std::int64_t>(tables_[table.parent].rows.size()))
        << "parents come before their child rows";
  }
  for (const v1::Row& row : set.rows()) {
    EXPECT_LE(static_cast<std::size_t>(row.values_size()), table.columns.size())
        << "columns are announced before they are used";
    table.rows.push_back({set.parent_row(), {row.values().begin(), row.values().end()}});
  }
}

std::vector<SimpleTable> RowReader::Tables() const {
  std::vector<SimpleTable> tables = tables_;
  for (SimpleTable& table : tables) {
    for (SimpleTable::Row& row : table.rows) row.values.resize(table.columns.size());
  }
  return tables;
}

}  // namespace sfconnector::testing
