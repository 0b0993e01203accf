// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "simulator/base/outcome.h"
#include "simulator/json/json_value.h"
#include "simulator/model/schema.h"
#include "simulator/store/store.h"

namespace sfsim {

struct SaveResult {
  std::string id;
  bool created = false;
  std::vector<ApiError> errors;

  bool ok() const { return errors.empty(); }
};

// Who writes, and when.
struct Author {
  std::string user_id;
  // Milliseconds since the epoch.
  int64_t now = 0;
  // May write what users may only read: loaders, not clients.
  bool system = false;
};

// Inserts, updates and deletes rows with the checks of an org: known and writable fields, types,
// lengths, required and unique values, references. Works within the caller's transaction; a failed
// row has changed nothing.
class RowEditor {
 public:
  RowEditor(const Schema* schema, Store* store, Connection* connection, Author author)
      : schema_(*schema), store_(*store), connection_(*connection), author_(std::move(author)) {}

  SaveResult Insert(const ObjectType& type, const JsonValue& record);
  // `missing_row` tells the two ways apart in which APIs report an id without a row.
  SaveResult Update(const ObjectType& type, const std::string& id, const JsonValue& record,
                    const ApiError& missing_row);
  SaveResult Delete(const ObjectType& type, const std::string& id, const ApiError& missing_row);

 private:
  // Column values by field.
  using Values = std::map<const Field*, SqlValue>;

  void ReadRecord(const ObjectType& type, const JsonValue& record, bool insert, Values* values,
                  std::vector<ApiError>* errors);
  void ReadMember(const ObjectType& type, const std::string& name, const JsonValue& value,
                  bool insert, Values* values, std::vector<ApiError>* errors);
  void ReadRelationship(const ObjectType& type, const Field& lookup, const JsonValue& value,
                        Values* values, std::vector<ApiError>* errors);
  void CheckReferences(const Values& values, std::vector<ApiError>* errors);
  void CheckUnique(const ObjectType& type, const Values& values, const std::string& own_id,
                   std::vector<ApiError>* errors);
  void CheckRequired(const ObjectType& type, const Values& values, bool insert,
                     std::vector<ApiError>* errors);
  void StampInsert(const ObjectType& type, uint64_t number, Values* values);
  void CompleteName(const ObjectType& type, const std::string& id, Values* values);
  bool WriteInsert(const ObjectType& type, const Values& values);
  bool WriteUpdate(const ObjectType& type, const std::string& id, const Values& values);
  // Deletes what hangs on the row, or reports what forbids it.
  void CascadeDelete(const ObjectType& type, const std::string& id, SaveResult* result);
  SqlValue CurrentValue(const ObjectType& type, const std::string& id, const Field& field);

  const Schema& schema_;
  Store& store_;
  Connection& connection_;
  Author author_;
};

// The errors of an id that has no row: as REST rows and as collections report them.
ApiError NotFoundError();
ApiError InvalidCrossReferenceError();

}  // namespace sfsim
