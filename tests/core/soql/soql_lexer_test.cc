// SPDX-License-Identifier: Apache-2.0
#include "core/soql/soql_lexer.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> TokensOf(absl::string_view soql, SoqlTokenKind kind) {
  std::vector<std::string> texts;
  absl::StatusOr<std::vector<SoqlToken>> tokens = LexSoql(soql);
  EXPECT_TRUE(tokens.ok()) << tokens.status();
  for (const SoqlToken& token : *tokens) {
    if (token.kind == kind) texts.emplace_back(token.text);
  }
  return texts;
}

std::vector<std::string> Parameters(absl::string_view soql) {
  return TokensOf(soql, SoqlTokenKind::kParameter);
}

TEST(SoqlLexer, FindsParametersWithAndWithoutSpaces) {
  EXPECT_THAT(Parameters("SELECT Id FROM Account WHERE Name=:name AND Id IN:ids AND X = : spaced"),
              ElementsAre(":name", ":ids", ": spaced"));
}

TEST(SoqlLexer, ADateLiteralWithACountIsNoParameter) {
  EXPECT_THAT(Parameters("SELECT Id FROM A WHERE CreatedDate = LAST_N_DAYS:30"), IsEmpty());
}

TEST(SoqlLexer, ADatetimeIsOneLiteral) {
  EXPECT_THAT(TokensOf("x > 2020-01-01T00:00:00+01:00 AND y = 1.5e3", SoqlTokenKind::kLiteral),
              ElementsAre("2020-01-01T00:00:00+01:00", "1.5e3"));
}

TEST(SoqlLexer, WhatLooksLikeAParameterInAStringIsText) {
  EXPECT_THAT(Parameters("SELECT Id FROM A WHERE Name = 'it\\'s :not \\\\' AND X = :yes"),
              ElementsAre(":yes"));
}

TEST(SoqlLexer, AStringThatIsNotClosedIsAnErrorThatSaysWhere) {
  absl::StatusOr<std::vector<SoqlToken>> tokens = LexSoql("SELECT Id FROM A WHERE Name = 'oops\\'");
  ASSERT_FALSE(tokens.ok());
  EXPECT_THAT(std::string(tokens.status().message()), ::testing::HasSubstr("byte 30"));
}

}  // namespace
}  // namespace sfconnector
