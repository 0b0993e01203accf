// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/outcome.h"
#include "simulator/json/json_value.h"
#include "simulator/model/schema.h"

namespace sfsim {

// What the columns of a job's CSV mean: fields by name (without case), or the parent that an
// external id names: `Owner.Email`, `Account__r.Ext__c`, and `Lead:Who.Email` where it may be of
// several objects.
class RowColumns {
 public:
  // The error's message is that of the job: `InvalidBatch : InvalidBatch : Field name not found :
  // X`.
  static Outcome<RowColumns> Read(const Schema& schema, const ObjectType& type,
                                  const std::vector<std::string_view>& header);

  size_t size() const { return columns_.size(); }
  // Whether there is one column, of the rows' ids.
  bool only_ids() const;
  // The row as a record for RowEditor. Empty cells are left out, `#N/A` is null. `cells` are as
  // many as there are columns.
  JsonValue Record(const std::vector<std::string_view>& cells) const;

 private:
  struct Column {
    // The relationship of a parent; empty for a field of the row's own.
    std::string relationship;
    std::string parent_type;
    // The field that takes the value: the row's, or the parent's.
    const Field* field = nullptr;
  };

  static const Field* ReadParent(const Schema& schema, const ObjectType& type,
                                 std::string_view name, Column* column);

  std::vector<Column> columns_;
};

}  // namespace sfsim
