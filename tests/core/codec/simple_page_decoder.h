// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/codec/page_decoder.h"
#include "sfconnector/v1/query_service.pb.h"

namespace sfconnector::testing {

// A table of a result: what a reader of positional rows has in the end.
struct SimpleTable {
  struct Row {
    std::int64_t parent_row = 0;
    std::vector<v1::Value> values;
  };

  std::string relationship;
  std::uint32_t parent = 0;
  std::vector<std::string> columns;
  std::vector<Row> rows;
};

// The oracle of PageDecoder: slow, by way of message objects, and obviously right.
class SimplePageDecoder {
 public:
  explicit SimplePageDecoder(const SelectedColumns& selected);

  // The page must be right.
  void Page(absl::string_view json);
  void ChildPage(const ChildSet& set, absl::string_view json);

  const std::vector<SimpleTable>& tables() const { return tables_; }
  // The records of the last page.
  const v1::RecordSet& records() const { return records_; }
  // The sets of the last page that continue.
  const std::vector<ChildSet>& continued() const { return continued_; }

 private:
  using Path = std::vector<ChildStep>;

  void Read(absl::string_view json);
  void Select(std::size_t table, const SelectedColumns& selected);
  void AddRow(std::size_t table, std::int64_t parent_row, const v1::Record& record, Path path,
              std::int64_t row_in_set);
  void AddFields(std::size_t table, const v1::Record& record, const std::string& prefix,
                 const Path& path, std::int64_t row_in_set);
  void AddChildRows(std::size_t table, const std::string& relationship, const v1::RecordSet& set,
                    Path path, std::int64_t row_in_set);
  bool IsParent(std::size_t table, const std::string& name) const;
  // The number of a child table or column; -1 where there is none.
  int FindChild(std::size_t table, const std::string& relationship) const;
  int FindColumn(std::size_t table, const std::string& name) const;
  std::size_t ChildOf(std::size_t table, const std::string& relationship);

  std::vector<SimpleTable> tables_;
  v1::RecordSet records_;
  std::vector<ChildSet> continued_;
  std::int64_t rows_ = 0;
};

// The reader's side: puts messages together and checks that everything is announced before it is
// used. Failures fail the test.
class RowReader {
 public:
  RowReader() : tables_(1), announced_{true} {}

  void Add(const v1::StreamQueryResponse& message);
  // Rows as long as their table's columns.
  std::vector<SimpleTable> Tables() const;

 private:
  void Add(const v1::RowSet& set);

  std::vector<SimpleTable> tables_;
  std::vector<bool> announced_;
};

}  // namespace sfconnector::testing
