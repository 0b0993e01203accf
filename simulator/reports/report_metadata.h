// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/json/json_value.h"
#include "simulator/reports/report_plan.h"

namespace sfsim {

// An object with the members of another one in the place of its own of that name, or behind them.
JsonValue WithMembers(JsonValue object, const JsonValue& changes);

// Metadata with all of the keys that a report has.
JsonValue CompleteReportMetadata(const JsonValue& metadata);

// `{"aggregateColumnInfo":…,"detailColumnInfo":…,"groupingColumnInfo":…}`.
std::string ExtendedReportMetadata(const ReportPlan& plan);

// `{"categories":[…],"dataTypeFilterOperatorMap":…,…}`: the object's own fields.
std::string ReportTypeMetadata(const Schema& schema, const ObjectType& type);

}  // namespace sfsim
