// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>

#include "simulator/json/json_value.h"
#include "simulator/model/schema.h"
#include "simulator/records/row_draft.h"
#include "simulator/records/row_errors.h"
#include "simulator/records/save_result.h"
#include "simulator/store/store.h"

namespace sfsim {

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
  // Takes a row out of the recycle bin, with what was deleted with it.
  SaveResult Undelete(const ObjectType& type, const std::string& id);

 private:
  void StampInsert(const ObjectType& type, uint64_t number, FieldValues* values);
  // What a new row brings with it: a file version its file. Before and after the row is written.
  SaveResult BeforeInsert(RowDraft* draft);
  SaveResult AfterInsert(const RowDraft& draft);
  bool WriteInsert(const ObjectType& type, const FieldValues& values);
  bool WriteUpdate(const ObjectType& type, const std::string& id, const FieldValues& values);
  ApiError InternalFailure() const;

  const Schema& schema_;
  Store& store_;
  Connection& connection_;
  Author author_;
  // See RecycleBin.
  std::set<const Field*> indexed_;
};

}  // namespace sfsim
