// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/aggregate_compiler.h"

#include <algorithm>
#include <set>
#include <vector>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/soql/expression_sql.h"

namespace sfsim::soql {
namespace {

// ROLLUP and CUBE take so many fields.
constexpr size_t kMaxRolledUp = 3;

// The grouping sets, the finest first: bit i of a set says that field i is rolled up.
std::vector<int> GroupingSets(Grouping grouping, size_t fields) {
  std::vector<int> sets;
  const int all = (1 << fields) - 1;
  for (int set = 0; set <= all; ++set) {
    // ROLLUP rolls fields up from the last to the first: the set is a run of bits at the top.
    const int kept = all & ~set;
    const bool suffix = (kept & (kept + 1)) == 0;
    if (grouping == Grouping::kCube || suffix) sets.push_back(set);
  }
  return sets;
}

}  // namespace

bool IsAggregate(const Query& query) {
  return !query.group_by.empty() ||
         std::any_of(query.select.begin(), query.select.end(), [](const SelectItem& item) {
           return item.kind == SelectItem::Kind::kExpression && UsesAggregate(item.expression);
         });
}

bool IsCountOnly(const Query& query) {
  return query.select.size() == 1 && query.select[0].kind == SelectItem::Kind::kExpression &&
         query.select[0].expression.function == "COUNT" &&
         query.select[0].expression.arguments.empty() && query.group_by.empty();
}

AggregateCompiler::AggregateCompiler(const Query& query, Scope* scope, CompileContext* context)
    : query_(query), scope_(*scope), context_(*context) {
  if (query.grouping == Grouping::kPlain) return;
  if (query.group_by.size() > kMaxRolledUp) {
    context_.Fail(query.group_by[kMaxRolledUp].position, "MALFORMED_QUERY", text::kTooManyRolledUp);
    return;
  }
  std::vector<std::string> grouped;
  grouped.reserve(query.group_by.size());
  for (const Expression& expression : query.group_by) grouped.push_back(ExpressionText(expression));
  scope->SetGroupingSets(std::move(grouped), GroupingSets(query.grouping, query.group_by.size()));
}

void AggregateCompiler::CompileSelect(SelectBuilder* builder, RecordShape* shape) {
  shape->kind = RecordShape::Kind::kAggregate;
  std::set<std::string> names;
  int unnamed = 0;
  for (const SelectItem& item : query_.select) {
    const bool counts_rows =
        item.expression.function == "COUNT" && item.expression.arguments.empty();
    if (item.kind != SelectItem::Kind::kExpression || counts_rows) {
      context_.Fail(item.position, "MALFORMED_QUERY",
                    text::UnexpectedToken(counts_rows ? "'COUNT'" : "'('"));
      return;
    }
    CheckGrouped(item.expression);
    const CompiledExpression value = CompileExpression(item.expression, &scope_, &context_);
    if (context_.error()) return;
    const bool plain = item.expression.function.empty();
    std::string name = item.alias;
    if (name.empty()) name = plain ? value.field->name : StrCat("expr", unnamed++);
    if (!names.insert(AsciiLower(name)).second) {
      context_.Fail(item.position, "MALFORMED_QUERY", text::DuplicateAlias(name));
    }
    builder->AddValue(name, value, shape);
  }
}

bool AggregateCompiler::IsGrouped(const Expression& expression) const {
  const std::string text = ExpressionText(expression);
  const bool grouped = std::any_of(
      query_.group_by.begin(), query_.group_by.end(),
      [&](const Expression& known) { return EqualsIgnoreCase(ExpressionText(known), text); });
  // A function of a grouped field is grouped with it.
  return grouped || (!expression.function.empty() && !expression.arguments.empty() &&
                     !expression.arguments[0].literal && IsGrouped(expression.arguments[0]));
}

void AggregateCompiler::CheckGrouped(const Expression& expression) {
  // Unknown names are reported as such.
  if (UsesAggregate(expression)) return;
  CompileExpression(expression, &scope_, &context_);
  if (!IsGrouped(expression)) {
    context_.Fail(expression.position, "MALFORMED_QUERY",
                  text::MustBeGrouped(ExpressionText(expression)));
  }
}

void AggregateCompiler::CheckGrouped(const Condition& condition) {
  if (condition.kind == Condition::Kind::kComparison) CheckGrouped(condition.comparison.left);
  for (const Condition& operand : condition.operands) CheckGrouped(operand);
}

std::string AggregateCompiler::GroupBySql() {
  std::string sql;
  if (!scope_.grouping_set().empty()) sql = " GROUP BY " + scope_.grouping_set();
  for (const Expression& grouped : query_.group_by) {
    const CompiledExpression value = CompileExpression(grouped, &scope_, &context_);
    const bool groupable = value.field == nullptr || !value.plain || value.field->groupable;
    if (!groupable || value.aggregate) {
      context_.Fail(grouped.position, "INVALID_FIELD", text::CannotGroup(ExpressionText(grouped)));
    }
    StrAppend(&sql, sql.empty() ? " GROUP BY " : ",", value.sql);
  }
  return sql;
}

std::string AggregateCompiler::DefaultOrderSql() {
  std::string sql;
  if (scope_.grouping_set().empty()) return sql;
  for (size_t i = 0; i < query_.group_by.size(); ++i) {
    const CompiledExpression value = CompileExpression(query_.group_by[i], &scope_, &context_);
    StrAppend(&sql, sql.empty() ? " ORDER BY " : ",", scope_.RolledUpSql(static_cast<int>(i)), ",",
              value.sql);
  }
  return sql;
}

}  // namespace sfsim::soql
