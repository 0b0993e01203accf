// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "simulator/model/schema.h"
#include "simulator/store/sqlite.h"

// What a SOQL statement becomes: SQL, and how a row of its result is written as a record.
namespace sfsim::soql {

enum class ValueFormat {
  kText,
  kBoolean,
  kInteger,
  kDecimal,  // an integer scaled by `scale`
  kReal,     // a real scaled by `scale`
  kDate,
  kInstant,
  kTime,
  kBlob,  // shown as a path; the column tells whether there is one
};

ValueFormat FormatOf(const Field& field);

struct ChildSet;
struct RecordShape;

struct OutputItem {
  enum class Kind { kValue, kCompound, kParent, kChildren };
  Kind kind = Kind::kValue;
  // `,"Name":`, which follows other values.
  std::string key;
  int column = -1;
  ValueFormat format = ValueFormat::kText;
  int scale = 0;
  // The compound value or the parent.
  std::unique_ptr<RecordShape> record;
  // TYPEOF: the shape for each type; `record` is for all others.
  std::vector<std::pair<const ObjectType*, std::unique_ptr<RecordShape>>> by_type;
  std::unique_ptr<ChildSet> children;
};

struct RecordShape {
  enum class Kind { kRecord, kAggregate, kCompound };
  Kind kind = Kind::kRecord;
  // nullptr for a polymorphic parent, whose type follows from its id.
  const ObjectType* type = nullptr;
  int id_column = -1;
  std::vector<OutputItem> items;
};

struct Plan {
  // Plans of one row alone: where IsDeleted and LastModifiedDate stand.
  int deleted_column = -1;
  int modified_column = -1;
  std::string sql;
  // Counts the rows of `sql` without LIMIT and OFFSET.
  std::string count_sql;
  std::vector<SqlValue> parameters;
  RecordShape shape;
  std::optional<int64_t> limit;
  int64_t offset = 0;
  // SELECT COUNT(): no records, `totalSize` is the count.
  bool count_only = false;
};

// A child sub-query; its first parameter is the id of the parent.
struct ChildSet {
  Plan plan;
};

}  // namespace sfsim::soql
