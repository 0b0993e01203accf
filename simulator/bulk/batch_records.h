// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "simulator/base/outcome.h"
#include "simulator/bulk/classic_form.h"
#include "simulator/json/json_value.h"
#include "simulator/model/schema.h"

namespace sfsim {

inline constexpr size_t kMaxBatchRecords = 10'000;

// The records of a batch, for RunRows. The error is that of the batch: its code is the one of Bulk
// API 1.0, such as `InvalidBatch`. Values of XML and JSON mean what cells of CSV mean: an empty
// text leaves a field alone, and so does `#N/A` clear it.
Outcome<std::vector<JsonValue>> ReadBatchRecords(const Schema& schema, const ObjectType& type,
                                                 ClassicForm form, std::string_view content);

}  // namespace sfsim
