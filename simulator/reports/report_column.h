// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/numeric/int128.h"
#include "simulator/json/json_value.h"
#include "simulator/model/schema.h"

namespace sfsim {

// A column of a report type: the object, and the path of a field from it, as custom report types
// name them: `Opportunity.Amount`, `Opportunity.Account.Name`.
struct ReportColumn {
  std::string name;
  std::string label;
  const Field* field = nullptr;
  // `User.Name`, the object and field behind it.
  std::string entity_name;
  // Where a row of the query has its value and its label: a name has the record's id as its value,
  // a lookup the record's name as its label.
  std::string value_path;
  std::string label_path;
  // What filters look at.
  std::string filter_path;
};

// Nothing when the object has no such field.
std::optional<ReportColumn> FindReportColumn(const Schema& schema, const ObjectType& type,
                                             std::string_view name);

struct ReportCell {
  std::string label = "-";
  // JSON.
  std::string value = "null";
  // What it is sorted and summed up by: the number of numbers (scaled), dates (days) and instants
  // (milliseconds); nothing for other values and null.
  std::optional<int64_t> number;

  bool is_null() const { return value == "null"; }
};

// The column's cell of a row of the query.
ReportCell ReadReportCell(const ReportColumn& column, const JsonValue& row);

// `7/31/2015`, and how numbers of a column are shown.
std::string ReportDateLabel(int64_t days);
std::string ReportNumberLabel(const Field& field, absl::int128 scaled);

}  // namespace sfsim
