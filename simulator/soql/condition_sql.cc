// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/condition_sql.h"

#include <cstdlib>
#include <vector>

#include "simulator/base/datetime.h"
#include "simulator/base/decimal.h"
#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/soql/date_literal.h"

namespace sfsim::soql {
namespace {

bool IsOrdering(Operator op) { return op >= Operator::kLess && op <= Operator::kGreaterOrEqual; }

std::string_view OrderingSql(Operator op) {
  switch (op) {
    case Operator::kLess:
      return "<";
    case Operator::kLessOrEqual:
      return "<=";
    case Operator::kGreater:
      return ">";
    default:
      return ">=";
  }
}

// A number against a column scaled by `scale`: exact where the scale allows it.
SqlValue ScaledLiteral(const std::string& text, int scale) {
  const size_t point = text.find('.');
  const size_t decimals = point == std::string::npos ? 0 : text.size() - point - 1;
  const bool exact =
      decimals <= static_cast<size_t>(scale) && text.find_first_of("eE") == std::string::npos;
  if (exact) {
    if (const auto value = ParseDecimal(text, scale)) return *value;
  }
  return std::strtod(text.c_str(), nullptr) * static_cast<double>(PowerOfTen(scale));
}

class ConditionCompiler {
 public:
  ConditionCompiler(bool having, Scope* scope, CompileContext* context,
                    const CompileSubquery& compile_subquery, std::vector<SqlValue>* parameters)
      : having_(having),
        scope_(*scope),
        context_(*context),
        compile_subquery_(compile_subquery),
        parameters_(*parameters) {}

  std::string Compile(const Condition& condition) {
    switch (condition.kind) {
      case Condition::Kind::kComparison:
        return CompileComparison(condition.comparison);
      case Condition::Kind::kNot:
        return StrCat("NOT COALESCE(", Compile(condition.operands[0]), ",0)");
      default:
        break;
    }
    std::vector<std::string> parts;
    parts.reserve(condition.operands.size());
    for (const Condition& operand : condition.operands) parts.push_back(Compile(operand));
    const bool all = condition.kind == Condition::Kind::kAnd;
    return Balanced(parts, 0, parts.size(), all ? " AND " : " OR ");
  }

 private:
  // Joins as a balanced tree: SQLite bounds the depth of an expression, and clients send thousands
  // of `Id = '…' OR`.
  static std::string Balanced(const std::vector<std::string>& parts, size_t begin, size_t end,
                              std::string_view word) {
    if (end - begin == 1) return parts[begin];
    const size_t middle = begin + (end - begin) / 2;
    return StrCat("(", Balanced(parts, begin, middle, word), word,
                  Balanced(parts, middle, end, word), ")");
  }

  std::string Parameter(const SqlValue& value) {
    parameters_.push_back(value);
    return StrCat("?", parameters_.size());
  }

  std::string CompileComparison(const Comparison& comparison) {
    const CompiledExpression left = CompileExpression(comparison.left, &scope_, &context_);
    if (context_.error()) return "0";
    const std::string written = ExpressionText(comparison.left);
    const size_t position = comparison.left.position;
    if (left.aggregate && !having_) {
      context_.Fail(position, "MALFORMED_QUERY", text::UnexpectedToken("'" + written + "'"));
    } else if (left.field != nullptr && !left.field->filterable) {
      context_.Fail(position, "INVALID_FIELD", text::CannotFilter(written));
    }
    if (comparison.left.function == "DISTANCE" && !IsOrdering(comparison.op)) {
      context_.Fail(position, "INVALID_QUERY_FILTER_OPERATOR", text::InvalidOperator("distance"));
    }
    if (context_.error()) return "0";
    if (comparison.subquery) return CompileSemiJoin(comparison, left);
    NoteIndex(comparison, left);
    switch (comparison.op) {
      case Operator::kIn:
      case Operator::kNotIn:
        return CompileList(comparison, left, written);
      case Operator::kIncludes:
      case Operator::kExcludes:
        return CompileMultiPicklist(comparison, left, written);
      case Operator::kLike:
        return CompileLike(comparison, left, written);
      default:
        return CompileSimple(comparison.op, comparison.values[0], left, written, position);
    }
  }

  void NoteIndex(const Comparison& comparison, const CompiledExpression& left) const {
    const bool equality = comparison.op == Operator::kEqual || comparison.op == Operator::kIn;
    if (!equality || !left.plain || left.node == nullptr || left.node->polymorphic()) return;
    const bool indexed = left.field->is_id() || left.field->external_id || left.field->unique ||
                         left.field->name_field;
    if (indexed && context_.ensure_index) context_.ensure_index(left.node->type(), *left.field);
  }

  std::string CompileSemiJoin(const Comparison& comparison, const CompiledExpression& left) {
    if (left.field == nullptr || !left.field->is_id()) {
      context_.Fail(comparison.left.position, "MALFORMED_QUERY",
                    text::SemiJoinOnlyIds(ExpressionText(comparison.left)));
      return "0";
    }
    const std::string inner = compile_subquery_(*comparison.subquery, &parameters_);
    if (comparison.op == Operator::kIn) return StrCat(left.sql, " IN (", inner, ")");
    return StrCat("(", left.sql, " IS NULL OR ", left.sql, " NOT IN (", inner, "))");
  }

  std::string CompileList(const Comparison& comparison, const CompiledExpression& left,
                          const std::string& written) {
    std::string members;
    std::vector<std::string> others;
    for (const Literal& value : comparison.values) {
      const auto simple = SimpleValue(value, left, written, comparison.left.position);
      if (simple && !std::holds_alternative<std::monostate>(*simple)) {
        StrAppend(&members, members.empty() ? "" : ",", Parameter(*simple));
      } else {
        others.push_back(
            CompileSimple(Operator::kEqual, value, left, written, comparison.left.position));
      }
    }
    std::string in = StrCat(left.sql, " IN (", members, ")");
    // Without null and ranges the plain form lets an index serve the list.
    if (others.empty() && comparison.op == Operator::kIn) return in;
    others.push_back(StrCat("COALESCE(", in, ",0)"));
    const std::string any = Balanced(others, 0, others.size(), " OR ");
    return comparison.op == Operator::kIn ? any : StrCat("NOT (", any, ")");
  }

  std::string CompileMultiPicklist(const Comparison& comparison, const CompiledExpression& left,
                                   const std::string& written) {
    if (left.field == nullptr || left.field->type != FieldType::kMultiPicklist) {
      context_.Fail(comparison.left.position, "INVALID_QUERY_FILTER_OPERATOR",
                    text::FilterType(written, "multipicklist", false));
      return "0";
    }
    std::vector<std::string> parts;
    for (const Literal& value : comparison.values) {
      if (value.kind != Literal::Kind::kString) {
        FailType(left, written, comparison.left.position, false);
        return "0";
      }
      parts.push_back(StrCat("sf_includes(", Parameter(value.text), ",", left.sql, ")"));
    }
    const std::string any = Balanced(parts, 0, parts.size(), " OR ");
    return comparison.op == Operator::kIncludes ? any : StrCat("NOT (", any, ")");
  }

  std::string CompileLike(const Comparison& comparison, const CompiledExpression& left,
                          const std::string& written) {
    const Literal& value = comparison.values[0];
    const bool text_field =
        left.field != nullptr && left.format == ValueFormat::kText && !left.field->is_id();
    if (!text_field) {
      context_.Fail(
          comparison.left.position, "INVALID_QUERY_FILTER_OPERATOR",
          text::InvalidOperator(left.field ? FieldTypeName(left.field->type) : "aggregate"));
      return "0";
    }
    if (value.kind != Literal::Kind::kString) {
      context_.Fail(comparison.left.position, "INVALID_FIELD",
                    text::FilterType(written, "string", false));
      return "0";
    }
    return StrCat("sf_like(", Parameter(value.pattern), ",", left.sql, ")");
  }

  std::string CompileSimple(Operator op, const Literal& value, const CompiledExpression& left,
                            const std::string& written, size_t position) {
    if (value.kind == Literal::Kind::kDateLiteral) {
      return CompileDateLiteral(op, value, left, written, position);
    }
    auto simple = SimpleValue(value, left, written, position);
    if (!simple) return "0";
    const bool null = std::holds_alternative<std::monostate>(*simple);
    if (null && op == Operator::kEqual) return left.sql + " IS NULL";
    if (null && op == Operator::kNotEqual) return left.sql + " IS NOT NULL";
    if (null) return "0";
    const std::string_view sql = IsOrdering(op)              ? OrderingSql(op)
                                 : op == Operator::kNotEqual ? " IS NOT "
                                                             : "=";
    return StrCat(left.sql, sql, Parameter(*simple));
  }

  std::string CompileDateLiteral(Operator op, const Literal& value, const CompiledExpression& left,
                                 const std::string& written, size_t position) {
    const auto days = ResolveDateLiteral(value, DayOf(context_.now));
    if (!days) {
      context_.Fail(value.position, "MALFORMED_QUERY",
                    text::UnexpectedToken("'" + value.text + "'"));
      return "0";
    }
    if (left.format != ValueFormat::kDate && left.format != ValueFormat::kInstant) {
      FailType(left, written, position, false);
      return "0";
    }
    const int64_t unit = left.format == ValueFormat::kInstant ? kMillisOfDay : 1;
    const std::string begin = Parameter(days->begin * unit);
    const std::string end = Parameter(days->end * unit);
    switch (op) {
      case Operator::kEqual:
        return StrCat("(", left.sql, ">=", begin, " AND ", left.sql, "<", end, ")");
      case Operator::kNotEqual:
        return StrCat("(", left.sql, " IS NULL OR ", left.sql, "<", begin, " OR ", left.sql,
                      ">=", end, ")");
      case Operator::kLess:
        return StrCat(left.sql, "<", begin);
      case Operator::kLessOrEqual:
        return StrCat(left.sql, "<", end);
      case Operator::kGreater:
        return StrCat(left.sql, ">=", end);
      default:
        return StrCat(left.sql, ">=", begin);
    }
  }

  void FailType(const CompiledExpression& left, const std::string& written, size_t position,
                bool quoted) {
    std::string_view type = left.field ? FieldTypeName(left.field->type) : "int";
    if (left.format == ValueFormat::kText) type = "string";
    if (left.format == ValueFormat::kInteger) type = "int";
    if (left.format == ValueFormat::kReal) type = "double";
    if (left.format == ValueFormat::kInstant) type = "dateTime";
    context_.Fail(position, "INVALID_FIELD", text::FilterType(written, type, quoted));
  }

  // The value in the column's terms (monostate for null); nothing for a range of days and after an
  // error.
  std::optional<SqlValue> SimpleValue(const Literal& value, const CompiledExpression& left,
                                      const std::string& written, size_t position) {
    using Kind = Literal::Kind;
    if (value.kind == Kind::kNull) return SqlValue();
    if (value.kind == Kind::kDateLiteral) return std::nullopt;
    if (left.field != nullptr && left.field->is_id() && !left.aggregate) {
      return IdValue(value, position);
    }
    std::optional<SqlValue> result;
    const bool number = value.kind == Kind::kNumber;
    switch (left.format) {
      case ValueFormat::kText:
        if (value.kind == Kind::kString) {
          result = value.text.empty() ? SqlValue() : SqlValue(value.text);
        }
        break;
      case ValueFormat::kBoolean:
        if (value.kind == Kind::kBoolean) result = int64_t{value.text == "TRUE"};
        break;
      case ValueFormat::kInteger:
      case ValueFormat::kDecimal:
      case ValueFormat::kReal:
        if (number) result = ScaledLiteral(value.text, left.scale);
        break;
      case ValueFormat::kDate:
        if (value.kind == Kind::kDate) result = Optional(ParseDate(value.text));
        break;
      case ValueFormat::kInstant:
        if (value.kind == Kind::kDateTime) result = Optional(ParseInstant(value.text));
        break;
      case ValueFormat::kTime:
        if (value.kind == Kind::kTime) result = Optional(ParseTimeOfDay(value.text));
        break;
      case ValueFormat::kBlob:
        break;  // not filterable
    }
    if (!result) FailType(left, written, position, value.kind == Kind::kString);
    return result;
  }

  static std::optional<SqlValue> Optional(std::optional<int64_t> value) {
    return value ? std::optional<SqlValue>(*value) : std::nullopt;
  }

  std::optional<SqlValue> IdValue(const Literal& value, size_t position) {
    const auto id = value.kind == Literal::Kind::kString ? NormalizeId(value.text) : std::nullopt;
    if (id) return SqlValue(*id);
    // A lookup may be compared with '', which means null.
    if (value.kind == Literal::Kind::kString && value.text.empty()) return SqlValue();
    context_.Fail(position, "INVALID_QUERY_FILTER_OPERATOR", text::InvalidIdField(value.text));
    return std::nullopt;
  }

  bool having_;
  Scope& scope_;
  CompileContext& context_;
  const CompileSubquery& compile_subquery_;
  std::vector<SqlValue>& parameters_;
};

}  // namespace

std::string CompileCondition(const Condition& condition, bool having, Scope* scope,
                             CompileContext* context, const CompileSubquery& compile_subquery,
                             std::vector<SqlValue>* parameters) {
  return ConditionCompiler(having, scope, context, compile_subquery, parameters).Compile(condition);
}

}  // namespace sfsim::soql
