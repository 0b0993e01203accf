// SPDX-License-Identifier: Apache-2.0
#include "simulator/reports/report_filter.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "simulator/base/datetime.h"
#include "simulator/base/decimal.h"
#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/reports/report_plan.h"

namespace sfsim {
namespace {

constexpr size_t kMaxFilters = 20;
// No statement may be longer.
constexpr size_t kMaxCondition = 100'000;

struct OperatorName {
  std::string_view name;
  std::string_view soql;
};
constexpr std::array<OperatorName, 11> kOperators = {{{"equals", "="},
                                                      {"notEqual", "!="},
                                                      {"lessThan", "<"},
                                                      {"greaterThan", ">"},
                                                      {"lessOrEqual", "<="},
                                                      {"greaterOrEqual", ">="},
                                                      {"contains", "LIKE"},
                                                      {"notContain", "NOT LIKE"},
                                                      {"startsWith", "LIKE"},
                                                      {"includes", "INCLUDES"},
                                                      {"excludes", "EXCLUDES"}}};

// Values are joined with commas; those within quotes are part of a value.
std::vector<std::string> SplitValues(const std::string& text) {
  std::vector<std::string> values(1);
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      values.emplace_back();
    } else {
      values.back().push_back(c);
    }
  }
  for (std::string& value : values) value = std::string(TrimView(value));
  return values;
}

// A SOQL string; `pattern`: within LIKE, where the value's own wildcards stand for themselves.
std::string SoqlText(std::string_view value, bool pattern) {
  std::string out;
  for (const char c : value) {
    if (c == '\'' || c == '\\' || (pattern && (c == '%' || c == '_'))) out.push_back('\\');
    if (c == '\n' || c == '\r') {
      out.append(c == '\n' ? "\\n" : "\\r");
    } else {
      out.push_back(c);
    }
  }
  return out;
}

bool IsDateWord(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == ':' || c == ' ';
  }) && std::isalpha(static_cast<unsigned char>(value.front())) != 0;
}

// `LAST_N_DAYS:30` of `Last_n_days:30` and of `LAST N DAYS:30`.
std::string DateWord(std::string_view value) {
  std::string word = AsciiUpper(value);
  std::replace(word.begin(), word.end(), ' ', '_');
  return word;
}

Outcome<std::string> MomentLiteral(const Field& field, const std::string& value) {
  if (IsDateWord(value)) return DateWord(value);
  const bool day = ParseDate(value).has_value();
  if (field.type == FieldType::kDate && day) return value;
  if (field.type == FieldType::kDateTime && day) return value + "T00:00:00Z";
  if (field.type == FieldType::kDateTime && ParseInstant(value)) return value;
  return BadReport(std::string(text::kReportDate));
}

// A value as SOQL compares it with the field.
Outcome<std::string> Literal(const Field& field, const std::string& value) {
  if (value.empty()) return std::string("null");
  if (field.type == FieldType::kDate || field.type == FieldType::kDateTime) {
    return MomentLiteral(field, value);
  }
  if (field.type == FieldType::kBoolean) {
    const std::string lower = AsciiLower(value);
    return std::string(lower == "true" || lower == "1" ? "true" : "false");
  }
  if (field.is_number()) {
    if (IsDecimal(value)) return value;
    return BadReport(text::BadFilterValue(value));
  }
  return StrCat("'", SoqlText(value, false), "'");
}

std::string LikeCondition(std::string_view path, std::string_view name, const std::string& value) {
  const bool anywhere = name != "startsWith";
  return StrCat(name == "notContain" ? "(NOT " : "(", path, " LIKE '", anywhere ? "%" : "",
                SoqlText(value, true), "%')");
}

class FilterCompiler {
 public:
  FilterCompiler(const Schema& schema, const ObjectType& type) : schema_(schema), type_(type) {}

  Outcome<std::string> Compile(const JsonValue& filter) const {
    const auto column = FindReportColumn(schema_, type_, filter.Text("column"));
    if (!column || !column->field->filterable) {
      return BadReport(text::NotFilterable(filter.Text("column")));
    }
    const std::string name = filter.Text("operator");
    const auto* known = std::find_if(kOperators.begin(), kOperators.end(),
                                     [&](const OperatorName& each) { return each.name == name; });
    const bool multi = column->field->type == FieldType::kMultiPicklist;
    const bool fits =
        known != kOperators.end() &&
        (known->soql.find("LIKE") == std::string::npos || (column->field->is_text() && !multi)) &&
        (known->soql.find("CLUDES") == std::string::npos || multi);
    if (!fits) return BadReport(text::BadCondition(name));
    std::string value = filter.Text("value");
    if (value.size() > kMaxCondition) return BadReport(std::string(text::kQueryTooLong));
    if (column->field->is_number()) std::erase(value, ',');
    return Join(*column, *known, SplitValues(value));
  }

  // The span that a report type's own filter by date names; empty: all days.
  Outcome<std::string> CompileDates(const JsonValue& filter) const {
    const std::string duration = filter.Text("durationValue", "CUSTOM");
    const std::string name = filter.Text("column");
    const auto column = FindReportColumn(schema_, type_, name);
    if (!column) return BadReport(text::BadDateColumn(name));
    const Field& field = *column->field;
    if (field.type != FieldType::kDate && field.type != FieldType::kDateTime) {
      return BadReport(text::NotADateColumn(name));
    }
    if (duration != "CUSTOM") {
      if (!IsDateWord(duration)) return BadReport(text::BadDuration(duration));
      return StrCat(column->filter_path, " = ", DateWord(duration));
    }
    std::string condition;
    for (const auto& [end, op] : {std::pair{"start", " >= "}, std::pair{"end", " <= "}}) {
      const std::string day = filter.Text(StrCat(end, "Date"));
      if (day.empty()) continue;
      if (!ParseDate(day)) {
        return BadReport(text::BadFilterDate(end, name));
      }
      const std::string_view clock = field.type == FieldType::kDate     ? ""
                                     : std::string_view(end) == "start" ? "T00:00:00Z"
                                                                        : "T23:59:59Z";
      StrAppend(&condition, condition.empty() ? "" : " AND ", column->filter_path, op, day, clock);
    }
    return condition;
  }

 private:
  Outcome<std::string> Join(const ReportColumn& column, const OperatorName& op,
                            const std::vector<std::string>& values) const {
    const bool all = op.name == "notEqual" || op.name == "notContain" || op.name == "excludes";
    std::string joined = "(";
    for (const std::string& value : values) {
      if (joined.size() > 1) joined.append(all ? " AND " : " OR ");
      if (op.soql.find("LIKE") != std::string::npos) {
        joined.append(LikeCondition(column.filter_path, op.name, value));
        continue;
      }
      const auto literal = Literal(*column.field, value);
      if (!literal.ok()) return literal.error();
      const bool list = op.soql.find("CLUDES") != std::string::npos;
      StrAppend(&joined, column.filter_path, " ", op.soql, list ? " (" : " ", *literal,
                list ? ")" : "");
    }
    return joined + ")";
  }

  const Schema& schema_;
  const ObjectType& type_;
};

// A word of filter logic as SOQL has it: an operator, or the condition that a number stands for.
// Nothing for any other word.
std::optional<std::string_view> LogicPart(std::string_view word,
                                          const std::vector<std::string>& filters) {
  for (const std::string_view known : {"AND", "OR", "NOT"}) {
    if (EqualsIgnoreCase(word, known)) return known;
  }
  size_t number = 0;
  const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == word.data() + word.size();
  if (!whole || number == 0 || number > filters.size()) return std::nullopt;
  return filters[number - 1];
}

// Puts the conditions where `(1 OR 2) AND 3` has their numbers.
Outcome<std::string> ApplyLogic(const std::string& logic, const std::vector<std::string>& filters) {
  const ApiError wrong = BadReport(text::BadFilterLogic(logic));
  std::string condition = "(";
  int depth = 0;
  for (size_t i = 0; i < logic.size();) {
    const char c = logic[i];
    if (c == '(' || c == ')' || c == ' ') {
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth < 0) return wrong;
      condition.push_back(c);
      ++i;
      continue;
    }
    const size_t end = std::min(logic.find_first_of("() ", i), logic.size());
    const auto part = LogicPart(std::string_view(logic).substr(i, end - i), filters);
    if (!part || condition.size() + part->size() > kMaxCondition) return wrong;
    condition.append(*part);
    i = end;
  }
  if (depth > 0) return wrong;
  return condition + ")";
}

}  // namespace

Outcome<std::string> ReportFilterSoql(const Schema& schema, const ObjectType& type,
                                      const JsonValue& metadata) {
  const FilterCompiler compiler(schema, type);
  std::vector<std::string> filters;
  std::string condition;
  if (const JsonValue* list = metadata.Find("reportFilters")) {
    if (list->items.size() > kMaxFilters) return BadReport(std::string(text::kTooManyFilters));
    for (const JsonValue& filter : list->items) {
      auto compiled = compiler.Compile(filter);
      if (!compiled.ok()) return compiled;
      StrAppend(&condition, condition.empty() ? "" : " AND ", *compiled);
      filters.push_back(std::move(*compiled));
    }
  }
  const std::string logic = metadata.Text("reportBooleanFilter");
  if (!logic.empty()) {
    auto applied = ApplyLogic(logic, filters);
    if (!applied.ok()) return applied;
    condition = std::move(*applied);
  }
  const JsonValue* dates = metadata.Find("standardDateFilter");
  if (dates == nullptr || !dates->is_object()) return condition;
  auto span = compiler.CompileDates(*dates);
  if (!span.ok() || span->empty()) return span.ok() ? condition : span;
  return condition.empty() ? *span : StrCat(condition, " AND ", *span);
}

}  // namespace sfsim
