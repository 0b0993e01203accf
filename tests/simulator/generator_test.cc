// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class GeneratorTest : public OrgTest {
 protected:
  void SetUp() override {}
  void Start(std::vector<std::pair<std::string, int64_t>> generate, uint64_t seed = 1) {
    OrgOptions options = DefaultOptions();
    options.generate = std::move(generate);
    options.seed = seed;
    StartOrg(std::move(options));
  }
};

TEST_F(GeneratorTest, TheSameSeedMakesTheSameRows) {
  const std::string query =
      "SELECT Name, Industry, BillingCity, Phone, AnnualRevenue, ParentId FROM Account";
  Start({{"Account", 50}});
  const std::string first = Query(query).body;
  Start({{"Account", 50}});
  EXPECT_EQ(first, Query(query).body);
  Start({{"Account", 50}}, 2);
  EXPECT_NE(first, Query(query).body);
}

TEST_F(GeneratorTest, RowsBelongTogether) {
  Start({{"Account", 20}, {"Contact", 100}, {"Opportunity", 100}, {"Case", 100}, {"Task", 100}});
  const auto count = [&](const std::string& rest) {
    return Query("SELECT COUNT() FROM " + rest).Json().Integer("totalSize");
  };
  EXPECT_EQ(0, count("Contact WHERE AccountId = null OR Account.Name = null"));
  EXPECT_EQ(0, count("Opportunity WHERE StageName = 'Closed Won' AND IsWon = false"));
  EXPECT_EQ(0,
            count("Opportunity WHERE IsWon = true AND (Probability != 100 OR IsClosed = false)"));
  EXPECT_EQ(0, count("Case WHERE Status = 'Closed' AND IsClosed = false"));
  EXPECT_EQ(0, count("Task WHERE WhoId = null OR WhatId = null"));
  EXPECT_EQ(0, count("Account WHERE BillingCity = 'Berlin' AND BillingCountry != 'Germany'"));
  const JsonValue cases = Query("SELECT AccountId, Contact.AccountId FROM Case").Json();
  for (const JsonValue& row : cases.Find("records")->items) {
    EXPECT_EQ(row.Text("AccountId"), row.Find("Contact")->Text("AccountId"));
  }
}

TEST_F(GeneratorTest, EveryObjectOfTheOrgCanBeGenerated) {
  Start({});
  const JsonValue objects = Call("GET", std::string(kData) + "/sobjects").Json();
  std::vector<std::pair<std::string, int64_t>> generate;
  for (const JsonValue& object : objects.Find("sobjects")->items) {
    generate.emplace_back(object.Text("name"), 3);
  }
  Start(generate);
  for (const auto& [name, rows] : generate) {
    EXPECT_EQ(200, Query("SELECT Id FROM " + name).status) << name;
  }
}

}  // namespace
}  // namespace sfsim
