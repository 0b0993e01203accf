// SPDX-License-Identifier: Apache-2.0
#include "simulator/store/store.h"

#include <unistd.h>

#include "simulator/base/str_cat.h"
#include "simulator/store/search_index.h"

namespace sfsim {
namespace {

constexpr size_t kIdleReaders = 32;

std::string IndexName(const ObjectType& object, const Field& field) {
  return StrCat(object.name, ".", field.name);
}

}  // namespace

std::string ColumnType(const Field& field) {
  if (field.is_id() || field.type == FieldType::kBase64) return "TEXT";
  if (field.is_text()) return field.case_sensitive ? "TEXT" : "TEXT COLLATE SFTEXT";
  return "INTEGER";
}

absl::StatusOr<std::unique_ptr<Store>> Store::Create(const Schema* schema,
                                                     const std::filesystem::path& directory) {
  std::string path = (directory / "sfsim-XXXXXX").string();
  const int file = mkstemp(path.data());
  if (file < 0) {
    return absl::InternalError(StrCat("cannot create a database in ", directory.string()));
  }
  close(file);
  std::unique_ptr<Store> store(new Store(schema, path));
  auto writer = Connection::Open(path, Connection::Mode::kWrite);
  if (!writer.ok()) return writer.status();
  store->writer_ = std::move(*writer);
  if (absl::Status status = store->CreateTables(); !status.ok()) return status;
  return store;
}

Store::~Store() {
  readers_.clear();
  writer_.reset();
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::filesystem::remove(path_.string() + suffix, ignored);
  }
}

absl::Status Store::CreateTables() {
  for (const ObjectType* object : schema_->objects()) {
    std::string sql = StrCat("CREATE TABLE ", QuoteName(object->name), "(");
    bool first = true;
    for (const Field& field : object->fields()) {
      if (field.is_compound()) continue;
      StrAppend(&sql, first ? "" : ",", QuoteName(field.name), " ", ColumnType(field));
      first = false;
    }
    // Where users see no IsDeleted, statements still do.
    if (object->FindField("IsDeleted") == nullptr) {
      sql.append(",\"IsDeleted\" INTEGER NOT NULL DEFAULT 0");
    }
    StrAppend(&sql, ");CREATE UNIQUE INDEX ", QuoteName(object->name + ".Id"), " ON ",
              QuoteName(object->name), "(\"Id\");CREATE INDEX ",
              QuoteName(object->name + ".IsDeleted"), " ON ", QuoteName(object->name),
              "(\"IsDeleted\");");
    for (const Field& field : object->fields()) {
      if (!field.unique && !field.external_id) continue;
      StrAppend(&sql, "CREATE INDEX ", QuoteName(IndexName(*object, field)), " ON ",
                QuoteName(object->name), "(", QuoteName(field.name), ");");
      indexes_.insert(IndexName(*object, field));
    }
    if (absl::Status status = writer_->Execute(sql); !status.ok()) return status;
    indexes_.insert(IndexName(*object, object->id_field()));
  }
  return absl::OkStatus();
}

Store::Writer Store::Write() {
  return {writer_.get(), InTransaction() ? std::unique_lock<std::mutex>()
                                         : std::unique_lock<std::mutex>(write_mutex_)};
}

void Store::Writer::Begin() {
  connection_->Execute(lock_.owns_lock() ? "BEGIN IMMEDIATE" : "SAVEPOINT part").IgnoreError();
}

void Store::Writer::End(bool keep) {
  if (lock_.owns_lock()) {
    connection_->Execute(keep ? "COMMIT" : "ROLLBACK").IgnoreError();
  } else {
    connection_->Execute(keep ? "RELEASE part" : "ROLLBACK TO part;RELEASE part").IgnoreError();
  }
}

Store::Transaction::Transaction(Store* store) : store_(*store), writer_(store->Write()) {
  writer_.Begin();
  store_.owner_ = std::this_thread::get_id();
}

Store::Transaction::~Transaction() {
  if (!ended_) End("ROLLBACK").IgnoreError();
}

absl::Status Store::Transaction::End(const char* how) {
  ended_ = true;
  store_.owner_ = std::thread::id();
  absl::Status status = writer_->Execute(how);
  if (!status.ok()) writer_->Execute("ROLLBACK").IgnoreError();
  std::vector<std::function<void()>> actions = std::move(store_.at_end_);
  store_.at_end_.clear();
  for (const auto& action : actions) action();
  return status;
}

absl::StatusOr<std::unique_ptr<Connection>> Store::TakeReader() {
  if (InTransaction()) return writer_->Borrow();
  {
    std::lock_guard lock(mutex_);
    if (!readers_.empty()) {
      std::unique_ptr<Connection> reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
  }
  return Connection::Open(path_.string(), Connection::Mode::kRead);
}

void Store::Release(std::unique_ptr<Connection> reader) {
  if (reader->borrowed()) return;
  std::lock_guard lock(mutex_);
  if (readers_.size() < kIdleReaders) readers_.push_back(std::move(reader));
}

uint64_t Store::NextNumber(const std::string& key_prefix, uint64_t count) {
  std::lock_guard lock(mutex_);
  uint64_t& last = numbers_[key_prefix];
  const uint64_t first = last + 1;
  last += count;
  return first;
}

void Store::EnsureIndex(const ObjectType& object, const Field& field) {
  // A transaction that may be undone is no place for what others are to rely on.
  if (InTransaction()) return;
  const std::string name = IndexName(object, field);
  {
    std::lock_guard lock(mutex_);
    if (!indexes_.insert(name).second) return;
  }
  // Without the index the same rows come, later: a failure is no error of the caller's.
  Write()
      ->Execute(StrCat("CREATE INDEX IF NOT EXISTS ", QuoteName(name), " ON ",
                       QuoteName(object.name), "(", QuoteName(field.name), ")"))
      .IgnoreError();
}

absl::Status Store::EnsureSearchIndex(const ObjectType& object) {
  Writer writer = Write();
  if (searchable_.contains(&object)) return absl::OkStatus();
  writer.Begin();
  absl::Status status = writer->Execute(CreateSearchIndexSql(object));
  writer.End(status.ok());
  if (status.ok()) searchable_.insert(&object);
  return status;
}

absl::Status Store::DropSearchIndexes() {
  for (const ObjectType* object : searchable_) {
    absl::Status status = writer_->Execute(DropSearchIndexSql(*object));
    if (!status.ok()) return status;
  }
  searchable_.clear();
  return absl::OkStatus();
}

absl::Status Store::Clear() {
  Writer writer = Write();
  // Cheaper than to take the words of every row out of them; they are made again when needed.
  if (absl::Status status = DropSearchIndexes(); !status.ok()) return status;
  for (const ObjectType* object : schema_->objects()) {
    absl::Status status = writer->Execute("DELETE FROM " + QuoteName(object->name));
    if (!status.ok()) return status;
  }
  std::lock_guard lock(mutex_);
  numbers_.clear();
  return absl::OkStatus();
}

}  // namespace sfsim
