// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/soql/ast.h"
#include "simulator/soql/compile_context.h"

namespace sfsim::soql {

// Reports semi- and anti-joins of a WHERE condition that an org does not grant: more than two, some
// under OR, some within the query of another, or on the object itself. `nested` says that the
// condition stands in such a query.
void CheckSemiJoins(const Condition& where, const ObjectType& type, bool nested,
                    CompileContext* context);

// Reports clauses that the query of a semi-join may not have.
void CheckSemiJoinQuery(const Query& query, CompileContext* context);

}  // namespace sfsim::soql
