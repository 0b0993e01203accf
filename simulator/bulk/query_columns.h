// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "simulator/bulk/query_run.h"
#include "simulator/soql/ast.h"

namespace sfsim {

// The error of a statement, as it is written, that bulk queries do not run.
std::optional<ApiError> RefuseInBulk(const soql::Query& query);

// The columns of its result. The error of columns that bulk queries do not have.
Outcome<std::vector<BulkColumn>> ReadBulkColumns(const soql::Query& query, const soql::Plan& plan,
                                                 bool select_order);

}  // namespace sfsim
