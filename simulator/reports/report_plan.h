// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/base/outcome.h"
#include "simulator/reports/report_column.h"

namespace sfsim {

struct ReportGrouping {
  ReportColumn column;
  // `None`, `Day`, `Month`, ….
  std::string granularity;
  bool descending = false;
};

struct ReportAggregate {
  enum class Kind { kRowCount, kSum, kAverage, kMinimum, kMaximum, kUnique };
  // `s!Opportunity.Amount`.
  std::string name;
  Kind kind = Kind::kRowCount;
  // Nothing for RowCount.
  std::optional<ReportColumn> column;
};

// What a report's metadata amounts to.
struct ReportPlan {
  const ObjectType* type = nullptr;
  std::vector<ReportColumn> details;
  std::vector<ReportGrouping> down;
  std::vector<ReportGrouping> across;
  std::vector<ReportAggregate> aggregates;
  // ` WHERE …`, or empty.
  std::string where;
  // ` ORDER BY …`.
  std::string order;
};

// Resolves the names of complete metadata. The error is 400 BAD_REQUEST, or 501 for a format that
// the org has no reports of.
Outcome<ReportPlan> PlanReport(const Schema& schema, const JsonValue& metadata);

// The error of metadata that is wrong.
ApiError BadReport(std::string message);

}  // namespace sfsim
