// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/base/outcome.h"
#include "simulator/json/json_value.h"
#include "simulator/model/schema.h"

namespace sfsim {

// The filters of a report's metadata as a SOQL condition; empty when there are none. The error is
// 400 BAD_REQUEST.
Outcome<std::string> ReportFilterSoql(const Schema& schema, const ObjectType& type,
                                      const JsonValue& metadata);

}  // namespace sfsim
