// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "simulator/records/row_editor.h"

namespace sfsim {

// Makes up `count` rows of an object, the same ones for the same seed. Texts, numbers, dates and
// picklist values vary; a lookup leads to a row of its (first) object if there are any. Fast, and
// therefore without the checks that saving has.
absl::Status GenerateRows(const Schema& schema, Store* store, const Author& author,
                          const std::string& object, int64_t count, uint64_t seed);

}  // namespace sfsim
