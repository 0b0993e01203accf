// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "simulator/base/outcome.h"
#include "simulator/sosl/query.h"

namespace sfsim::sosl {

// Where the braces of `FIND {…}` close: the position of the first `}` that no backslash precedes;
// npos when there is none.
size_t FindClosingBrace(std::string_view statement, size_t begin);

// A character that cannot stand where it does, or `<EOF>`. The place that the excerpt points to is
// the one before it, as it was captured.
ApiError MismatchAt(std::string_view statement, size_t position, std::string_view character);

// Reads a search expression as it stands between braces: `statement` from `begin` to `end`. Errors
// are MALFORMED_SEARCH and cite the statement.
Outcome<Term> ParseTerm(std::string_view statement, size_t begin, size_t end);

}  // namespace sfsim::sosl
