// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "simulator/model/schema.h"
#include "simulator/store/sqlite.h"

namespace sfsim {

// The rows of an org: a SQLite database in a file of its own, one table for each object with one
// column for each field, deleted rows among the living. One writer at a time; readers work beside
// it and see the last commit. All methods may be called from any thread.
class Store {
 public:
  // Creates the database under `directory` (removed again by the destructor). `schema` must outlive
  // the store.
  static absl::StatusOr<std::unique_ptr<Store>> Create(const Schema* schema,
                                                       const std::filesystem::path& directory);
  ~Store();

  // The only writing connection, locked as long as the lease lives.
  class Writer {
   public:
    Connection* operator->() const { return connection_; }
    Connection& operator*() const { return *connection_; }

   private:
    friend class Store;
    Writer(Connection* connection, std::mutex* mutex) : lock_(*mutex), connection_(connection) {}
    std::unique_lock<std::mutex> lock_;
    Connection* connection_;
  };
  Writer Write() { return {writer_.get(), &write_mutex_}; }

  // Begins to serve readers. Until then writing is fastest, and a failed write cannot be undone.
  absl::Status OpenForReaders() { return Write()->Execute("PRAGMA journal_mode=WAL"); }

  // A reading connection for the holder alone; give it back with Release.
  absl::StatusOr<std::unique_ptr<Connection>> TakeReader();
  void Release(std::unique_ptr<Connection> reader);

  // A number for the next record of that key prefix, never given twice.
  uint64_t NextNumber(const std::string& key_prefix, uint64_t count = 1);

  // Makes sure that equality on the column is served by an index.
  void EnsureIndex(const ObjectType& object, const Field& field);

  // Deletes every row of every object and begins to number anew.
  absl::Status Clear();

 private:
  Store(const Schema* schema, std::filesystem::path path)
      : schema_(schema), path_(std::move(path)) {}
  absl::Status CreateTables();

  const Schema* schema_;
  std::filesystem::path path_;
  std::unique_ptr<Connection> writer_;
  std::mutex write_mutex_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> readers_;
  std::map<std::string, uint64_t> numbers_;
  std::set<std::string> indexes_;
};

// The SQL type and collation of a field's column.
std::string ColumnType(const Field& field);

}  // namespace sfsim
