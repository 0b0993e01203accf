// SPDX-License-Identifier: Apache-2.0
#include "simulator/reports/report_definition.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "simulator/base/datetime.h"
#include "simulator/base/str_cat.h"
#include "simulator/json/json_text.h"
#include "simulator/reports/report_metadata.h"
#include "simulator/reports/report_plan.h"

namespace sfsim {
namespace {

// What is not metadata but says how runs in the background go.
constexpr std::array<std::string_view, 3> kOwnKeys = {"waitingMs", "runningMs", "fails"};

ReportDefinition ReadDefinition(const JsonValue& value) {
  ReportDefinition definition;
  definition.waiting_ms = value.Integer("waitingMs", definition.waiting_ms);
  definition.running_ms = value.Integer("runningMs", definition.running_ms);
  definition.fails = value.Flag("fails");
  JsonValue metadata = value;
  std::erase_if(metadata.members, [](const JsonMember& member) {
    return std::find(kOwnKeys.begin(), kOwnKeys.end(), member.name) != kOwnKeys.end();
  });
  definition.metadata = CompleteReportMetadata(metadata);
  return definition;
}

// `Matrix` of `MATRIX`.
std::string RowFormat(const std::string& format) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kFormats = {
      {{"TABULAR", "Tabular"}, {"SUMMARY", "Summary"}, {"MATRIX", "Matrix"}}};
  for (const auto& [name, row] : kFormats) {
    if (name == format) return std::string(row);
  }
  return "MultiBlock";
}

}  // namespace

absl::StatusOr<ReportDefinitions> ReadReportDefinitions(const Schema& schema,
                                                        const JsonValue& document) {
  ReportDefinitions definitions;
  const JsonValue* reports = document.Find("reports");
  if (reports == nullptr) return definitions;
  for (const JsonValue& value : reports->items) {
    const std::string name = value.Text("developerName");
    if (name.empty() || value.Text("name").empty()) {
      return absl::InvalidArgumentError("reports: name and developerName are required");
    }
    ReportDefinition definition = ReadDefinition(value);
    const auto plan = PlanReport(schema, definition.metadata);
    if (!plan.ok()) {
      return absl::InvalidArgumentError(StrCat("report ", name, ": ", plan.error().message));
    }
    if (!definitions.emplace(name, std::move(definition)).second) {
      return absl::InvalidArgumentError(StrCat("report ", name, ": defined twice"));
    }
  }
  return definitions;
}

std::string ReportRows(const ReportDefinitions& definitions, int64_t now) {
  std::string seen;
  AppendInstant(now, &seen);
  std::string rows;
  for (const auto& [name, definition] : definitions) {
    JsonObjectText row;
    row.Text("Name", definition.metadata.Text("name")).Text("DeveloperName", name);
    const std::string id = definition.metadata.Text("id");
    if (!id.empty()) row.Text("Id", id);
    row.Text("Format", RowFormat(definition.metadata.Text("reportFormat")));
    row.Text("LastViewedDate", seen);
    StrAppend(&rows, rows.empty() ? "" : ",", row.Finish());
  }
  return StrCat("{\"Report\":[", rows, "]}");
}

}  // namespace sfsim
