// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/expression_sql.h"

#include <algorithm>
#include <array>

#include "simulator/base/datetime.h"
#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"

namespace sfsim::soql {
namespace {

constexpr std::array<std::string_view, 6> kAggregates = {
    "COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX"};
constexpr std::array<std::string_view, 14> kDateFunctions = {
    "CALENDAR_YEAR", "CALENDAR_QUARTER", "CALENDAR_MONTH", "FISCAL_YEAR",    "FISCAL_QUARTER",
    "FISCAL_MONTH",  "DAY_IN_MONTH",     "DAY_IN_WEEK",    "DAY_IN_YEAR",    "DAY_ONLY",
    "HOUR_IN_DAY",   "WEEK_IN_MONTH",    "WEEK_IN_YEAR",   "CONVERTTIMEZONE"};
// These give back their argument: the org has one currency and one language.
constexpr std::array<std::string_view, 3> kIdentityFunctions = {"TOLABEL", "CONVERTCURRENCY",
                                                                "FORMAT"};

template <size_t N>
bool Contains(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string QuoteText(std::string_view text) {
  std::string quoted = "'";
  for (char c : text) quoted.append(c == '\'' ? 2 : 1, c);
  return quoted + "'";
}

class ExpressionCompiler {
 public:
  ExpressionCompiler(Scope* scope, CompileContext* context) : scope_(*scope), context_(*context) {}

  CompiledExpression Compile(const Expression& expression) {
    if (expression.function.empty()) return CompileField(expression.field);
    if (IsAggregateFunction(expression.function)) return CompileAggregate(expression);
    if (Contains(kDateFunctions, expression.function)) return CompileDateFunction(expression);
    if (Contains(kIdentityFunctions, expression.function)) return CompileIdentity(expression);
    context_.Fail(expression.position, "MALFORMED_QUERY",
                  text::UnexpectedToken("'" + expression.function + "'"));
    return {};
  }

 private:
  CompiledExpression CompileField(const FieldPath& path) {
    CompiledExpression compiled;
    const Scope::Resolved resolved = scope_.Resolve(path);
    if (resolved.field == nullptr) return compiled;
    compiled.sql = resolved.sql;
    compiled.field = resolved.field;
    compiled.node = resolved.node;
    compiled.format = FormatOf(*resolved.field);
    compiled.scale = resolved.field->scale;
    compiled.plain = true;
    return compiled;
  }

  // The single argument of a function; reports a wrong number of them.
  CompiledExpression CompileArgument(const Expression& expression) {
    if (expression.arguments.size() != 1 || expression.arguments[0].literal) {
      context_.Fail(expression.position, "MALFORMED_QUERY",
                    text::UnexpectedToken("'" + expression.function + "'"));
      return {};
    }
    return Compile(expression.arguments[0]);
  }

  CompiledExpression CompileAggregate(const Expression& expression) {
    const std::string& function = expression.function;
    CompiledExpression result;
    result.aggregate = true;
    result.format = ValueFormat::kInteger;
    if (function == "COUNT" && expression.arguments.empty()) {
      result.sql = "COUNT(*)";
      return result;
    }
    const CompiledExpression argument = CompileArgument(expression);
    if (argument.field == nullptr) return result;
    result.field = argument.field;
    const bool sums = function == "SUM" || function == "AVG";
    const bool extremes = function == "MIN" || function == "MAX";
    const FieldType type = argument.field->type;
    if (argument.aggregate || argument.field->is_compound() ||
        (sums && !argument.field->is_number()) ||
        (extremes && (type == FieldType::kBoolean || type == FieldType::kBase64))) {
      context_.Fail(expression.position, "MALFORMED_QUERY",
                    text::BadAggregate(argument.field->name, function));
    }
    if (function == "COUNT_DISTINCT") {
      result.sql = StrCat("COUNT(DISTINCT ", argument.sql, ")");
    } else {
      result.sql = StrCat(function, "(", argument.sql, ")");
    }
    if (sums || extremes) {
      result.format = argument.format;
      result.scale = argument.scale;
    }
    if (function == "AVG") result.format = ValueFormat::kReal;
    return result;
  }

  CompiledExpression CompileDateFunction(const Expression& expression) {
    CompiledExpression result = CompileArgument(expression);
    if (result.field == nullptr) return result;
    const FieldType type = result.field->type;
    if (type != FieldType::kDate && type != FieldType::kDateTime) {
      context_.Fail(expression.position, "MALFORMED_QUERY",
                    text::BadAggregate(result.field->name, expression.function));
      return result;
    }
    // The time zone of the org is UTC, so convertTimezone changes nothing.
    if (expression.function == "CONVERTTIMEZONE") return result;
    const std::string instant =
        type == FieldType::kDate ? StrCat(result.sql, "*", kMillisOfDay) : result.sql;
    result.sql = StrCat("sf_date_part('", expression.function, "',", instant, ")");
    result.format = expression.function == "DAY_ONLY" ? ValueFormat::kDate : ValueFormat::kInteger;
    result.scale = 0;
    result.plain = false;
    return result;
  }

  CompiledExpression CompileIdentity(const Expression& expression) {
    CompiledExpression result = CompileArgument(expression);
    if (result.field == nullptr || expression.function != "TOLABEL") return result;
    std::string cases;
    for (const PicklistValue& value : result.field->picklist) {
      if (value.label == value.value) continue;
      StrAppend(&cases, " WHEN ", QuoteText(value.value), " THEN ", QuoteText(value.label));
    }
    if (!cases.empty()) {
      result.sql = StrCat("CASE ", result.sql, cases, " ELSE ", result.sql, " END");
    }
    return result;
  }

  Scope& scope_;
  CompileContext& context_;
};

}  // namespace

ValueFormat FormatOf(const Field& field) {
  switch (field.type) {
    case FieldType::kBoolean:
      return ValueFormat::kBoolean;
    case FieldType::kInt:
    case FieldType::kLong:
      return ValueFormat::kInteger;
    case FieldType::kDouble:
    case FieldType::kCurrency:
    case FieldType::kPercent:
      return ValueFormat::kDecimal;
    case FieldType::kDate:
      return ValueFormat::kDate;
    case FieldType::kDateTime:
      return ValueFormat::kInstant;
    case FieldType::kTime:
      return ValueFormat::kTime;
    case FieldType::kBase64:
      return ValueFormat::kBlob;
    default:
      return ValueFormat::kText;
  }
}

bool IsAggregateFunction(const std::string& function) { return Contains(kAggregates, function); }

bool UsesAggregate(const Expression& expression) {
  return IsAggregateFunction(expression.function) ||
         std::any_of(expression.arguments.begin(), expression.arguments.end(), UsesAggregate);
}

std::string ExpressionText(const Expression& expression) {
  if (expression.literal) return expression.literal->text;
  if (expression.function.empty()) return expression.field.Text();
  std::string text = expression.function + "(";
  for (size_t i = 0; i < expression.arguments.size(); ++i) {
    StrAppend(&text, i > 0 ? ", " : "", ExpressionText(expression.arguments[i]));
  }
  return text + ")";
}

CompiledExpression CompileExpression(const Expression& expression, Scope* scope,
                                     CompileContext* context) {
  return ExpressionCompiler(scope, context).Compile(expression);
}

}  // namespace sfsim::soql
