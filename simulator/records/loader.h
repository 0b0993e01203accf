// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "simulator/json/json_value.h"
#include "simulator/records/row_editor.h"

namespace sfsim {

// Saves the records of a data file, `{"Account":[{…}],"Contact":[{…}]}`, in the order of the file,
// so that later records may refer to earlier ones by external id. All or nothing.
// INVALID_ARGUMENT names the first record that is wrong.
absl::Status LoadRecords(const Schema& schema, Store* store, const Author& author,
                         const JsonValue& document);

}  // namespace sfsim
