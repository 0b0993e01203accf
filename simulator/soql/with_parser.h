// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/soql/token_stream.h"

namespace sfsim::soql {

// Reads what follows WITH: SECURITY_ENFORCED, USER_MODE, SYSTEM_MODE, DATA CATEGORY,
// RecordVisibilityContext, or a filter such as UserId = '005…'. None of them changes what this org
// returns, since its users may see everything and nothing in it has categories; so nothing is kept.
void ParseWith(TokenStream* tokens);

}  // namespace sfsim::soql
