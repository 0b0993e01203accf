// SPDX-License-Identifier: Apache-2.0
#include "simulator/reports/report_metadata.h"

#include <unordered_map>

#include "simulator/base/str_cat.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

// What a report has where nothing else is said.
constexpr std::string_view kDefaults = R"({"aggregates":["RowCount"],"chart":null,"crossFilters":[],
    "currency":null,"dashboardSetting":null,"description":null,"detailColumns":[],
    "developerName":null,"division":null,"folderId":null,"groupingsAcross":[],"groupingsDown":[],
    "hasDetailRows":true,"hasRecordCount":true,"historicalSnapshotDates":[],"id":null,"name":null,
    "reportBooleanFilter":null,"reportFilters":[],"reportFormat":"TABULAR","reportType":null,
    "scope":"organization","showGrandTotal":true,"showSubtotals":true,"sortBy":[],
    "standardDateFilter":null,"standardFilters":[],"supportsRoleHierarchy":false,
    "userOrHierarchyFilterId":null})";

constexpr std::string_view kTextOperators =
    R"([{"label":"equals","name":"equals"},{"label":"not equal to","name":"notEqual"},)"
    R"({"label":"contains","name":"contains"},{"label":"starts with","name":"startsWith"}])";
constexpr std::string_view kOrderedOperators =
    R"([{"label":"equals","name":"equals"},{"label":"not equal to","name":"notEqual"},)"
    R"({"label":"less than","name":"lessThan"},{"label":"greater than","name":"greaterThan"},)"
    R"({"label":"less or equal","name":"lessOrEqual"},)"
    R"({"label":"greater or equal","name":"greaterOrEqual"}])";

std::string FilterValues(const Field& field) {
  if (field.type == FieldType::kBoolean) {
    return R"([{"label":"True","name":"1"},{"label":"False","name":"0"}])";
  }
  std::string list = "[";
  for (const PicklistValue& value : field.picklist) {
    if (!value.active) continue;
    StrAppend(&list, list.size() > 1 ? "," : "", "{\"label\":", JsonString(value.label),
              ",\"name\":", JsonString(value.value), "}");
  }
  return list + "]";
}

std::string ColumnInfo(const ReportColumn& column) {
  const Field& field = *column.field;
  return StrCat("{\"dataType\":\"", FieldTypeName(field.type), "\",\"entityColumnName\":\"",
                column.entity_name, "\",\"filterValues\":", FilterValues(field),
                ",\"filterable\":", JsonBool(field.filterable),
                ",\"isCustom\":", JsonBool(field.custom),
                ",\"isLookup\":", JsonBool(field.type == FieldType::kReference),
                ",\"label\":", JsonString(column.label),
                ",\"maxLength\":", field.length > 0 ? std::to_string(field.length) : "null",
                ",\"uniqueCountable\":", JsonBool(!field.is_number()), "}");
}

std::string AggregateLabel(const ReportAggregate& aggregate) {
  using Kind = ReportAggregate::Kind;
  if (!aggregate.column) return "Record Count";
  const std::string& label = aggregate.column->label;
  switch (aggregate.kind) {
    case Kind::kSum:
      return "Sum of " + label;
    case Kind::kAverage:
      return "Average " + label;
    case Kind::kMinimum:
      return "Smallest " + label;
    case Kind::kMaximum:
      return "Largest " + label;
    default:
      return "Unique Count of " + label;
  }
}

std::string AggregateInfo(const ReportAggregate& aggregate) {
  const bool counts = !aggregate.column || aggregate.kind == ReportAggregate::Kind::kUnique;
  return StrCat("{\"acrossGroupingContext\":null,\"dataType\":\"",
                counts ? "int" : FieldTypeName(aggregate.column->field->type),
                "\",\"downGroupingContext\":null,\"label\":", JsonString(AggregateLabel(aggregate)),
                "}");
}

void AddGroupings(const std::vector<ReportGrouping>& groupings, JsonObjectText* members) {
  int level = 0;
  for (const ReportGrouping& grouping : groupings) {
    members->Raw(grouping.column.name,
                 StrCat("{\"dataType\":\"", FieldTypeName(grouping.column.field->type),
                        "\",\"groupingLevel\":", level++,
                        ",\"label\":", JsonString(grouping.column.label), "}"));
  }
}

}  // namespace

JsonValue WithMembers(JsonValue object, const JsonValue& changes) {
  std::unordered_map<std::string, size_t> places;
  for (size_t i = 0; i < object.members.size(); ++i) places.emplace(object.members[i].name, i);
  for (const JsonMember& change : changes.members) {
    const auto [place, added] = places.emplace(change.name, object.members.size());
    if (added) {
      object.members.push_back(change);
    } else {
      object.members[place->second].value = change.value;
    }
  }
  return object;
}

JsonValue CompleteReportMetadata(const JsonValue& metadata) {
  return WithMembers(*ReadJson(kDefaults), metadata);
}

std::string ExtendedReportMetadata(const ReportPlan& plan) {
  JsonObjectText aggregates;
  for (const ReportAggregate& each : plan.aggregates)
    aggregates.Raw(each.name, AggregateInfo(each));
  JsonObjectText details;
  for (const ReportColumn& each : plan.details) details.Raw(each.name, ColumnInfo(each));
  JsonObjectText groupings;
  AddGroupings(plan.down, &groupings);
  AddGroupings(plan.across, &groupings);
  return StrCat("{\"aggregateColumnInfo\":", aggregates.Finish(),
                ",\"detailColumnInfo\":", details.Finish(),
                ",\"groupingColumnInfo\":", groupings.Finish(), "}");
}

std::string ReportTypeMetadata(const Schema& schema, const ObjectType& type) {
  JsonObjectText columns;
  for (const Field& field : type.fields()) {
    const auto column = FindReportColumn(schema, type, StrCat(type.name, ".", field.name));
    if (column) columns.Raw(column->name, ColumnInfo(*column));
  }
  JsonObjectText operators;
  for (const std::string_view each : {"string", "picklist"}) operators.Raw(each, kTextOperators);
  for (const std::string_view each : {"currency", "date", "datetime", "double", "int", "percent"}) {
    operators.Raw(each, kOrderedOperators);
  }
  return StrCat("{\"categories\":[{\"columns\":", columns.Finish(),
                ",\"label\":", JsonString(type.label),
                "}],\"dataTypeFilterOperatorMap\":", operators.Finish(),
                ",\"scopeInfo\":null,\"standardDateFilterDurationGroups\":[],",
                "\"standardFilterInfos\":{}}");
}

}  // namespace sfsim
