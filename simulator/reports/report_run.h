// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "simulator/base/outcome.h"
#include "simulator/json/json_value.h"
#include "simulator/model/schema.h"

namespace sfsim {

// Runs a SOQL statement and gives its reply's body.
using RunStatement = std::function<Outcome<JsonValue>(const std::string& soql)>;

// Runs a report of complete metadata over the first 2,000 of its rows. The members of its result
// but `attributes`: `"allData":true,"factMap":{…},…`. Errors are as PlanReport has them.
Outcome<std::string> RunReport(const Schema& schema, const JsonValue& metadata, bool with_details,
                               const RunStatement& run);

}  // namespace sfsim
