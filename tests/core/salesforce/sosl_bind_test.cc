// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/query/sosl_bind.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sfconnector {
namespace {

using ::testing::HasSubstr;

v1::SearchBindValue Term(const std::string& text) {
  v1::SearchBindValue value;
  value.set_term(text);
  return value;
}

v1::SearchBindValue Phrase(const std::string& text) {
  v1::SearchBindValue value;
  value.set_phrase(text);
  return value;
}

v1::SearchBindValue Literal(const std::string& text) {
  v1::SearchBindValue value;
  value.mutable_literal()->set_string_value(text);
  return value;
}

// Binds one value to `:v` within the braces, and returns what stands in its place.
std::string Found(const v1::SearchBindValue& value) {
  SearchBindParameters parameters;
  parameters["v"] = value;
  absl::StatusOr<std::string> sosl = BindSosl("FIND {:v}", parameters);
  if (!sosl.ok()) return std::string(sosl.status().message());
  return sosl->substr(6, sosl->size() - 7);
}

TEST(BindSosl, EveryReservedCharacterOfATermIsEscaped) {
  EXPECT_EQ(Found(Term("a?b&c|d!e{f}g[h]i(j)k^l~m*n:o\\p\"q'r+s-t")),
            R"(a\?b\&c\|d\!e\{f\}g\[h\]i\(j\)k\^l\~m\*n\:o\\p\"q\'r\+s\-t)");
}

TEST(BindSosl, WordsThatWouldBeOperatorsAreQuoted) {
  EXPECT_EQ(Found(Term("rock and roll OR not")), R"(rock "and" roll "OR" "not")");
}

TEST(BindSosl, APhraseIsQuotedAndEscaped) {
  EXPECT_EQ(Found(Phrase("John \"Jo\" and\nSmith")), R"("John \"Jo\" and Smith")");
}

TEST(BindSosl, ATermOfWhiteSpaceAloneCannotBeLookedFor) {
  EXPECT_THAT(Found(Term(" \n")), HasSubstr("parameters.v: has nothing to look for"));
  EXPECT_THAT(Found(Phrase("")), HasSubstr("parameters.v: has nothing to look for"));
}

TEST(BindSosl, ClausesTakeLiterals) {
  SearchBindParameters parameters;
  parameters["q"] = Term("Acme");
  parameters["city"] = Literal("L'Aquila");
  absl::StatusOr<std::string> sosl = BindSosl(
      "FIND {:q AND \\:x} IN NAME FIELDS RETURNING Account(Id WHERE BillingCity = :city LIMIT 3)",
      parameters);
  ASSERT_TRUE(sosl.ok()) << sosl.status();
  EXPECT_EQ(*sosl,
            "FIND {Acme AND \\:x} IN NAME FIELDS RETURNING Account(Id WHERE BillingCity = "
            "'L\\'Aquila' LIMIT 3)");
}

TEST(BindSosl, AnApostropheWithinTheBracesBeginsNoString) {
  absl::StatusOr<std::string> sosl = BindSosl("find {O\\'Brien} returning Contact(Id)", {});
  ASSERT_TRUE(sosl.ok()) << sosl.status();
  EXPECT_EQ(*sosl, "find {O\\'Brien} returning Contact(Id)");
}

TEST(BindSosl, NamesWhatIsWrong) {
  const auto message = [](const std::string& sosl, const SearchBindParameters& parameters) {
    return std::string(BindSosl(sosl, parameters).status().message());
  };
  SearchBindParameters parameters;
  EXPECT_THAT(message("FIND {:v}", parameters), HasSubstr("has no value for `:v`"));
  EXPECT_THAT(message("FIND {a", parameters), HasSubstr("sosl: does not begin with FIND {…}"));
  EXPECT_THAT(message("SELECT Id", parameters), HasSubstr("sosl: does not begin with FIND {…}"));
  EXPECT_THAT(message("FIND {a: b}", parameters), HasSubstr("names no parameter"));
  EXPECT_THAT(message("FIND {a} RETURNING Account(Id WHERE Name = 'x", parameters),
              HasSubstr("sosl: the string"));
  parameters["v"] = Literal("x");
  EXPECT_THAT(message("FIND {:v}", parameters), HasSubstr("parameters.v: must be a term"));
  EXPECT_THAT(message("FIND {a}", parameters), HasSubstr("parameters.v: is not named by sosl"));
  parameters["v"] = Term("x");
  EXPECT_THAT(message("FIND {a} RETURNING Account(Id WHERE Name = :v)", parameters),
              HasSubstr("parameters.v: must be a literal"));
  parameters["v"] = v1::SearchBindValue();
  EXPECT_THAT(message("FIND {:v}", parameters), HasSubstr("parameters.v"));
}

}  // namespace
}  // namespace sfconnector
