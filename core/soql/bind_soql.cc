// SPDX-License-Identifier: Apache-2.0
#include "core/soql/bind_soql.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/datetime.h"
#include "core/codec/json.h"
#include "core/soql/soql_lexer.h"

namespace sfconnector {
namespace {

constexpr int kMaxListSize = 100000;  // more cannot fit into SOQL's 100,000 characters

// `like_literal`: the wildcards of LIKE stand for themselves.
std::string Quote(absl::string_view text, bool like_literal) {
  std::string quoted = "'";
  for (const char c : text) {
    switch (c) {
      case '\'':
      case '\\':
        quoted += '\\';
        quoted += c;
        break;
      case '\n':
        quoted += "\\n";
        break;
      case '\r':
        quoted += "\\r";
        break;
      case '\t':
        quoted += "\\t";
        break;
      case '\b':
        quoted += "\\b";
        break;
      case '\f':
        quoted += "\\f";
        break;
      case '%':
      case '_':
        if (like_literal) quoted += '\\';
        quoted += c;
        break;
      default:
        quoted += c;
    }
  }
  quoted += '\'';
  return quoted;
}

// An ISO 4217 code and a number: `USD5000.50`.
bool IsCurrency(absl::string_view text) {
  if (text.size() < 4) return false;
  for (const char c : text.substr(0, 3)) {
    if (!absl::ascii_isupper(static_cast<unsigned char>(c))) return false;
  }
  return IsJsonNumber(text.substr(3));
}

absl::StatusOr<std::string> ListLiteral(const v1::BindList& list, const std::string& field) {
  if (list.values().empty())
    return InvalidField(field, "is an empty list, which SOQL does not have");
  if (list.values_size() > kMaxListSize) return InvalidField(field, "is too long for SOQL");
  std::string literal = "(";
  for (int i = 0; i < list.values_size(); ++i) {
    const std::string element_field = absl::StrCat(field, "[", i, "]");
    if (list.values(i).has_list_value())
      return InvalidField(element_field, "is a list within a list");
    absl::StatusOr<std::string> element = SoqlLiteral(list.values(i), element_field);
    if (!element.ok()) return element.status();
    absl::StrAppend(&literal, i > 0 ? "," : "", *element);
  }
  literal += ')';
  return literal;
}

absl::StatusOr<std::string> Checked(bool valid, const std::string& literal,
                                    const std::string& field, absl::string_view kind) {
  if (!valid) return InvalidField(field, absl::StrCat("`", literal, "` is not ", kind));
  return literal;
}

std::string ParameterName(absl::string_view token) {
  token.remove_prefix(1);
  return std::string(absl::StripLeadingAsciiWhitespace(token));
}

}  // namespace

absl::StatusOr<std::string> SoqlLiteral(const v1::BindValue& value, const std::string& field) {
  switch (value.kind_case()) {
    case v1::BindValue::kNullValue:
      return std::string("null");
    case v1::BindValue::kBoolValue:
      return std::string(value.bool_value() ? "true" : "false");
    case v1::BindValue::kStringValue:
      return Quote(value.string_value(), /*like_literal=*/false);
    case v1::BindValue::kLikeLiteralValue:
      return Quote(value.like_literal_value(), /*like_literal=*/true);
    case v1::BindValue::kIntegerValue:
      return absl::StrCat(value.integer_value());
    case v1::BindValue::kDecimalValue:
      return Checked(IsJsonNumber(value.decimal_value()), value.decimal_value(), field,
                     "a decimal number");
    case v1::BindValue::kDateValue:
      return Checked(IsDate(value.date_value()), value.date_value(), field, "a date (YYYY-MM-DD)");
    case v1::BindValue::kDatetimeValue:
      if (!IsValidDatetime(value.datetime_value()))
        return InvalidField(field, "is not within the years 1 to 9999");
      return FormatSalesforceDatetime(value.datetime_value());
    case v1::BindValue::kCurrencyValue:
      return Checked(IsCurrency(value.currency_value()), value.currency_value(), field,
                     "a currency literal such as USD5000.50");
    case v1::BindValue::kListValue:
      return ListLiteral(value.list_value(), field);
    case v1::BindValue::KIND_NOT_SET:
      break;
  }
  return InvalidField(field, "has no value");
}

absl::StatusOr<std::string> ReplaceParameters(absl::string_view text, absl::string_view field,
                                              const ParameterLiteral& literal) {
  absl::StatusOr<std::vector<SoqlToken>> tokens = LexSoql(text);
  if (!tokens.ok()) return PrefixField(field, tokens.status());
  std::string bound;
  std::size_t copied = 0;
  for (const SoqlToken& token : *tokens) {
    if (token.kind != SoqlTokenKind::kParameter) continue;
    absl::StatusOr<std::string> value = literal(ParameterName(token.text));
    if (!value.ok()) return value.status();
    absl::StrAppend(&bound, text.substr(copied, token.offset - copied), *value);
    copied = token.offset + token.text.size();
  }
  absl::StrAppend(&bound, text.substr(copied));
  return bound;
}

absl::StatusOr<std::string> BindSoql(absl::string_view soql, const BindParameters& parameters,
                                     absl::string_view field) {
  std::set<std::string> used;
  const ParameterLiteral literal = [&](const std::string& name) -> absl::StatusOr<std::string> {
    const auto it = parameters.find(name);
    if (it == parameters.end()) {
      return InvalidField("parameters", absl::StrCat("has no value for `:", name, "` of ", field));
    }
    used.insert(name);
    return SoqlLiteral(it->second, absl::StrCat("parameters.", name));
  };
  absl::StatusOr<std::string> bound = ReplaceParameters(soql, field, literal);
  if (!bound.ok()) return bound.status();
  for (const auto& [name, value] : parameters) {
    if (!used.contains(name))
      return InvalidField(absl::StrCat("parameters.", name),
                          absl::StrCat("is not named by ", field));
  }
  return bound;
}

}  // namespace sfconnector
