// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/soql/ast.h"
#include "simulator/soql/token_stream.h"

namespace sfsim::soql {

// Reads one value of a comparison. Numbers, dates and date literals that cannot be are errors of
// the stream, bind variables and other names too.
Literal ParseLiteral(TokenStream* tokens);

// A whole number of at most `max` without a sign, as LIMIT and LAST_N_DAYS take it.
int64_t ParseCount(TokenStream* tokens, int64_t max);

}  // namespace sfsim::soql
