// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "simulator/base/outcome.h"
#include "simulator/bulk/csv_format.h"
#include "simulator/model/schema.h"
#include "simulator/soql/cursor.h"
#include "simulator/soql/plan.h"

namespace sfsim {

struct BulkQueryRequest {
  std::string soql;
  // Milliseconds since the epoch: what TODAY refers to.
  int64_t now = 0;
  // Whose rows USING SCOPE mine means.
  std::string user_id;
  // queryAll: deleted rows too.
  bool include_deleted = false;
  // Columns stand in the order of SELECT; otherwise, as up to version 49.0, in that of their names.
  bool select_order = true;
  // SQL that gives the row ids to which the query is confined; empty: all rows.
  std::string among;
};

struct BulkColumn {
  // `Account.Owner.Name`.
  std::string name;
  int column = -1;
  soql::ValueFormat format = soql::ValueFormat::kText;
  int scale = 0;
};

// A statement that a bulk query may run.
struct BulkQuery {
  // The object in FROM, as the schema has it.
  std::string object;
  std::shared_ptr<const soql::Plan> plan;
  std::vector<BulkColumn> columns;
};

// Reads and compiles a statement. What REST refuses is refused with the same error; what bulk
// queries alone refuse (aggregates, GROUP BY, OFFSET, TYPEOF, sub-queries, compound and binary
// fields) is API_ERROR. `store` gets the indexes that the statement wants.
Outcome<BulkQuery> PrepareBulkQuery(const Schema& schema, Store* store,
                                    const BulkQueryRequest& request);

// Reads the rows of a statement as they are at one moment, once. Used by one thread at a time.
class BulkQueryRows {
 public:
  // Fails when the statement cannot be run, with the reason.
  static Outcome<std::unique_ptr<BulkQueryRows>> Begin(Store* store, BulkQuery query);
  ~BulkQueryRows();
  BulkQueryRows(const BulkQueryRows&) = delete;
  BulkQueryRows& operator=(const BulkQueryRows&) = delete;

  // Moves to the next row; false behind the last one and after a failure.
  bool Next();
  bool failed() const { return statement_.failed(); }
  // The current row, whose columns `plan` and `columns` of the query name.
  const Statement& row() const { return statement_; }
  // Appends the current row as CSV: every value in quotes, null as `""`.
  void AppendCsv(const CsvFormat& format, std::string* out) const;

 private:
  BulkQueryRows(std::shared_ptr<soql::Snapshot> snapshot, BulkQuery query)
      : snapshot_(std::move(snapshot)), query_(std::move(query)) {}

  std::shared_ptr<soql::Snapshot> snapshot_;
  BulkQuery query_;
  Statement statement_;
};

// `"Id","Name"` and the line ending.
std::string CsvHeader(const std::vector<BulkColumn>& columns, const CsvFormat& format);

}  // namespace sfsim
