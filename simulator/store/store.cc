// SPDX-License-Identifier: Apache-2.0
#include "simulator/store/store.h"

#include <unistd.h>

#include "simulator/base/str_cat.h"

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

absl::StatusOr<std::unique_ptr<Connection>> Store::TakeReader() {
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

absl::Status Store::Clear() {
  Writer writer = Write();
  for (const ObjectType* object : schema_->objects()) {
    absl::Status status = writer->Execute("DELETE FROM " + QuoteName(object->name));
    if (!status.ok()) return status;
  }
  std::lock_guard lock(mutex_);
  numbers_.clear();
  return absl::OkStatus();
}

}  // namespace sfsim
