// SPDX-License-Identifier: Apache-2.0
#include "simulator/reports/report_run.h"

#include <set>
#include <utility>
#include <vector>

#include "simulator/base/str_cat.h"
#include "simulator/reports/report_facts.h"
#include "simulator/reports/report_groups.h"
#include "simulator/reports/report_metadata.h"

namespace sfsim {
namespace {

constexpr int64_t kMaxRows = 2000;

// `SELECT Id,Name,…`: all that the plan's columns look at.
std::string SelectSql(const ReportPlan& plan) {
  std::set<std::string> paths;
  const auto add = [&paths](const ReportColumn& column) {
    paths.insert(column.value_path);
    paths.insert(column.label_path);
  };
  for (const ReportColumn& column : plan.details) add(column);
  for (const ReportGrouping& grouping : plan.down) add(grouping.column);
  for (const ReportGrouping& grouping : plan.across) add(grouping.column);
  for (const ReportAggregate& aggregate : plan.aggregates) {
    if (aggregate.column) add(*aggregate.column);
  }
  paths.erase("Id");
  std::string select = "SELECT Id";
  for (const std::string& path : paths) StrAppend(&select, ",", path);
  return StrCat(select, " FROM ", plan.type->name);
}

class Runner {
 public:
  Runner(const ReportPlan& plan, bool with_details)
      : down_(plan.down), across_(plan.across), facts_(plan, with_details) {}

  void Add(const std::vector<JsonValue>& rows) {
    std::vector<std::pair<ReportGroups::Node*, ReportGroups::Node*>> groups;
    groups.reserve(rows.size());
    for (const JsonValue& row : rows) groups.emplace_back(down_.Add(row), across_.Add(row));
    groupings_down_ = down_.NameAndWrite();
    groupings_across_ = across_.NameAndWrite();
    facts_.Touch("T!T");
    for (size_t i = 0; i < rows.size(); ++i) {
      const auto& [down, across] = groups[i];
      facts_.AddRow(StrCat(down->key, "!", across->key), rows[i]);
      for (const auto* row = down; row != nullptr; row = row->parent) {
        for (const auto* column = across; column != nullptr; column = column->parent) {
          facts_.Count(StrCat(row->key, "!", column->key), rows[i]);
        }
      }
    }
  }

  std::string Write() const {
    return StrCat("\"factMap\":", facts_.Write(), ",\"groupingsAcross\":", groupings_across_,
                  ",\"groupingsDown\":", groupings_down_);
  }

 private:
  ReportGroups down_;
  ReportGroups across_;
  ReportFacts facts_;
  std::string groupings_down_;
  std::string groupings_across_;
};

}  // namespace

Outcome<std::string> RunReport(const Schema& schema, const JsonValue& metadata, bool with_details,
                               const RunStatement& run) {
  auto plan = PlanReport(schema, metadata);
  if (!plan.ok()) return plan.error();
  const auto count = run(StrCat("SELECT COUNT() FROM ", plan->type->name, plan->where));
  if (!count.ok()) return BadReport(count.error().message);
  const auto page = run(StrCat(SelectSql(*plan), plan->where, plan->order, " LIMIT ", kMaxRows));
  if (!page.ok()) return BadReport(page.error().message);
  Runner runner(*plan, with_details);
  runner.Add(page->Find("records")->items);
  const bool all = count->Integer("totalSize") <= kMaxRows;
  const bool tabular = plan->down.empty() && plan->across.empty();
  std::string shown;
  metadata.AppendTo(&shown);
  return StrCat("\"allData\":", all ? "true" : "false", ",", runner.Write(),
                ",\"hasDetailRows\":", with_details ? "true" : "false",
                ",\"hasExceededTabularRowLimit\":", tabular && !all ? "true" : "false",
                ",\"reportExtendedMetadata\":", ExtendedReportMetadata(*plan),
                ",\"reportMetadata\":", shown);
}

}  // namespace sfsim
