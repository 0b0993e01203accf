// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "simulator/base/api_error.h"

namespace sfsim::soql {

// A 400 error whose message shows where in the statement it lies: an excerpt, a caret under the
// position, `ERROR at Row:r:Column:c` and the text.
ApiError ErrorAt(std::string_view query, size_t position, std::string code, std::string_view text);

// A 400 MALFORMED_QUERY without an excerpt, as syntax errors come.
ApiError Malformed(std::string text);

}  // namespace sfsim::soql
