// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include <sqlite3.h>

#include "absl/status/statusor.h"

namespace sfsim {

// What a column holds: null, a number (see base/decimal.h, base/datetime.h), a real or text.
using SqlValue = std::variant<std::monostate, int64_t, double, std::string>;

// A prepared statement. Not thread-safe; must not outlive its connection.
class Statement {
 public:
  Statement() = default;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement, &sqlite3_finalize) {}

  // Parameters count from 1.
  void Bind(int index, const SqlValue& value);
  void BindText(int index, std::string_view value);
  void BindAll(const std::vector<SqlValue>& values);

  // Steps to the next row; false at the end and after a failure, which failed() tells apart.
  bool Step();
  // Runs to the end; false on failure.
  bool Run();
  // Makes the statement ready to run again, with its bindings.
  void Reset();
  bool failed() const { return failed_; }

  // Columns count from 0. Text lives until the next Step or Reset.
  bool IsNull(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
  }
  int64_t Integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  double Real(int column) const { return sqlite3_column_double(statement_.get(), column); }
  bool IsReal(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_FLOAT;
  }
  std::string_view Text(int column) const {
    const auto* text = sqlite3_column_text(statement_.get(), column);
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return {reinterpret_cast<const char*>(text), static_cast<size_t>(size)};
  }
  SqlValue Value(int column) const;
  // The column itself, for readers that look at its type and value: cheaper than one call for each.
  sqlite3_value* Column(int column) const { return sqlite3_column_value(statement_.get(), column); }
  explicit operator bool() const { return statement_ != nullptr; }

 private:
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement_{nullptr, &sqlite3_finalize};
  bool failed_ = false;
};

// One connection to the org's database, with the collation and the functions that SOQL needs.
// Used by one thread at a time.
class Connection {
 public:
  enum class Mode { kWrite, kRead };
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& path, Mode mode);

  // Runs statements that return no rows.
  absl::Status Execute(const std::string& sql);
  // Prepares; an empty Statement (false) on failure, whose reason LastError gives.
  Statement Prepare(std::string_view sql);
  // Prepares once and keeps the statement, reset, for the next call with the same text.
  Statement& Cached(const std::string& sql);
  // A second connection object over the same database handle, for the same thread, which sees what
  // this one has written and not yet committed. Must not outlive this one.
  std::unique_ptr<Connection> Borrow();
  bool borrowed() const { return borrowed_; }
  std::string LastError() const;
  int64_t LastRowId() const { return sqlite3_last_insert_rowid(database_.get()); }

 private:
  explicit Connection(sqlite3* database) : database_(database, &sqlite3_close) {}

  bool borrowed_ = false;
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> database_;
  std::unordered_map<std::string, Statement> cache_;
};

// An identifier in SQL, quoted.
std::string QuoteName(std::string_view name);

// Adds the text collation SFTEXT and the functions sf_like, sf_includes, sf_date_part, sf_distance
// and sf_format.
absl::Status AddSoqlFunctions(sqlite3* database);

}  // namespace sfsim
