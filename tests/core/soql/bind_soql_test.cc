// SPDX-License-Identifier: Apache-2.0
#include "core/soql/bind_soql.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sfconnector {
namespace {

using ::testing::HasSubstr;

v1::BindValue Text(const std::string& text) {
  v1::BindValue value;
  value.set_string_value(text);
  return value;
}

// Binds one value to `:v`, and returns what stands in its place.
absl::StatusOr<std::string> Bound(const v1::BindValue& value) {
  BindParameters parameters;
  parameters["v"] = value;
  absl::StatusOr<std::string> soql = BindSoql("WHERE X = :v", parameters);
  if (!soql.ok()) return soql.status();
  return soql->substr(10);
}

TEST(BindSoql, QuotesAndEscapesText) {
  EXPECT_EQ(*Bound(Text("O'Brien \\ \"x\"\n%_")), "'O\\'Brien \\\\ \"x\"\\n%_'");
}

TEST(BindSoql, AHostileValueStaysOneLiteral) {
  EXPECT_EQ(*Bound(Text("x' OR Name != '")), "'x\\' OR Name != \\''");
}

TEST(BindSoql, AValueThatLooksLikeAParameterIsNotBoundAgain) {
  BindParameters parameters;
  parameters["a"] = Text(":b");
  parameters["b"] = Text("second");
  EXPECT_EQ(*BindSoql("A = :a AND B = :b", parameters), "A = ':b' AND B = 'second'");
}

TEST(BindSoql, EscapesWildcardsForLikeOnlyWhenAsked) {
  v1::BindValue value;
  value.set_like_literal_value("50%_a'");
  EXPECT_EQ(*Bound(value), "'50\\%\\_a\\''");
}

TEST(BindSoql, WritesEveryType) {
  v1::BindValue value;
  value.set_null_value(v1::NULL_VALUE_UNSPECIFIED);
  EXPECT_EQ(*Bound(value), "null");
  value.set_bool_value(true);
  EXPECT_EQ(*Bound(value), "true");
  value.set_integer_value(-42);
  EXPECT_EQ(*Bound(value), "-42");
  value.set_decimal_value("123456789012345678.90");
  EXPECT_EQ(*Bound(value), "123456789012345678.90");
  value.set_date_value("2024-02-29");
  EXPECT_EQ(*Bound(value), "2024-02-29");
  value.set_currency_value("USD5000.50");
  EXPECT_EQ(*Bound(value), "USD5000.50");
  value.mutable_datetime_value()->set_seconds(1435347993);
  EXPECT_EQ(*Bound(value), "2015-06-26T19:46:33.000Z");
}

TEST(BindSoql, WritesAListInParentheses) {
  v1::BindValue value;
  *value.mutable_list_value()->add_values() = Text("a");
  *value.mutable_list_value()->add_values() = Text("b'c");
  EXPECT_EQ(*Bound(value), "('a','b\\'c')");
}

TEST(BindSoql, RefusesWhatIsNoLiteral) {
  v1::BindValue value;
  value.set_decimal_value("1 OR 1=1");
  EXPECT_THAT(std::string(Bound(value).status().message()), HasSubstr("parameters.v"));
  value.set_date_value("2023-02-29");
  EXPECT_FALSE(Bound(value).ok());
  value.set_currency_value("5000");
  EXPECT_FALSE(Bound(value).ok());
  value.mutable_list_value();
  EXPECT_FALSE(Bound(value).ok());
  value.mutable_list_value()->add_values()->mutable_list_value();
  EXPECT_THAT(std::string(Bound(value).status().message()), HasSubstr("parameters.v[0]"));
  EXPECT_FALSE(Bound(v1::BindValue()).ok());
}

TEST(BindSoql, NamesAParameterWithoutAValue) {
  EXPECT_THAT(std::string(BindSoql("X = :nobody", {}).status().message()), HasSubstr(":nobody"));
}

TEST(BindSoql, NamesAValueThatIsNotUsed) {
  BindParameters parameters;
  parameters["extra"] = Text("x");
  EXPECT_THAT(std::string(BindSoql("SELECT Id FROM A", parameters).status().message()),
              HasSubstr("parameters.extra"));
}

}  // namespace
}  // namespace sfconnector
