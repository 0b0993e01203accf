// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "simulator/soql/parser.h"

namespace sfsim::soql {
namespace {

class ValidQuery : public ::testing::TestWithParam<const char*> {};

TEST_P(ValidQuery, Parses) {
  const auto query = Parse(GetParam());
  EXPECT_TRUE(query.ok()) << query.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Corpus, ValidQuery,
    ::testing::Values(
        "SELECT Id FROM Account", "select id from account", "SELECT Id, Name FROM Account a",
        "SELECT a.Id FROM Account AS a WHERE a.Name = 'x'", "SELECT COUNT() FROM Account",
        "SELECT Account.Owner.Name FROM Contact", "SELECT Id FROM Contact c, c.Account a",
        "SELECT Id, (SELECT Id, (SELECT Id FROM Tasks) FROM Contacts) FROM Account",
        "SELECT Id FROM Account WHERE Name LIKE 'a\\%b%' AND NOT (Type = null OR Type IN "
        "('a','b'))",
        "SELECT Id FROM Account WHERE NOT Name = 'x' AND NOT Name = 'y'",
        "SELECT Id FROM Account WHERE Id NOT IN (SELECT AccountId FROM Contact)",
        "SELECT Id FROM X__c WHERE T__c INCLUDES ('a;b','c') OR T__c EXCLUDES ('d')",
        "SELECT Id FROM Account WHERE CreatedDate = LAST_N_DAYS:30 AND LastModifiedDate > "
        "2020-01-01T00:00:00Z",
        "SELECT Id FROM Account WHERE CreatedDate > 2020-01-01T00:00:00.000+01:00",
        "SELECT Id FROM Opportunity WHERE CloseDate >= 2020-01-31 AND Amount < -1.5e3",
        "SELECT Type, COUNT(Id) c FROM Account GROUP BY Type HAVING COUNT(Id) > 1 ORDER BY "
        "COUNT(Id) DESC NULLS LAST LIMIT 10 OFFSET 5",
        "SELECT Type FROM Account GROUP BY ROLLUP(Type, Industry)",
        "SELECT Type FROM Account GROUP BY CUBE(Type)",
        "SELECT CALENDAR_YEAR(convertTimezone(CreatedDate)) FROM Account GROUP BY "
        "CALENDAR_YEAR(convertTimezone(CreatedDate))",
        "SELECT TYPEOF What WHEN Account THEN Phone, Name WHEN Opportunity THEN Amount ELSE Name "
        "END FROM Event",
        "SELECT FIELDS(ALL) FROM Account LIMIT 200", "SELECT toLabel(Type) FROM Account",
        "SELECT Id FROM Account USING SCOPE mine WHERE Name != 'a' WITH SECURITY_ENFORCED LIMIT 1",
        "SELECT Id FROM Account FOR VIEW", "SELECT Id FROM Account LIMIT 1 ALL ROWS",
        "SELECT Id FROM Account WHERE DISTANCE(Location__c, GEOLOCATION(37.5,-122.1), 'mi') < 20",
        "SELECT Id\nFROM Account\n\tWHERE Name = 'it\\'s \\\\ \\u00e9'"));

class InvalidQuery : public ::testing::TestWithParam<const char*> {};

TEST_P(InvalidQuery, IsMalformed) {
  const auto query = Parse(GetParam());
  ASSERT_FALSE(query.ok());
  EXPECT_EQ("MALFORMED_QUERY", query.error().code);
}

INSTANTIATE_TEST_SUITE_P(
    Corpus, InvalidQuery,
    ::testing::Values(
        "", "q", "SELECT", "SELECT FROM Account", "SELECT Id", "SELECT Id FROM",
        "SELECT Id, FROM Account", "SELECT Id Name Type FROM Account",
        "SELECT Id FROM Account WHERE", "SELECT Id FROM Account WHERE Name",
        "SELECT Id FROM Account WHERE Name =", "SELECT Id FROM Account WHERE Name = 'x",
        "SELECT Id FROM Account WHERE Name = 'a\\q'", "SELECT Id FROM Account WHERE Name = :name",
        "SELECT Id FROM Account WHERE Name IN ()", "SELECT Id FROM Account WHERE Name IN :names",
        "SELECT Id FROM Account WHERE (Name = 'x'", "SELECT Id FROM Account WHERE Name = 'x')",
        "SELECT Id FROM Account WHERE A = 'x' AND B = 'y' OR C = 'z'",
        "SELECT Id FROM Account LIMIT x", "SELECT Id FROM Account LIMIT -1",
        "SELECT Id FROM Account ORDER Name", "SELECT Id FROM Account GROUP Type",
        "SELECT Id FROM Account ORDER BY Name NULLS", "SELECT Id FROM Account;",
        "SELECT FIELDS(SOME) FROM Account", "SELECT COUNT( FROM Account",
        "SELECT TYPEOF What WHEN Account THEN Name FROM Event",
        "SELECT Id FROM Account WHERE Name = 'x' garbage more"));

TEST(Parser, RefusesStatementsOverTheLengthLimit) {
  const auto query =
      Parse("SELECT Id FROM Account WHERE Name = '" + std::string(100'000, 'x') + "'");
  ASSERT_FALSE(query.ok());
  EXPECT_EQ("SOQL statements can not be longer than 100000 characters", query.error().message);
}

TEST(Parser, SurvivesDeepNesting) {
  EXPECT_FALSE(Parse("SELECT Id FROM A WHERE " + std::string(5000, '(')).ok());
  std::string nots;
  for (int i = 0; i < 5000; ++i) nots += "NOT ";
  EXPECT_FALSE(Parse("SELECT Id FROM A WHERE " + nots + "B = 1").ok());
  std::string nested = "SELECT Id";
  for (int i = 0; i < 5000; ++i) nested += ", (SELECT Id";
  EXPECT_FALSE(Parse(nested).ok());
}

TEST(Parser, DecodesEscapesAndKeepsThemForLike) {
  const auto query = Parse(R"(SELECT Id FROM A WHERE B LIKE 'a\'\n\%\\')");
  ASSERT_TRUE(query.ok());
  const Literal& literal = query->where->comparison.values[0];
  EXPECT_EQ("a'\n%\\", literal.text);
  EXPECT_EQ("a'\n\\%\\\\", literal.pattern);
}

}  // namespace
}  // namespace sfsim::soql
