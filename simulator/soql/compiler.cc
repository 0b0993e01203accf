// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/compiler.h"

#include <algorithm>
#include <set>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/soql/aggregate_compiler.h"
#include "simulator/soql/condition_sql.h"
#include "simulator/soql/keywords.h"
#include "simulator/soql/select_builder.h"
#include "simulator/soql/semi_join.h"

namespace sfsim::soql {
namespace {

constexpr int64_t kMaxOffset = 2000;
constexpr int64_t kMaxFieldsLimit = 200;
// The statement itself is the first level of five.
constexpr int kMaxSubqueryDepth = 4;
// SQLite joins no more tables than 64.
constexpr int kMaxTables = 60;

// Compiles one SELECT; sub-queries are compiled by further instances.
class StatementCompiler {
 public:
  StatementCompiler(CompileContext* context, const Query& query, const ObjectType& type,
                    std::string prefix, int depth)
      : context_(*context),
        query_(query),
        depth_(depth),
        prefix_(prefix),
        scope_(context, type, query.from.alias, std::move(prefix)),
        builder_(&scope_, context),
        aggregates_(query, &scope_, context) {
    for (const FromItem& item : query.more_from) scope_.AddAlias(item);
  }

  // `child_of` is the lookup field that ties a child sub-query to its parent.
  Plan Compile(const Field* child_of) {
    Plan plan;
    CheckClauses(child_of != nullptr);
    if (child_of != nullptr) plan.parameters.emplace_back();
    plan.count_only = IsCountOnly(query_);
    const bool aggregate = IsAggregate(query_);
    if (!plan.count_only) {
      if (aggregate) {
        aggregates_.CompileSelect(&builder_, &plan.shape);
      } else {
        CompileSelect(&plan);
      }
    }
    if (context_.error()) return plan;
    const std::string condition = CompileWhere(child_of, &plan.parameters);
    const std::string group = CompileGroupBy(&plan.parameters);
    const std::string order = CompileOrderBy(aggregate);
    const std::string select = builder_.SelectSql();
    const std::string from = scope_.FromSql();
    CheckSize();
    // The unary plus keeps SQLite from walking the index on IsDeleted instead of the table; the
    // count, which needs nothing else, is to walk it.
    const std::string deleted = StrCat(prefix_, "0.\"IsDeleted\"=0");
    plan.sql = StrCat(select, from, " WHERE ", include_deleted() ? "1" : "+" + deleted, condition,
                      group, order);
    plan.count_sql =
        StrCat("SELECT COUNT(*)", from, " WHERE ", include_deleted() ? "1" : deleted, condition);
    if (!group.empty()) plan.count_sql = StrCat("SELECT COUNT(*) FROM (", plan.sql, ")");
    AppendLimits(&plan);
    return plan;
  }

  // The single column of a semi-join, without nulls.
  std::string CompileSemiJoin(std::vector<SqlValue>* parameters) {
    CheckClauses(false);
    CheckSemiJoinQuery(query_, &context_);
    if (context_.error()) return "SELECT NULL";
    const Expression& selected = query_.select[0].expression;
    const CompiledExpression column = CompileExpression(selected, &scope_, &context_);
    if (column.field == nullptr || !column.field->is_id()) {
      context_.Fail(selected.position, "MALFORMED_QUERY",
                    text::SemiJoinOnlyIds(ExpressionText(selected)));
    }
    if (context_.error()) return "SELECT NULL";
    const std::string condition = CompileWhere(nullptr, parameters);
    return StrCat("SELECT ", column.sql, scope_.FromSql(), " WHERE ", column.sql, " IS NOT NULL",
                  include_deleted() ? "" : " AND +" + prefix_,
                  include_deleted() ? "" : "0.\"IsDeleted\"=0", condition);
  }

 private:
  bool include_deleted() const { return context_.include_deleted; }

  // Reports what the grammar allows and an org does not.
  void CheckClauses(bool child) {
    if (query_.all_rows) context_.Fail(*query_.all_rows, "MALFORMED_QUERY", text::kAllRows);
    if (!query_.scope.empty() && !IsScopeName(query_.scope)) {
      context_.Fail(query_.scope_position, "INVALID_QUERY_SCOPE", text::NoSuchScope(query_.scope));
    }
    if (child && IsAggregate(query_)) {
      context_.Fail(query_.select[0].position, "MALFORMED_QUERY", text::kOnlyRootsAggregate);
    }
  }

  void CheckSize() {
    if (scope_.tables() <= kMaxTables) return;
    context_.FailPlain({400, "QUERY_TOO_COMPLICATED", std::string(text::kTooComplicated), {}});
  }

  void CompileSelect(Plan* plan) {
    builder_.BeginRecord(scope_.root(), &plan->shape);
    std::set<std::string> seen;
    for (const SelectItem& item : query_.select) {
      switch (item.kind) {
        case SelectItem::Kind::kExpression:
          CompileSelectedExpression(item, &seen, &plan->shape);
          break;
        case SelectItem::Kind::kSubquery:
          CompileChildren(item, &plan->shape);
          break;
        case SelectItem::Kind::kTypeOf:
          builder_.AddTypeOf(item.type_of, &plan->shape);
          break;
        case SelectItem::Kind::kFieldsFunction:
          CompileFieldsFunction(item, &plan->shape);
          break;
      }
    }
  }

  void CompileSelectedExpression(const SelectItem& item, std::set<std::string>* seen,
                                 RecordShape* shape) {
    const Expression& expression = item.expression;
    const bool field = expression.function.empty();
    if (field && !item.alias.empty()) {
      context_.Fail(item.position, "MALFORMED_QUERY", text::kOnlyAggregatesHaveAliases);
      return;
    }
    // What is only shown otherwise keeps the place of its field.
    const Expression* innermost = &expression;
    while (IsPresentationFunction(innermost->function)) innermost = innermost->arguments.data();
    const bool in_place = innermost->function.empty() && item.alias.empty();
    if (in_place && !seen->insert(AsciiLower(innermost->field.Text())).second) {
      context_.Fail(item.position, "INVALID_FIELD", text::DuplicateField(innermost->field.Text()));
    }
    if (field) {
      builder_.AddPath(expression.field, shape);
      return;
    }
    const CompiledExpression value = CompileExpression(expression, &scope_, &context_);
    if (context_.error()) return;
    if (value.field != nullptr && value.field->is_compound()) {
      context_.Fail(item.position, "INVALID_FIELD",
                    text::BadAggregate(value.field->name, expression.function));
    } else if (in_place) {
      builder_.AddPath(innermost->field, value, shape);
    } else {
      builder_.AddValue(item.alias.empty() ? StrCat("expr", unnamed_++) : item.alias, value, shape);
    }
  }

  void CompileFieldsFunction(const SelectItem& item, RecordShape* shape) {
    const bool bounded = query_.limit && *query_.limit <= kMaxFieldsLimit;
    if (item.fields_group != "STANDARD" && !bounded) {
      context_.FailPlain({400, "MALFORMED_QUERY", std::string(text::kFieldsNeedsLimit), {}});
      return;
    }
    for (const Field& field : scope_.root()->type().fields()) {
      const bool wanted =
          item.fields_group == "ALL" || field.custom == (item.fields_group == "CUSTOM");
      if (wanted) builder_.AddField(scope_.root(), field, shape);
    }
  }

  void CompileChildren(const SelectItem& item, RecordShape* shape) {
    const Query& subquery = *item.subquery;
    const FieldPath& from = subquery.from.object;
    const ChildRelationship* relationship = scope_.root()->type().FindChild(from.names.back());
    const ObjectType* child =
        relationship == nullptr ? nullptr : context_.schema->Find(relationship->child);
    const Field* lookup = child == nullptr ? nullptr : child->FindField(relationship->field);
    if (lookup == nullptr || depth_ >= kMaxSubqueryDepth) {
      context_.Fail(from.position, "INVALID_TYPE", text::NoSuchChildRelationship(from.Text()));
      return;
    }
    if (context_.ensure_index) context_.ensure_index(*child, *lookup);
    OutputItem output;
    output.kind = OutputItem::Kind::kChildren;
    output.key = StrCat(",\"", relationship->relationship_name, "\":");
    output.children = std::make_unique<ChildSet>();
    output.column = shape->id_column;
    output.children->plan =
        StatementCompiler(&context_, subquery, *child, prefix_ + "c", depth_ + 1).Compile(lookup);
    shape->items.push_back(std::move(output));
  }

  std::string CompileWhere(const Field* child_of, std::vector<SqlValue>* parameters) {
    std::string sql;
    if (child_of != nullptr) {
      StrAppend(&sql, " AND ", scope_.FieldOf(scope_.root(), child_of->name).sql, "=?1");
    }
    const Field* owner = IsOwnScope() ? scope_.root()->type().FindField("OwnerId") : nullptr;
    if (owner != nullptr) {
      parameters->push_back(context_.user_id);
      StrAppend(&sql, " AND ", scope_.FieldOf(scope_.root(), owner->name).sql, "=?",
                parameters->size());
    }
    if (depth_ == 0 && !context_.among.empty()) {
      StrAppend(&sql, " AND ", prefix_, "0.rowid IN (", context_.among, ")");
    }
    if (query_.where) {
      CheckSemiJoins(*query_.where, scope_.root()->type(), semi_join_, &context_);
      StrAppend(&sql, " AND ", CompileConditionHere(*query_.where, false, parameters));
    }
    return sql;
  }

  // Users belong to no queue or public group, so that their groups add nothing.
  bool IsOwnScope() const {
    const std::string name = AsciiLower(query_.scope);
    return name == "mine" || name == "mineandmygroups" || name == "mine_and_my_groups";
  }

  std::string CompileConditionHere(const Condition& condition, bool having,
                                   std::vector<SqlValue>* parameters) {
    const CompileSubquery compile_subquery = [this](const Query& query,
                                                    std::vector<SqlValue>* values) -> std::string {
      const ObjectType* type = context_.schema->Find(query.from.object.names[0]);
      if (type == nullptr) {
        context_.Fail(query.from.object.position, "INVALID_TYPE",
                      text::NoSuchType(query.from.object.Text()));
        return "SELECT NULL";
      }
      StatementCompiler inner(&context_, query, *type, prefix_ + "s", depth_ + 1);
      inner.semi_join_ = true;
      return inner.CompileSemiJoin(values);
    };
    return CompileCondition(condition, having, &scope_, &context_, compile_subquery, parameters);
  }

  std::string CompileGroupBy(std::vector<SqlValue>* parameters) {
    std::string sql = aggregates_.GroupBySql();
    if (query_.having) {
      aggregates_.CheckGrouped(*query_.having);
      StrAppend(&sql, " HAVING ", CompileConditionHere(*query_.having, true, parameters));
    }
    return sql;
  }

  std::string CompileOrderBy(bool aggregate) {
    std::string sql;
    for (const OrderItem& item : query_.order_by) {
      if (aggregate) aggregates_.CheckGrouped(item.expression);
      const CompiledExpression value = CompileExpression(item.expression, &scope_, &context_);
      if (value.field != nullptr && value.plain && !value.field->sortable) {
        context_.Fail(item.expression.position, "INVALID_FIELD",
                      text::CannotSort(ExpressionText(item.expression)));
      }
      StrAppend(&sql, sql.empty() ? " ORDER BY " : ",", value.sql, item.descending ? " DESC" : "",
                item.nulls_first.value_or(true) ? " NULLS FIRST" : " NULLS LAST");
    }
    if (aggregate && sql.empty()) return aggregates_.DefaultOrderSql();
    // Pages are read again by running the statement again: equal keys must keep their order.
    if (!sql.empty() && !aggregate) StrAppend(&sql, ",", prefix_, "0.rowid");
    return sql;
  }

  void AppendLimits(Plan* plan) {
    if (query_.offset && *query_.offset > kMaxOffset) {
      context_.FailPlain(
          {400, "NUMBER_OUTSIDE_VALID_RANGE", std::string(text::kOffsetTooLarge), {}});
    }
    plan->limit = query_.limit;
    plan->offset = query_.offset.value_or(0);
    if (!plan->limit && plan->offset == 0) return;
    StrAppend(&plan->sql, " LIMIT ", plan->limit.value_or(-1), " OFFSET ", plan->offset);
  }

  CompileContext& context_;
  const Query& query_;
  int depth_;
  std::string prefix_;
  Scope scope_;
  SelectBuilder builder_;
  AggregateCompiler aggregates_;
  // This is the query of a semi-join.
  bool semi_join_ = false;
  int unnamed_ = 0;
};

}  // namespace

Outcome<Plan> Compile(const Query& query, CompileContext* context) {
  const FieldPath& from = query.from.object;
  const ObjectType* type = from.names.size() == 1 ? context->schema->Find(from.names[0]) : nullptr;
  if (type == nullptr) {
    context->Fail(from.position, "INVALID_TYPE", text::NoSuchType(from.Text()));
    return *context->error();
  }
  Plan plan = StatementCompiler(context, query, *type, "t", 0).Compile(nullptr);
  if (context->error()) return *context->error();
  return plan;
}

Plan CompileRow(const ObjectType& type, const std::vector<const Field*>& fields) {
  CompileContext context;
  Scope scope(&context, type, "", "t");
  SelectBuilder builder(&scope, &context);
  Plan plan;
  plan.parameters.emplace_back();
  builder.BeginRecord(scope.root(), &plan.shape);
  if (fields.empty()) {
    for (const Field& field : type.fields()) builder.AddField(scope.root(), field, &plan.shape);
  }
  for (const Field* field : fields) builder.AddField(scope.root(), *field, &plan.shape);
  builder.AddField(scope.root(), type.id_field(), &plan.shape);
  plan.deleted_column = builder.AddColumn("t0.\"IsDeleted\"");
  plan.modified_column = builder.AddColumn("t0.\"LastModifiedDate\"");
  plan.sql = StrCat(builder.SelectSql(), scope.FromSql(), " WHERE t0.\"Id\"=?1");
  return plan;
}

}  // namespace sfsim::soql
