// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/base/outcome.h"
#include "simulator/json/json_value.h"
#include "simulator/model/field.h"
#include "simulator/store/sqlite.h"

namespace sfsim {

// A value from outside in the form that its column keeps: text trimmed and measured, e-mail
// addresses in lower case, picklists checked, ids in 18 characters, numbers scaled. Whether an id
// leads anywhere is not checked here.
Outcome<SqlValue> ReadFieldValue(const Field& field, const JsonValue& value);

// The same for text without a JSON type, as it stands in URLs and CSV cells.
Outcome<SqlValue> ReadFieldText(const Field& field, const std::string& text);

}  // namespace sfsim
