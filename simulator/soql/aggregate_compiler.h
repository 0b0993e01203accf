// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/soql/ast.h"
#include "simulator/soql/select_builder.h"

namespace sfsim::soql {

// Whether a statement yields AggregateResults.
bool IsAggregate(const Query& query);

// Whether it is `SELECT COUNT() FROM …`, whose answer is the total alone.
bool IsCountOnly(const Query& query);

// What is special in the compilation of statements that aggregate. Errors stay in the context.
class AggregateCompiler {
 public:
  // Sets up the grouping sets of ROLLUP and CUBE in the scope.
  AggregateCompiler(const Query& query, Scope* scope, CompileContext* context);

  void CompileSelect(SelectBuilder* builder, RecordShape* shape);
  // ` GROUP BY …`, or nothing.
  std::string GroupBySql();
  // The order of groups where the statement gives none: sub-totals behind what they sum up.
  std::string DefaultOrderSql();
  // Reports an expression that is neither grouped nor aggregated.
  void CheckGrouped(const Expression& expression);
  void CheckGrouped(const Condition& condition);

 private:
  bool IsGrouped(const Expression& expression) const;

  const Query& query_;
  Scope& scope_;
  CompileContext& context_;
};

}  // namespace sfsim::soql
