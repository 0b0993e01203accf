// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>

#include "simulator/model/field.h"
#include "simulator/store/sqlite.h"

namespace sfsim {

// Column values by field.
using FieldValues = std::map<const Field*, SqlValue>;

inline bool IsNull(const SqlValue& value) { return std::holds_alternative<std::monostate>(value); }

}  // namespace sfsim
