// SPDX-License-Identifier: Apache-2.0
#include "simulator/reports/report_facts.h"

#include <algorithm>

#include "simulator/base/decimal.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/user_format.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

void AppendCell(std::string_view label, std::string_view value, std::string* out) {
  out->append("{\"label\":");
  AppendJsonString(label, out);
  StrAppend(out, ",\"value\":", value, "}");
}

void AppendCount(int64_t count, std::string* out) {
  AppendCell(FormatForUser("number", 0, count), std::to_string(count), out);
}

void AppendNumber(const Field& field, absl::int128 scaled, std::string* out) {
  std::string digits;
  AppendDecimal(scaled, field.scale, false, &digits);
  AppendCell(ReportNumberLabel(field, scaled), digits, out);
}

void AppendAverage(const Field& field, absl::int128 sum, int64_t count, std::string* out) {
  const double average = static_cast<double>(sum) / static_cast<double>(count);
  std::string digits;
  AppendDouble(average / static_cast<double>(PowerOfTen(field.scale)), &digits);
  AppendCell(ReportNumberLabel(field, RoundToInteger(average)), digits, out);
}

}  // namespace

ReportFacts::Fact& ReportFacts::FactOf(const std::string& key) {
  Fact& fact = facts_[key];
  fact.tallies.resize(plan_.aggregates.size());
  return fact;
}

void ReportFacts::Count(const std::string& key, const JsonValue& row) {
  Fact& fact = FactOf(key);
  ++fact.rows;
  for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
    const ReportAggregate& aggregate = plan_.aggregates[i];
    if (!aggregate.column) continue;
    const ReportCell cell = ReadReportCell(*aggregate.column, row);
    if (cell.is_null()) continue;
    Tally& tally = fact.tallies[i];
    if (aggregate.kind == ReportAggregate::Kind::kUnique) tally.values.insert(cell.value);
    const int64_t number = cell.number.value_or(0);
    tally.smallest = tally.count == 0 ? number : std::min(tally.smallest, number);
    tally.largest = tally.count == 0 ? number : std::max(tally.largest, number);
    tally.sum += number;
    ++tally.count;
  }
}

void ReportFacts::AddRow(const std::string& key, const JsonValue& row) {
  if (!with_rows_) return;
  std::string& list = FactOf(key).row_list;
  StrAppend(&list, list.empty() ? "" : ",", "{\"dataCells\":[");
  for (const ReportColumn& column : plan_.details) {
    if (&column != &plan_.details.front()) list.push_back(',');
    const ReportCell cell = ReadReportCell(column, row);
    AppendCell(cell.label, cell.value, &list);
  }
  list.append("]}");
}

void ReportFacts::WriteAggregate(const ReportAggregate& aggregate, const Fact& fact,
                                 const Tally& tally, std::string* out) {
  using Kind = ReportAggregate::Kind;
  if (aggregate.kind == Kind::kRowCount) return AppendCount(fact.rows, out);
  if (aggregate.kind == Kind::kUnique) {
    return AppendCount(static_cast<int64_t>(tally.values.size()), out);
  }
  const Field& field = *aggregate.column->field;
  if (aggregate.kind == Kind::kSum) return AppendNumber(field, tally.sum, out);
  if (tally.count == 0) return AppendCell("-", "null", out);
  if (aggregate.kind == Kind::kAverage) return AppendAverage(field, tally.sum, tally.count, out);
  AppendNumber(field, aggregate.kind == Kind::kMinimum ? tally.smallest : tally.largest, out);
}

std::string ReportFacts::Write() const {
  std::string out = "{";
  for (const auto& [key, fact] : facts_) {
    StrAppend(&out, out.size() > 1 ? "," : "", "\"", key, "\":{\"aggregates\":[");
    for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
      if (i > 0) out.push_back(',');
      WriteAggregate(plan_.aggregates[i], fact, fact.tallies[i], &out);
    }
    out.push_back(']');
    if (with_rows_) StrAppend(&out, ",\"rows\":[", fact.row_list, "]");
    out.push_back('}');
  }
  return out + "}";
}

}  // namespace sfsim
