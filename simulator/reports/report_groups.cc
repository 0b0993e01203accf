// SPDX-License-Identifier: Apache-2.0
#include "simulator/reports/report_groups.h"

#include <array>
#include <string_view>

#include "simulator/base/datetime.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

// A span of days begins with its first day and is shown by its name.
struct Span {
  int64_t first = 0;
  std::string label;
};

Span SpanOf(std::string_view granularity, int64_t day) {
  const CivilDate date = CivilFromDays(day);
  const auto month = static_cast<int64_t>(date.month) - 1;
  const std::string_view calendar = granularity.starts_with("Fiscal") ? " FY" : " CY";
  if (granularity == "Week") {
    const int64_t first = day - ((day + 4) % 7 + 7) % 7;
    return {first, StrCat(ReportDateLabel(first), " - ", ReportDateLabel(first + 6))};
  }
  if (granularity == "Month") {
    return {MonthStart(date, 0), StrCat(kMonths[static_cast<size_t>(month)], " ", date.year)};
  }
  if (granularity.ends_with("Quarter")) {
    return {MonthStart(date, -(month % 3)), StrCat("Q", month / 3 + 1, calendar, date.year)};
  }
  if (granularity.ends_with("Year")) {
    return {MonthStart(date, -month), StrCat(calendar.substr(1), date.year)};
  }
  return {day, ReportDateLabel(day)};
}

}  // namespace

ReportCell ReadReportGroup(const ReportGrouping& grouping, const JsonValue& row) {
  ReportCell cell = ReadReportCell(grouping.column, row);
  const FieldType type = grouping.column.field->type;
  const bool dated = type == FieldType::kDate || type == FieldType::kDateTime;
  if (!dated || !cell.number || (grouping.granularity == "None" && type == FieldType::kDate)) {
    return cell;
  }
  const int64_t day = type == FieldType::kDate ? *cell.number : DayOf(*cell.number);
  const Span span = SpanOf(grouping.granularity, day);
  cell.number = span.first;
  cell.label = span.label;
  std::string first;
  AppendDate(span.first, &first);
  cell.value = StrCat("\"", first, "\"");
  return cell;
}

bool ReportGroups::Less::operator()(const ReportCell& a, const ReportCell& b) const {
  const ReportCell& first = descending ? b : a;
  const ReportCell& second = descending ? a : b;
  if (first.is_null() || second.is_null()) return first.is_null() && !second.is_null();
  if (first.number && second.number) return *first.number < *second.number;
  const int order = CompareText(first.label, second.label);
  return order != 0 ? order < 0 : first.value < second.value;
}

ReportGroups::ReportGroups(const std::vector<ReportGrouping>& groupings) : groupings_(groupings) {
  root_.children = decltype(root_.children)(OrderAt(0));
}

ReportGroups::Less ReportGroups::OrderAt(size_t level) const {
  return {level < groupings_.size() && groupings_[level].descending};
}

ReportGroups::Node* ReportGroups::Add(const JsonValue& row) {
  Node* node = &root_;
  for (size_t level = 0; level < groupings_.size(); ++level) {
    std::unique_ptr<Node>& child = node->children[ReadReportGroup(groupings_[level], row)];
    if (child == nullptr) {
      child = std::make_unique<Node>();
      child->parent = node;
      child->children = decltype(child->children)(OrderAt(level + 1));
    }
    node = child.get();
  }
  return node;
}

std::string ReportGroups::NameAndWrite() {
  return StrCat("{\"groupings\":", WriteChildren(&root_, "", 0), "}");
}

std::string ReportGroups::WriteChildren(Node* node, const std::string& prefix, size_t level) {
  std::string out = "[";
  size_t position = 0;
  for (auto& [cell, child] : node->children) {
    child->key = StrCat(prefix, position++);
    StrAppend(&out, out.size() > 1 ? "," : "",
              "{\"groupings\":", WriteChildren(child.get(), child->key + "_", level + 1),
              ",\"key\":\"", child->key, "\",\"label\":");
    AppendJsonString(cell.label, &out);
    StrAppend(&out, ",\"value\":", cell.value);
    if (groupings_[level].granularity != "None") out.append(",\"dategroupings\":[]");
    out.push_back('}');
  }
  return out + "]";
}

}  // namespace sfsim
