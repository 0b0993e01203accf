// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "simulator/soql/ast.h"
#include "simulator/soql/token_stream.h"

namespace sfsim::soql {

// A WHERE or HAVING condition; `parse_query` reads the query of a semi-join, from SELECT on. Errors
// stay in the stream.
Condition ParseCondition(TokenStream* tokens, const std::function<Query()>& parse_query);

}  // namespace sfsim::soql
