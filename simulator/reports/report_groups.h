// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "simulator/reports/report_plan.h"

namespace sfsim {

// A value by which rows are grouped.
ReportCell ReadReportGroup(const ReportGrouping& grouping, const JsonValue& row);

// The groupings of one side of a report: values within values.
class ReportGroups {
 public:
  // Null before other values; numbers and days by their size, texts without case.
  struct Less {
    bool descending = false;
    bool operator()(const ReportCell& a, const ReportCell& b) const;
  };
  struct Node {
    Node* parent = nullptr;
    // `0_1`; `T` for the root.
    std::string key = "T";
    std::map<ReportCell, std::unique_ptr<Node>, Less> children;
  };

  explicit ReportGroups(const std::vector<ReportGrouping>& groupings);

  // The innermost group of a row.
  Node* Add(const JsonValue& row);
  // Gives the groups their keys, once all rows are in, and writes them:
  // `{"groupings":[{"groupings":[],"key":"0","label":…,"value":…}]}`.
  std::string NameAndWrite();

 private:
  std::string WriteChildren(Node* node, const std::string& prefix, size_t level);
  Less OrderAt(size_t level) const;

  const std::vector<ReportGrouping>& groupings_;
  Node root_;
};

}  // namespace sfsim
