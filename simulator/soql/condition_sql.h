// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "simulator/soql/expression_sql.h"

namespace sfsim::soql {

// Compiles the query of a semi-join to SQL that yields one column; its values join `parameters`.
using CompileSubquery = std::function<std::string(const Query&, std::vector<SqlValue>* parameters)>;

// A WHERE or HAVING condition in SQL that is true or false, never null: comparisons with null are
// false, except that `!=`, NOT IN and EXCLUDES hold for null.
std::string CompileCondition(const Condition& condition, bool having, Scope* scope,
                             CompileContext* context, const CompileSubquery& compile_subquery,
                             std::vector<SqlValue>* parameters);

}  // namespace sfsim::soql
