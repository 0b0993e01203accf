// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>

#include "simulator/soql/cursor.h"
#include "simulator/soql/plan.h"

namespace sfsim::soql {

void AppendValue(const Statement& row, int column, ValueFormat format, int scale, std::string* out);

// Writes rows as JSON records, child sets included.
class RecordWriter {
 public:
  // What child sets need; without it (rows read alone) shapes have none.
  struct Children {
    std::shared_ptr<Snapshot> snapshot;
    // Owns every child plan.
    std::shared_ptr<const Plan> plan;
    PageRequest page;
    const Cursor::Register* keep = nullptr;
  };

  RecordWriter(const Schema* schema, const std::string& version);
  RecordWriter(const Schema* schema, const std::string& version, Children children);

  // Appends the current row. `budget` falls by the child rows written.
  void Write(const RecordShape& shape, const Statement& row, int64_t* budget, std::string* out);
  // Set when a child set could not be read.
  bool failed() const { return failed_; }

 private:
  void WriteAttributes(const ObjectType* type, std::string_view id, std::string* out);
  void WriteParent(const OutputItem& item, const Statement& row, int64_t* budget, std::string* out);
  // A blob shows as the path that reads it.
  void WriteBlob(const RecordShape& shape, const OutputItem& item, const Statement& row,
                 std::string* out);
  void WriteCompound(const RecordShape& shape, const Statement& row, std::string* out);
  void WriteChildren(const ChildSet& set, std::string_view parent_id, int64_t* budget,
                     std::string* out);

  const Schema* schema_;
  std::string url_prefix_;
  Children children_;
  std::map<const ChildSet*, Statement> statements_;
  bool failed_ = false;
};

}  // namespace sfsim::soql
