// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/soql/ast.h"
#include "simulator/soql/plan.h"
#include "simulator/soql/scope.h"

namespace sfsim::soql {

// An expression in SQL, with what is needed to compare and to print its value.
struct CompiledExpression {
  std::string sql;
  ValueFormat format = ValueFormat::kText;
  int scale = 0;
  // The field, or the one that a function is applied to; nullptr where that is none or several, and
  // after an error.
  const Field* field = nullptr;
  const Scope::Node* node = nullptr;
  bool aggregate = false;
  // The value is that of `field` itself, so it is compared as the field's type.
  bool plain = false;
};

CompiledExpression CompileExpression(const Expression& expression, Scope* scope,
                                     CompileContext* context);

// Whether the expression, or an argument of it, aggregates.
bool UsesAggregate(const Expression& expression);
// The expression as it was written, for error texts and for telling whether two are the same.
std::string ExpressionText(const Expression& expression);

}  // namespace sfsim::soql
