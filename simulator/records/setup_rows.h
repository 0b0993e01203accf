// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "absl/status/status.h"
#include "simulator/model/schema.h"
#include "simulator/records/row_editor.h"

namespace sfsim {

// The rows that repeat the schema, as a data file has them: record types, and the values of
// statuses and stages.
std::string SetupRows(const Schema& schema);

// Fills EntityDefinition and FieldDefinition from the schema.
absl::Status WriteDefinitions(const Schema& schema, Store* store, const Author& author);

}  // namespace sfsim
