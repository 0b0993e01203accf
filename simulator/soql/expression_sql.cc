// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/expression_sql.h"

#include <algorithm>
#include <optional>

#include "simulator/base/datetime.h"
#include "simulator/base/decimal.h"
#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/soql/keywords.h"

namespace sfsim::soql {
namespace {

std::string QuoteText(std::string_view text) {
  std::string quoted = "'";
  for (char c : text) quoted.append(c == '\'' ? 2 : 1, c);
  return quoted + "'";
}

class ExpressionCompiler {
 public:
  ExpressionCompiler(Scope* scope, CompileContext* context) : scope_(*scope), context_(*context) {}

  CompiledExpression Compile(const Expression& expression) {
    if (expression.function == "GROUPING") return CompileGrouping(expression);
    if (IsAggregateFunction(expression.function)) return CompileAggregate(expression);
    CompiledExpression result = CompilePlain(expression);
    const std::optional<int> bit =
        in_aggregate_ ? std::nullopt : scope_.FindGrouped(ExpressionText(expression));
    if (bit && !result.sql.empty()) {
      result.sql = StrCat("CASE WHEN ", scope_.RolledUpSql(*bit), " THEN NULL ELSE ", result.sql,
                          " END", Collation(result));
    }
    return result;
  }

 private:
  CompiledExpression CompilePlain(const Expression& expression) {
    if (expression.function.empty()) return CompileField(expression.field);
    if (IsDateFunction(expression.function)) return CompileDateFunction(expression);
    if (expression.function == "DISTANCE") return CompileDistance(expression);
    return CompilePresentation(expression);
  }

  // SQL's CASE and aggregates forget the collation of the column that they are made from.
  static std::string_view Collation(const CompiledExpression& value) {
    const bool without_case = value.format == ValueFormat::kText && value.field != nullptr &&
                              value.field->is_text() && !value.field->case_sensitive;
    return without_case ? " COLLATE SFTEXT" : "";
  }

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

  CompiledExpression CompileAggregate(const Expression& expression) {
    const std::string& function = expression.function;
    CompiledExpression result;
    result.aggregate = true;
    result.format = ValueFormat::kInteger;
    if (expression.arguments.empty()) {
      result.sql = "COUNT(*)";
      return result;
    }
    in_aggregate_ = true;
    const CompiledExpression argument = Compile(expression.arguments[0]);
    in_aggregate_ = false;
    if (argument.field == nullptr) return result;
    result.field = argument.field;
    const bool sums = function == "SUM" || function == "AVG";
    const bool extremes = function == "MIN" || function == "MAX";
    if (argument.aggregate || !argument.field->is_aggregatable() ||
        (sums && !argument.field->is_number())) {
      context_.Fail(expression.position, "MALFORMED_QUERY",
                    text::BadAggregate(ExpressionText(expression.arguments[0]), function));
    }
    if (sums || extremes) {
      result.format = argument.format;
      result.scale = argument.scale;
    }
    if (function == "COUNT_DISTINCT") {
      result.sql = StrCat("COUNT(DISTINCT ", argument.sql, ")");
    } else {
      result.sql = StrCat(function, "(", argument.sql, ")", extremes ? Collation(argument) : "");
    }
    if (function == "AVG") result.format = ValueFormat::kReal;
    return result;
  }

  // 1 in the sub-totals over all values of the field, else 0.
  CompiledExpression CompileGrouping(const Expression& expression) {
    CompiledExpression result;
    result.aggregate = true;
    result.format = ValueFormat::kInteger;
    const std::string grouped = ExpressionText(expression.arguments[0]);
    if (const auto bit = scope_.FindGrouped(grouped)) {
      result.sql = StrCat("(", scope_.RolledUpSql(*bit), ")");
    } else {
      context_.Fail(expression.position, "MALFORMED_QUERY", text::NotRolledUp(grouped));
    }
    return result;
  }

  CompiledExpression CompileDateFunction(const Expression& expression) {
    CompiledExpression result = Compile(expression.arguments[0]);
    if (result.field == nullptr) return result;
    const FieldType type = result.field->type;
    const bool needs_time = expression.function == "HOUR_IN_DAY" ||
                            expression.function == "DAY_ONLY" ||
                            expression.function == "CONVERTTIMEZONE";
    if (type != FieldType::kDateTime && (type != FieldType::kDate || needs_time)) {
      context_.Fail(expression.position, "INVALID_FIELD",
                    text::BadDateFunction(result.field->name, expression.function));
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

  CompiledExpression CompilePresentation(const Expression& expression) {
    CompiledExpression result = Compile(expression.arguments[0]);
    if (result.sql.empty()) return result;
    if (expression.function == "FORMAT") FormatValue(&result);
    // The org has one currency, so convertCurrency gives back its argument.
    if (expression.function == "TOLABEL" && result.field != nullptr) LabelValue(&result);
    return result;
  }

  static void LabelValue(CompiledExpression* value) {
    std::string cases;
    for (const PicklistValue& known : value->field->picklist) {
      if (known.label == known.value) continue;
      StrAppend(&cases, " WHEN ", QuoteText(known.value), " THEN ", QuoteText(known.label));
    }
    if (cases.empty()) return;
    value->sql =
        StrCat("CASE ", value->sql, cases, " ELSE ", value->sql, " END", Collation(*value));
  }

  static void FormatValue(CompiledExpression* value) {
    std::string_view kind;
    switch (value->format) {
      case ValueFormat::kInteger:
      case ValueFormat::kDecimal:
      case ValueFormat::kReal:
        kind = "number";
        if (value->field != nullptr && !IsCount(*value)) kind = FieldTypeName(value->field->type);
        break;
      case ValueFormat::kDate:
        kind = "date";
        break;
      case ValueFormat::kInstant:
        kind = "datetime";
        break;
      case ValueFormat::kTime:
        kind = "time";
        break;
      default:
        return;
    }
    value->sql = StrCat("sf_format('", kind, "',", value->scale, ",", value->sql, ")");
    value->format = ValueFormat::kText;
    value->plain = false;
  }

  // Counts are whole numbers whatever is counted.
  static bool IsCount(const CompiledExpression& value) {
    return value.aggregate && value.format == ValueFormat::kInteger && value.scale == 0;
  }

  CompiledExpression CompileDistance(const Expression& expression) {
    CompiledExpression result;
    result.format = ValueFormat::kReal;
    const Expression& place = expression.arguments[1];
    const std::string from = CompileCoordinates(expression.arguments[0].field);
    const std::string to = place.function.empty()
                               ? CompileCoordinates(place.field)
                               : StrCat(CoordinateSql(place.arguments[0], 90), ",",
                                        CoordinateSql(place.arguments[1], 180));
    const std::string unit = AsciiLower(expression.arguments[2].literal->text);
    result.sql = StrCat("sf_distance(", from, ",", to, ",'", unit, "')");
    return result;
  }

  // A literal coordinate in degrees, none of which is beyond `bound`.
  std::string CoordinateSql(const Expression& argument, int bound) {
    constexpr int kScale = 12;
    const auto value = ParseDecimal(argument.literal->text, kScale);
    if (!value || *value > bound * PowerOfTen(kScale) || *value < -bound * PowerOfTen(kScale)) {
      context_.Fail(argument.position, "NUMBER_OUTSIDE_VALID_RANGE", text::kBadCoordinate);
      return "0";
    }
    return StrCat(*value, "/", PowerOfTen(kScale), ".0");
  }

  // `latitude,longitude` of a location or an address.
  std::string CompileCoordinates(const FieldPath& path) {
    const Scope::Resolved resolved = scope_.Resolve(path);
    if (resolved.field == nullptr) return "0,0";
    std::string latitude;
    std::string longitude;
    for (const Field& part : resolved.node->type().fields()) {
      if (part.compound_field != resolved.field->name) continue;
      const std::string_view name = part.name;
      const bool is_latitude = name.ends_with("Latitude") || name.ends_with("Latitude__s");
      const bool is_longitude = name.ends_with("Longitude") || name.ends_with("Longitude__s");
      if (!is_latitude && !is_longitude) continue;
      (is_latitude ? latitude : longitude) =
          StrCat(scope_.FieldOf(resolved.node, name).sql, "/", PowerOfTen(part.scale), ".0");
    }
    if (latitude.empty() || longitude.empty()) {
      context_.Fail(path.position, "INVALID_FIELD", text::NoLocation(path.Text()));
      return "0,0";
    }
    return StrCat(latitude, ",", longitude);
  }

  // The values of grouped fields in sub-totals are null, but what is aggregated stays.
  bool in_aggregate_ = false;
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

bool UsesAggregate(const Expression& expression) {
  return IsAggregateFunction(expression.function) || expression.function == "GROUPING" ||
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
