// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simulator/bulk/classic_form.h"
#include "simulator/bulk/csv_format.h"
#include "simulator/bulk/query_run.h"
#include "simulator/records/save_result.h"

namespace sfsim {

// What became of the records of a batch, in their order.
std::string BatchResultText(ClassicForm form, const std::vector<SaveResult>& results);

// The ids of the files of a query's result.
std::string ResultListText(ClassicForm form, const std::vector<std::string>& ids);

// Writes one file of a query's result after the other.
class QueryFileWriter {
 public:
  // `query` outlives it.
  QueryFileWriter(ClassicForm form, CsvFormat format, const BulkQuery* query);

  // The row that `rows` stands on.
  void Add(const BulkQueryRows& rows);
  size_t rows() const { return rows_; }
  // The file; the writer begins the next one.
  std::string Finish();

 private:
  void AddJson(const std::vector<std::string>& cells);
  void AddXml(const std::vector<std::string>& cells);

  ClassicForm form_;
  CsvFormat format_;
  const BulkQuery& query_;
  std::string text_;
  size_t rows_ = 0;
};

}  // namespace sfsim
