// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "simulator/base/outcome.h"
#include "simulator/soql/ast.h"

namespace sfsim::soql {

constexpr size_t kMaxQueryLength = 100'000;

// Reads one SOQL statement. Errors are MALFORMED_QUERY.
Outcome<Query> Parse(std::string_view query);

}  // namespace sfsim::soql
