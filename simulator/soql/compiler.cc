// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/compiler.h"

#include <algorithm>
#include <set>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/soql/condition_sql.h"
#include "simulator/soql/select_builder.h"

namespace sfsim::soql {
namespace {

constexpr int64_t kMaxOffset = 2000;
constexpr int64_t kMaxFieldsLimit = 200;
constexpr int kMaxSubqueryDepth = 5;

bool IsAggregate(const Query& query) {
  return !query.group_by.empty() ||
         std::any_of(query.select.begin(), query.select.end(), [](const SelectItem& item) {
           return item.kind == SelectItem::Kind::kExpression && UsesAggregate(item.expression);
         });
}

// `SELECT COUNT() FROM …`, whose answer is the total alone.
bool IsCountOnly(const Query& query) {
  return query.select.size() == 1 && query.select[0].kind == SelectItem::Kind::kExpression &&
         query.select[0].expression.function == "COUNT" &&
         query.select[0].expression.arguments.empty() && query.group_by.empty();
}

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
        builder_(&scope_, context) {
    for (const FromItem& item : query.more_from) scope_.AddAlias(item);
  }

  // `child_of` is the lookup field that ties a child sub-query to its parent.
  Plan Compile(const Field* child_of) {
    Plan plan;
    if (child_of != nullptr) plan.parameters.emplace_back();
    plan.count_only = IsCountOnly(query_);
    const bool aggregate = IsAggregate(query_);
    if (!plan.count_only) {
      if (aggregate) {
        CompileAggregateSelect(&plan.shape);
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
    if (query_.select.size() != 1 || query_.select[0].kind != SelectItem::Kind::kExpression) {
      context_.Fail(query_.position, "MALFORMED_QUERY", text::UnexpectedToken("'SELECT'"));
      return "SELECT NULL";
    }
    const CompiledExpression column =
        CompileExpression(query_.select[0].expression, &scope_, &context_);
    if (column.field != nullptr && !column.field->is_id()) {
      context_.Fail(query_.select[0].position, "MALFORMED_QUERY",
                    text::FilterType(ExpressionText(query_.select[0].expression), "id", false));
    }
    if (context_.error()) return "SELECT NULL";
    const std::string condition = CompileWhere(nullptr, parameters);
    return StrCat("SELECT ", column.sql, scope_.FromSql(), " WHERE ", column.sql, " IS NOT NULL",
                  include_deleted() ? "" : " AND +" + prefix_,
                  include_deleted() ? "" : "0.\"IsDeleted\"=0", condition);
  }

 private:
  bool include_deleted() const { return context_.include_deleted || query_.all_rows; }

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
    if (!item.alias.empty() && item.expression.function.empty()) {
      context_.Fail(item.position, "MALFORMED_QUERY",
                    "only aggregate expressions use field aliasing");
      return;
    }
    if (item.expression.function.empty()) {
      const std::string name = item.expression.field.Text();
      if (!seen->insert(AsciiLower(name)).second) {
        context_.Fail(item.position, "INVALID_FIELD", text::DuplicateField(name));
      }
      builder_.AddPath(item.expression.field, shape);
      return;
    }
    const CompiledExpression value = CompileExpression(item.expression, &scope_, &context_);
    if (value.field == nullptr) return;
    builder_.AddValue(item.alias.empty() ? value.field->name : item.alias, value, shape);
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
    output.key = "\"" + relationship->relationship_name + "\":";
    output.children = std::make_unique<ChildSet>();
    output.column = shape->id_column;
    output.children->plan =
        StatementCompiler(&context_, subquery, *child, prefix_ + "c", depth_ + 1).Compile(lookup);
    shape->items.push_back(std::move(output));
  }

  void CompileAggregateSelect(RecordShape* shape) {
    shape->kind = RecordShape::Kind::kAggregate;
    std::set<std::string> names;
    int unnamed = 0;
    for (const SelectItem& item : query_.select) {
      if (item.kind != SelectItem::Kind::kExpression) {
        context_.Fail(item.position, "MALFORMED_QUERY", text::UnexpectedToken("'('"));
        return;
      }
      const CompiledExpression value = CompileExpression(item.expression, &scope_, &context_);
      if (context_.error()) return;
      if (!value.aggregate && !IsGrouped(item.expression)) {
        context_.Fail(item.position, "MALFORMED_QUERY",
                      text::MustBeGrouped(ExpressionText(item.expression)));
        return;
      }
      const bool plain = item.expression.function.empty();
      std::string name = item.alias;
      if (name.empty()) name = plain ? value.field->name : StrCat("expr", unnamed++);
      if (!names.insert(AsciiLower(name)).second) {
        context_.Fail(item.position, "MALFORMED_QUERY", text::DuplicateAlias(name));
      }
      builder_.AddValue(name, value, shape);
    }
  }

  bool IsGrouped(const Expression& expression) const {
    const std::string text = ExpressionText(expression);
    return std::any_of(
        query_.group_by.begin(), query_.group_by.end(),
        [&](const Expression& grouped) { return EqualsIgnoreCase(ExpressionText(grouped), text); });
  }

  std::string CompileWhere(const Field* child_of, std::vector<SqlValue>* parameters) {
    std::string sql;
    if (child_of != nullptr) {
      StrAppend(&sql, " AND ", scope_.FieldOf(scope_.root(), child_of->name).sql, "=?1");
    }
    if (depth_ == 0 && !context_.among.empty()) {
      StrAppend(&sql, " AND ", prefix_, "0.rowid IN (", context_.among, ")");
    }
    if (query_.where) {
      StrAppend(&sql, " AND ", CompileConditionHere(*query_.where, false, parameters));
    }
    return sql;
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
      return StatementCompiler(&context_, query, *type, prefix_ + "s", depth_ + 1)
          .CompileSemiJoin(values);
    };
    return CompileCondition(condition, having, &scope_, &context_, compile_subquery, parameters);
  }

  std::string CompileGroupBy(std::vector<SqlValue>* parameters) {
    std::string sql;
    if (query_.grouping != Grouping::kPlain) {
      // Sub-totals are a feature that this org does not have.
      context_.Fail(
          query_.group_by.front().position, "MALFORMED_QUERY",
          text::UnexpectedToken(query_.grouping == Grouping::kCube ? "'CUBE'" : "'ROLLUP'"));
    }
    for (const Expression& grouped : query_.group_by) {
      const CompiledExpression value = CompileExpression(grouped, &scope_, &context_);
      if (value.field != nullptr && value.plain && !value.field->groupable) {
        context_.Fail(grouped.position, "INVALID_FIELD",
                      text::CannotGroup(ExpressionText(grouped)));
      }
      StrAppend(&sql, sql.empty() ? " GROUP BY " : ",", value.sql);
    }
    if (query_.having) {
      StrAppend(&sql, " HAVING ", CompileConditionHere(*query_.having, true, parameters));
    }
    return sql;
  }

  std::string CompileOrderBy(bool aggregate) {
    std::string sql;
    for (const OrderItem& item : query_.order_by) {
      const CompiledExpression value = CompileExpression(item.expression, &scope_, &context_);
      if (value.field != nullptr && value.plain && !value.field->sortable) {
        context_.Fail(item.expression.position, "INVALID_FIELD",
                      text::CannotSort(ExpressionText(item.expression)));
      }
      StrAppend(&sql, sql.empty() ? " ORDER BY " : ",", value.sql, item.descending ? " DESC" : "",
                item.nulls_first.value_or(true) ? " NULLS FIRST" : " NULLS LAST");
    }
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
    for (const Field& field : type.fields()) {
      if (field.type != FieldType::kBase64) builder.AddField(scope.root(), field, &plan.shape);
    }
  }
  for (const Field* field : fields) builder.AddField(scope.root(), *field, &plan.shape);
  builder.AddField(scope.root(), type.id_field(), &plan.shape);
  plan.deleted_column = builder.AddColumn("t0.\"IsDeleted\"");
  plan.modified_column = builder.AddColumn("t0.\"LastModifiedDate\"");
  plan.sql = StrCat(builder.SelectSql(), scope.FromSql(), " WHERE t0.\"Id\"=?1");
  return plan;
}

}  // namespace sfsim::soql
