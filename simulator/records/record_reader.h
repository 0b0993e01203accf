// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "simulator/json/json_value.h"
#include "simulator/model/schema.h"
#include "simulator/records/field_values.h"
#include "simulator/records/row_errors.h"

namespace sfsim {

// Reads a record as clients send it into column values: names without case, references by external
// id (`"Account":{"Ext__c":"1"}`), values as ReadFieldValue has them.
class RecordReader {
 public:
  // `system`: may set what users may only read.
  RecordReader(const Schema& schema, Connection* connection, bool system, bool insert)
      : schema_(schema), connection_(*connection), system_(system), insert_(insert) {}

  // The first unknown or unreadable member ends the reading, as a parser's error does.
  std::optional<ApiError> Read(const ObjectType& type, const JsonValue& record,
                               FieldValues* values);

 private:
  std::optional<ApiError> ReadMember(const ObjectType& type, const std::string& name,
                                     const JsonValue& value, FieldValues* values);
  std::optional<ApiError> ReadRelationship(const ObjectType& type, const Field& lookup,
                                           const JsonValue& value, FieldValues* values);
  // Finds the one row that an external id names.
  std::optional<ApiError> ReadForeignKey(const ObjectType& parent, const Field& lookup,
                                         const std::string& name, const JsonValue& key,
                                         FieldValues* values);

  const Schema& schema_;
  Connection& connection_;
  bool system_;
  bool insert_;
};

}  // namespace sfsim
