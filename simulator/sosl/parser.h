// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "simulator/base/outcome.h"
#include "simulator/sosl/query.h"

namespace sfsim::sosl {

constexpr int64_t kMaxLimit = 2000;

// Reads one SOSL statement. Errors are MALFORMED_SEARCH.
Outcome<Query> Parse(std::string_view statement);

// One object of a search whose parts come apart: `fields` as `Id, Name`, `tail` as what may follow
// them, `WHERE … ORDER BY …`.
Outcome<Returning> ParseReturning(std::string_view object, std::string_view fields,
                                  std::string_view tail);

// The error with the code that searches give to syntax errors.
ApiError AsSearchError(ApiError error);

}  // namespace sfsim::sosl
