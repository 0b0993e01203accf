// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class SoqlGroupingTest : public OrgTest {
 protected:
  void SetUp() override {
    OrgTest::SetUp();
    Add("a", "Hot", 1);
    Add("a", "Cold", 2);
    Add("a", "Cold", 4);
    Add("B", "Hot", 8);
    Add("B", "", 16);
  }

  void Add(const std::string& site, const std::string& rating, int employees) {
    Create("Account", R"({"Name":"x","Site":")" + site + R"(","Rating":")" + rating +
                          R"(","NumberOfEmployees":)" + std::to_string(employees) + "}");
  }

  // The values of the records, without attributes: `a,Hot,1|…`.
  std::string Rows(const std::string& soql) {
    const HttpReply reply = Query(soql);
    if (reply.status != 200) return reply.body;
    std::string rows;
    const JsonValue json = reply.Json();
    EXPECT_EQ(json.Integer("totalSize"), static_cast<int64_t>(json.Find("records")->items.size()));
    for (const JsonValue& record : json.Find("records")->items) {
      if (!rows.empty()) rows += "|";
      for (size_t i = 1; i < record.members.size(); ++i) {
        const JsonValue& value = record.members[i].value;
        if (i > 1) rows += ",";
        if (value.is_string()) {
          rows += value.text;
        } else {
          value.AppendTo(&rows);
        }
      }
    }
    return rows;
  }

  std::string LastLine(const std::string& soql) {
    const HttpReply reply = Query(soql);
    EXPECT_EQ(400, reply.status) << reply.body;
    const JsonValue json = reply.Json();
    const std::string message = json.is_array() ? json.items[0].Text("message") : reply.body;
    return message.substr(message.rfind('\n') + 1);
  }
};

TEST_F(SoqlGroupingTest, RollupAddsSubTotalsAndTheTotal) {
  EXPECT_EQ("a,3,7|B,2,24|null,5,31",
            Rows("SELECT Site, COUNT(Id), SUM(NumberOfEmployees) s FROM Account GROUP BY "
                 "ROLLUP(Site)"));
  EXPECT_EQ("a,Cold,6|a,Hot,1|a,null,7|B,null,16|B,Hot,8|B,null,24|null,null,31",
            Rows("SELECT Site, Rating, SUM(NumberOfEmployees) FROM Account GROUP BY ROLLUP(Site, "
                 "Rating)"));
}

TEST_F(SoqlGroupingTest, GroupingTellsSubTotalsFromNulls) {
  EXPECT_EQ(
      "a,Cold,0,0,2|a,Hot,0,0,1|a,null,0,1,3|B,null,0,0,1|B,Hot,0,0,1|B,null,0,1,2|"
      "null,null,1,1,5",
      Rows("SELECT Site, Rating, GROUPING(Site) gs, GROUPING(Rating) gr, COUNT(Id) cnt FROM "
           "Account GROUP BY ROLLUP(Site, Rating)"));
}

TEST_F(SoqlGroupingTest, CubeAddsEveryCombination) {
  EXPECT_EQ(
      "a,Cold,2|a,Hot,1|B,null,1|B,Hot,1|a,null,3|B,null,2|null,null,1|null,Cold,2|"
      "null,Hot,2|null,null,5",
      Rows("SELECT Site, Rating, COUNT(Id) FROM Account GROUP BY CUBE(Site, Rating) ORDER BY "
           "GROUPING(Site), GROUPING(Rating), Site, Rating"));
}

TEST_F(SoqlGroupingTest, HavingAndOrderSeeSubTotals) {
  EXPECT_EQ("null,5|a,3",
            Rows("SELECT Site, COUNT(Id) FROM Account GROUP BY ROLLUP(Site) HAVING COUNT(Id) > 2 "
                 "ORDER BY COUNT(Id) DESC"));
  EXPECT_EQ("B,2", Rows("SELECT Site, COUNT(Id) FROM Account GROUP BY ROLLUP(Site) HAVING Site = "
                        "'b' AND GROUPING(Site) = 0"));
}

TEST_F(SoqlGroupingTest, AtMostThreeFieldsRollUp) {
  EXPECT_EQ(
      "GROUP BY ROLLUP and GROUP BY CUBE take at most 3 fields",
      LastLine("SELECT COUNT(Id) FROM Account GROUP BY ROLLUP(Site, Rating, Type, Industry)"));
}

TEST_F(SoqlGroupingTest, EveryAggregateIsComputed) {
  EXPECT_EQ("5,4,2,31,6.2,1,16",
            Rows("SELECT COUNT(Id), COUNT(Rating), COUNT_DISTINCT(Site), SUM(NumberOfEmployees), "
                 "AVG(NumberOfEmployees), MIN(NumberOfEmployees), MAX(NumberOfEmployees) FROM "
                 "Account"));
  EXPECT_EQ("Cold", Rows("SELECT MIN(Rating) FROM Account"));
  EXPECT_EQ("a", Rows("SELECT Site FROM Account GROUP BY Site HAVING MIN(Rating) = 'COLD'"));
}

TEST_F(SoqlGroupingTest, FieldsThatDoNotAggregateAreRefused) {
  EXPECT_EQ("field IsDeleted does not support aggregate operator COUNT",
            LastLine("SELECT COUNT(IsDeleted) FROM Account"));
  EXPECT_EQ("field Name does not support aggregate operator SUM",
            LastLine("SELECT SUM(Name) FROM Account"));
  EXPECT_EQ("field Description does not support aggregate operator MAX",
            LastLine("SELECT MAX(Description) FROM Account"));
}

TEST_F(SoqlGroupingTest, WhatIsNeitherGroupedNorAggregatedIsRefused) {
  EXPECT_EQ("Field must be grouped or aggregated: Rating",
            LastLine("SELECT Site, Rating FROM Account GROUP BY Site"));
  EXPECT_EQ("Field must be grouped or aggregated: Rating",
            LastLine("SELECT Site FROM Account GROUP BY Site ORDER BY Rating"));
  EXPECT_EQ("Field must be grouped or aggregated: Rating",
            LastLine("SELECT Site FROM Account GROUP BY Site HAVING Rating = 'Hot'"));
  EXPECT_EQ("only root queries support aggregate expressions",
            LastLine("SELECT Name, (SELECT COUNT(Id) FROM Contacts) FROM Account"));
}

TEST_F(SoqlGroupingTest, SemiJoinsFollowTheirRules) {
  EXPECT_EQ("Semi join sub-selects are not allowed with the 'OR' operator",
            LastLine("SELECT Id FROM Account WHERE Name = 'a' OR Id IN (SELECT AccountId FROM "
                     "Contact)"));
  EXPECT_EQ("Maximum 2 semi join sub-selects are allowed",
            LastLine("SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact) AND Id IN "
                     "(SELECT AccountId FROM Case) AND Id IN (SELECT AccountId FROM Opportunity)"));
  EXPECT_EQ("Nesting of semi join sub-selects is not supported",
            LastLine("SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE Id "
                     "IN (SELECT ContactId FROM Case))"));
  EXPECT_EQ("The inner and outer selects should not be on the same object type",
            LastLine("SELECT Id FROM Account WHERE Id IN (SELECT ParentId FROM Account)"));
  EXPECT_EQ("Semi join sub-selects can only query id fields, cannot use: 'LastName'",
            LastLine("SELECT Id FROM Account WHERE Id IN (SELECT LastName FROM Contact)"));
}

TEST_F(SoqlGroupingTest, BindVariablesBelongToApex) {
  for (const char* value : {":x", "x", "Site"}) {
    EXPECT_EQ("Bind variables only allowed in Apex code",
              LastLine(std::string("SELECT Id FROM Account WHERE Name = ") + value));
  }
}

}  // namespace
}  // namespace sfsim
