// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/base/outcome.h"
#include "simulator/soql/ast.h"
#include "simulator/soql/compile_context.h"
#include "simulator/soql/plan.h"

namespace sfsim::soql {

// Resolves the names of a statement against the schema and compiles it to SQL. Errors carry
// Salesforce's codes: INVALID_TYPE, INVALID_FIELD, MALFORMED_QUERY, ….
Outcome<Plan> Compile(const Query& query, CompileContext* context);

// The plan that reads the given fields (all of them if empty) of the record whose id is the first
// parameter, deleted or not. `Id` comes last if it was not asked for.
Plan CompileRow(const ObjectType& type, const std::vector<const Field*>& fields);

}  // namespace sfsim::soql
