// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/soql/ast.h"
#include "simulator/soql/token_stream.h"

namespace sfsim::soql {

// Names and functions, where the grammar allows either. Errors stay in the stream.
FieldPath ParseFieldPath(TokenStream* tokens);
Expression ParseExpression(TokenStream* tokens);

}  // namespace sfsim::soql
