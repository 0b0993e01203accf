// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "simulator/json/json_value.h"
#include "simulator/model/schema.h"

namespace sfsim {

// A report of a schema file.
struct ReportDefinition {
  // In the keys of a reply's `reportMetadata`, complete.
  JsonValue metadata;
  // How long a run in the background waits, and how long it then takes.
  int64_t waiting_ms = 100;
  int64_t running_ms = 200;
  // Whether such a run ends with an error.
  bool fails = false;
};

// By their developerName.
using ReportDefinitions = std::map<std::string, ReportDefinition>;

// Reads the member `reports` of a schema document. INVALID_ARGUMENT names what is wrong.
absl::StatusOr<ReportDefinitions> ReadReportDefinitions(const Schema& schema,
                                                        const JsonValue& document);

// The rows of Report that they have, as a data file has them; seen at `now`.
std::string ReportRows(const ReportDefinitions& definitions, int64_t now);

}  // namespace sfsim
