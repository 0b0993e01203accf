// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
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

    // What is written between the two is kept or undone as one. Within a Transaction of this thread
    // it is a part of that, kept only if all of it is.
    void Begin();
    void End(bool keep);

   private:
    friend class Store;
    Writer(Connection* connection, std::unique_lock<std::mutex> lock)
        : lock_(std::move(lock)), connection_(connection) {}
    // Not locked within a Transaction, which holds the lock already.
    std::unique_lock<std::mutex> lock_;
    Connection* connection_;
  };
  Writer Write();

  // One transaction over all that the thread which made it does until it ends: what that thread
  // writes is part of it, and what it reads shows it. Others read what was there before, and wait
  // to write. Undone unless committed; not nested.
  class Transaction {
   public:
    explicit Transaction(Store* store);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    absl::Status Commit() { return End("COMMIT"); }

   private:
    absl::Status End(const char* how);

    Store& store_;
    Writer writer_;
    bool ended_ = false;
  };
  // Whether the calling thread is within a Transaction.
  bool InTransaction() const { return owner_.load() == std::this_thread::get_id(); }
  // To be called once the transaction of the calling thread has ended, before others may write.
  void AtTransactionEnd(std::function<void()> action) { at_end_.push_back(std::move(action)); }

  // Begins to serve readers. Until then writing is fastest, and a failed write cannot be undone.
  absl::Status OpenForReaders() { return Write()->Execute("PRAGMA journal_mode=WAL"); }

  // A reading connection for the holder alone; give it back with Release. Within a Transaction of
  // this thread it reads what that has written, and must not outlive it.
  absl::StatusOr<std::unique_ptr<Connection>> TakeReader();
  void Release(std::unique_ptr<Connection> reader);

  // A number for the next record of that key prefix, never given twice.
  uint64_t NextNumber(const std::string& key_prefix, uint64_t count = 1);

  // Makes sure that equality on the column is served by an index.
  void EnsureIndex(const ObjectType& object, const Field& field);
  // Makes sure that the words of the object's rows are indexed, from now on with every write; see
  // store/search_index.h. Not within a Transaction.
  absl::Status EnsureSearchIndex(const ObjectType& object);

  // Deletes every row of every object and begins to number anew.
  absl::Status Clear();

 private:
  Store(const Schema* schema, std::filesystem::path path)
      : schema_(schema), path_(std::move(path)) {}
  absl::Status CreateTables();
  absl::Status DropSearchIndexes();

  const Schema* schema_;
  std::filesystem::path path_;
  std::unique_ptr<Connection> writer_;
  std::mutex write_mutex_;
  // The thread whose Transaction holds the write mutex.
  std::atomic<std::thread::id> owner_{};
  // Touched by that thread alone.
  std::vector<std::function<void()>> at_end_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> readers_;
  std::map<std::string, uint64_t> numbers_;
  std::set<std::string> indexes_;
  // Touched under the write mutex.
  std::set<const ObjectType*> searchable_;
};

// The SQL type and collation of a field's column.
std::string ColumnType(const Field& field);

}  // namespace sfsim
