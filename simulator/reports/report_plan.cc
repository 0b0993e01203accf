// SPDX-License-Identifier: Apache-2.0
#include "simulator/reports/report_plan.h"

#include <algorithm>
#include <array>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/reports/report_filter.h"

namespace sfsim {
namespace {

constexpr size_t kMaxColumns = 100;
constexpr size_t kMaxSummaryGroupings = 3;
constexpr size_t kMaxMatrixGroupings = 2;
constexpr std::array<std::string_view, 8> kGranularities = {
    "None", "Day", "Week", "Month", "Quarter", "Year", "FiscalQuarter", "FiscalYear"};

const std::vector<JsonValue>& ItemsOf(const JsonValue& metadata, std::string_view name) {
  static const std::vector<JsonValue> kNone;
  const JsonValue* list = metadata.Find(name);
  return list == nullptr ? kNone : list->items;
}

bool IsDescending(const JsonValue& item) {
  return EqualsIgnoreCase(item.Text("sortOrder", "Asc"), "desc");
}

class Planner {
 public:
  Planner(const Schema& schema, const JsonValue& metadata) : schema_(schema), metadata_(metadata) {}

  Outcome<ReportPlan> Run() {
    const JsonValue* type = metadata_.Find("reportType");
    if (type != nullptr) plan_.type = schema_.Find(type->Text("type"));
    if (plan_.type == nullptr) return BadReport(std::string(text::kReportObsolete));
    CheckFormat(metadata_.Text("reportFormat"));
    CheckColumnCount();
    // What is counted must be within its bounds before it is looked at one by one.
    if (error_) return *error_;
    AddDetails();
    AddGroupings("groupingsDown", &plan_.down);
    AddGroupings("groupingsAcross", &plan_.across);
    for (const JsonValue& item : ItemsOf(metadata_, "aggregates")) AddAggregate(item.text);
    AddOrder();
    auto where = ReportFilterSoql(schema_, *plan_.type, metadata_);
    if (!error_ && !where.ok()) error_ = where.error();
    if (error_) return *error_;
    if (!where->empty()) plan_.where = " WHERE " + *where;
    return std::move(plan_);
  }

 private:
  void Fail(std::string message) {
    if (!error_) error_ = BadReport(std::move(message));
  }

  std::optional<ReportColumn> Column(std::string_view name) {
    auto column = FindReportColumn(schema_, *plan_.type, name);
    if (!column) Fail(text::NoSuchReportColumn(name));
    return column;
  }

  void AddDetails() {
    for (const JsonValue& item : ItemsOf(metadata_, "detailColumns")) {
      if (auto column = Column(item.text)) plan_.details.push_back(std::move(*column));
    }
  }

  void AddGroupings(std::string_view name, std::vector<ReportGrouping>* groupings) {
    for (const JsonValue& item : ItemsOf(metadata_, name)) {
      auto column = Column(item.Text("name"));
      if (!column) continue;
      std::string granularity = item.Text("dateGranularity", "None");
      const bool known = std::find(kGranularities.begin(), kGranularities.end(), granularity) !=
                         kGranularities.end();
      const bool dated =
          column->field->type == FieldType::kDate || column->field->type == FieldType::kDateTime;
      if (!known || (granularity != "None" && !dated)) Fail(text::BadGranularity(granularity));
      groupings->push_back({std::move(*column), std::move(granularity), IsDescending(item)});
    }
  }

  void AddAggregate(const std::string& name) {
    using Kind = ReportAggregate::Kind;
    static constexpr std::string_view kLetters = "samxu";
    static constexpr std::array<Kind, 5> kKinds = {Kind::kSum, Kind::kAverage, Kind::kMinimum,
                                                   Kind::kMaximum, Kind::kUnique};
    if (name == "RowCount") {
      plan_.aggregates.push_back({name, Kind::kRowCount, std::nullopt});
      return;
    }
    const size_t letter = name.empty() ? std::string::npos : kLetters.find(name[0]);
    if (letter == std::string::npos || name.find('!') != 1) {
      return Fail(text::NoSuchReportColumn(name));
    }
    auto column = Column(std::string_view(name).substr(2));
    if (!column) return;
    if (kKinds[letter] != Kind::kUnique && !column->field->is_number()) {
      return Fail(text::NoSuchReportColumn(name));
    }
    plan_.aggregates.push_back({name, kKinds[letter], std::move(column)});
  }

  void CheckFormat(const std::string& format) {
    const bool matrix = format == "MATRIX";
    if (!matrix && format != "TABULAR" && format != "SUMMARY") {
      if (!error_) error_ = ApiError{501, "NOT_IMPLEMENTED", std::string(text::kReportFormat), {}};
      return;
    }
    const size_t down = ItemsOf(metadata_, "groupingsDown").size();
    const size_t across = ItemsOf(metadata_, "groupingsAcross").size();
    const size_t most = matrix ? kMaxMatrixGroupings : kMaxSummaryGroupings;
    const bool fits = format == "TABULAR"
                          ? down + across == 0
                          : down > 0 && matrix == (across > 0) && down <= most && across <= most;
    if (!fits) Fail(text::GroupingsDoNotFit(format));
  }

  void CheckColumnCount() {
    const size_t count =
        ItemsOf(metadata_, "detailColumns").size() + ItemsOf(metadata_, "aggregates").size();
    if (count > kMaxColumns) Fail(std::string(text::kTooManyReportColumns));
  }

  void AddOrder() {
    const auto& items = ItemsOf(metadata_, "sortBy");
    if (items.size() > 1) return Fail(std::string(text::kOneSortColumn));
    for (const JsonValue& item : items) {
      if (!plan_.across.empty()) return Fail(std::string(text::kMatrixSort));
      const std::string name = item.Text("sortColumn");
      const auto column =
          std::find_if(plan_.details.begin(), plan_.details.end(),
                       [&name](const ReportColumn& each) { return each.name == name; });
      if (column == plan_.details.end()) return Fail(std::string(text::kSortColumnNotSelected));
      StrAppend(&plan_.order, " ORDER BY ", column->filter_path,
                IsDescending(item) ? " DESC" : " ASC");
    }
    StrAppend(&plan_.order, plan_.order.empty() ? " ORDER BY Id" : ", Id");
  }

  const Schema& schema_;
  const JsonValue& metadata_;
  ReportPlan plan_;
  std::optional<ApiError> error_;
};

}  // namespace

Outcome<ReportPlan> PlanReport(const Schema& schema, const JsonValue& metadata) {
  return Planner(schema, metadata).Run();
}

ApiError BadReport(std::string message) { return {400, "BAD_REQUEST", std::move(message), {}}; }

}  // namespace sfsim
