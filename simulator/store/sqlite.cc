// SPDX-License-Identifier: Apache-2.0
#include "simulator/store/sqlite.h"

#include "simulator/base/str_cat.h"

namespace sfsim {
namespace {

constexpr size_t kCachedStatements = 256;

}  // namespace

void Statement::BindText(int index, std::string_view value) {
  sqlite3_bind_text64(statement_.get(), index, value.data(), value.size(), SQLITE_TRANSIENT,
                      SQLITE_UTF8);
}

void Statement::Bind(int index, const SqlValue& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) {
    sqlite3_bind_int64(statement_.get(), index, *number);
  } else if (const auto* real = std::get_if<double>(&value)) {
    sqlite3_bind_double(statement_.get(), index, *real);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    BindText(index, *text);
  } else {
    sqlite3_bind_null(statement_.get(), index);
  }
}

void Statement::BindAll(const std::vector<SqlValue>& values) {
  for (size_t i = 0; i < values.size(); ++i) Bind(static_cast<int>(i) + 1, values[i]);
}

bool Statement::Step() {
  const int code = statement_ ? sqlite3_step(statement_.get()) : SQLITE_MISUSE;
  failed_ = code != SQLITE_ROW && code != SQLITE_DONE;
  return code == SQLITE_ROW;
}

bool Statement::Run() {
  while (Step()) {
  }
  const bool done = !failed_;
  if (statement_) sqlite3_reset(statement_.get());
  return done;
}

void Statement::Reset() {
  if (statement_) sqlite3_reset(statement_.get());
  failed_ = false;
}

SqlValue Statement::Value(int column) const {
  switch (sqlite3_column_type(statement_.get(), column)) {
    case SQLITE_INTEGER:
      return Integer(column);
    case SQLITE_FLOAT:
      return Real(column);
    case SQLITE_NULL:
      return std::monostate();
    default:
      return std::string(Text(column));
  }
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const std::string& path, Mode mode) {
  const int flags =
      SQLITE_OPEN_NOMUTEX |
      (mode == Mode::kWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  std::unique_ptr<Connection> connection(new Connection(handle));
  if (code != SQLITE_OK) {
    return absl::InternalError(StrCat("cannot open ", path, ": ", connection->LastError()));
  }
  sqlite3_busy_timeout(handle, 60'000);
  if (absl::Status status = AddSoqlFunctions(handle); !status.ok()) return status;
  // The database lives as long as the org: durability would only cost time.
  const char* pragmas = mode == Mode::kWrite
                            ? "PRAGMA journal_mode=OFF;PRAGMA synchronous=OFF;"
                              "PRAGMA cache_size=-65536;PRAGMA mmap_size=8589934592;"
                            : "PRAGMA mmap_size=8589934592;PRAGMA cache_size=-1024;";
  if (absl::Status status = connection->Execute(pragmas); !status.ok()) return status;
  return connection;
}

absl::Status Connection::Execute(const std::string& sql) {
  if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) {
    return absl::OkStatus();
  }
  return absl::InternalError(StrCat("SQLite: ", LastError(), " in ", sql));
}

Statement Connection::Prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()), 0, &statement,
                     nullptr);
  return Statement(statement);
}

Statement& Connection::Cached(const std::string& sql) {
  auto found = cache_.find(sql);
  if (found == cache_.end()) {
    if (cache_.size() >= kCachedStatements) cache_.clear();
    found = cache_.emplace(sql, Prepare(sql)).first;
  }
  found->second.Reset();
  return found->second;
}

std::unique_ptr<Connection> Connection::Borrow() {
  std::unique_ptr<Connection> second(new Connection(nullptr));
  second->database_ = {database_.get(), [](sqlite3*) { return SQLITE_OK; }};
  second->borrowed_ = true;
  return second;
}

std::string Connection::LastError() const { return sqlite3_errmsg(database_.get()); }

std::string QuoteName(std::string_view name) { return StrCat("\"", name, "\""); }

}  // namespace sfsim
