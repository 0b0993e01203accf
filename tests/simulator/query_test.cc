// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class QueryTest : public OrgTest {
 protected:
  void SetUp() override {
    OrgTest::SetUp();
    const std::string acme = Create("Account", R"({"Name":"Acme","Type":"Prospect"})");
    Create("Account", R"({"Name":"beta","Type":"Other"})");
    Create("Account", R"({"Name":"Émile & 100%"})");
    Create("Contact", R"({"FirstName":"Zoe","LastName":"Zed","AccountId":")" + acme + "\"}");
    Create("Contact", R"({"LastName":"Loner"})");
    Create("Widget__c", R"({"Name":"w1","Ext__c":"e1","Amount__c":10.5,"Day__c":"2024-05-15",
        "At__c":"2024-05-14T23:59:59Z","Done__c":true,"Tags__c":"a;b","Kind__c":"Red",
        "Account__c":")" + acme +
                            "\"}");
    Create("Widget__c", R"({"Name":"w2","Ext__c":"e2","Amount__c":2,"Day__c":"2024-04-30",
        "At__c":"2024-05-15T00:00:00Z","Tags__c":"b","Kind__c":"Red"})");
    Create("Widget__c", R"({"Name":"w3","Kind__c":"Green"})");
  }

  std::string Names(const std::string& where) {
    return Column("SELECT Name FROM Widget__c WHERE " + where + " ORDER BY Name", "Name");
  }
};

TEST_F(QueryTest, TextIsComparedWithoutCase) {
  EXPECT_EQ("Acme", Column("SELECT Name FROM Account WHERE Name = 'ACME'", "Name"));
  EXPECT_EQ("Émile & 100%", Column("SELECT Name FROM Account WHERE Name LIKE 'éMILE%'", "Name"));
  EXPECT_EQ("Acme|beta|Émile & 100%", Column("SELECT Name FROM Account ORDER BY Name", "Name"));
}

TEST_F(QueryTest, LikeKnowsWildcardsAndTheirEscapes) {
  EXPECT_EQ("beta", Column("SELECT Name FROM Account WHERE Name LIKE '_et%'", "Name"));
  EXPECT_EQ("Émile & 100%", Column("SELECT Name FROM Account WHERE Name LIKE '%\\%'", "Name"));
  EXPECT_EQ("", Column("SELECT Name FROM Account WHERE Name LIKE 'Acm\\%'", "Name"));
}

TEST_F(QueryTest, ComparisonsWithNullFollowSoql) {
  EXPECT_EQ("w3", Names("Amount__c = null"));
  EXPECT_EQ("w1|w2", Names("Amount__c != null"));
  EXPECT_EQ("w2|w3", Names("Amount__c != 10.5"));
  EXPECT_EQ("w2|w3", Names("NOT Amount__c > 5"));
  EXPECT_EQ("w3", Names("Amount__c NOT IN (10.5, 2)"));
  EXPECT_EQ("w1|w3", Names("Amount__c IN (10.5, null)"));
}

TEST_F(QueryTest, EveryOperatorFilters) {
  EXPECT_EQ("w1", Names("Amount__c > 2"));
  EXPECT_EQ("w1|w2", Names("Amount__c >= 2"));
  EXPECT_EQ("w2", Names("Amount__c < 2.001"));
  EXPECT_EQ("w2", Names("Amount__c <= 2"));
  EXPECT_EQ("w1", Names("Done__c = true"));
  EXPECT_EQ("w2|w3", Names("Done__c <> true"));
  EXPECT_EQ("w1|w2", Names("Tags__c INCLUDES ('b')"));
  EXPECT_EQ("w1", Names("Tags__c INCLUDES ('a;b','c')"));
  EXPECT_EQ("w2|w3", Names("Tags__c EXCLUDES ('a')"));
  EXPECT_EQ("w1|w3", Names("(Name = 'w1' OR Name = 'w3') AND NOT (Name = 'w2')"));
}

TEST_F(QueryTest, DateLiteralsNameRangesOfDays) {
  EXPECT_EQ("w1", Names("Day__c = TODAY"));
  EXPECT_EQ("w2", Names("At__c = TODAY"));
  EXPECT_EQ("w1", Names("At__c = YESTERDAY"));
  EXPECT_EQ("w1", Names("At__c < TODAY"));
  EXPECT_EQ("w2", Names("At__c > YESTERDAY"));
  EXPECT_EQ("w2", Names("Day__c = LAST_MONTH"));
  EXPECT_EQ("w1|w2", Names("Day__c = THIS_QUARTER"));
  EXPECT_EQ("w1|w2", Names("Day__c = LAST_N_DAYS:15"));
  EXPECT_EQ("w1", Names("Day__c = LAST_N_DAYS:14"));
  EXPECT_EQ("w2", Names("Day__c = N_DAYS_AGO:15"));
  EXPECT_EQ("w1", Names("Day__c = THIS_WEEK"));
  EXPECT_EQ("w1|w2", Names("Day__c = THIS_FISCAL_YEAR"));
  EXPECT_EQ("w2", Names("Day__c = 2024-04-30"));
  EXPECT_EQ("w2", Names("At__c = 2024-05-15T01:00:00+01:00"));
}

TEST_F(QueryTest, ParentsAreNestedRecordsOrNull) {
  const HttpReply reply =
      Query("SELECT LastName, Account.Name, Account.Owner.Username FROM Contact ORDER BY LastName");
  EXPECT_NE(std::string::npos, reply.body.find(R"("LastName":"Loner","Account":null})"))
      << reply.body;
  EXPECT_NE(std::string::npos,
            reply.body.find(R"("Name":"Acme","Owner":{"attributes":{"type":"User")"));
  EXPECT_EQ("Zed", Column("SELECT LastName FROM Contact WHERE Account.Name = 'acme'", "LastName"));
  EXPECT_EQ("Loner", Column("SELECT LastName FROM Contact WHERE Account.Name = null", "LastName"));
}

TEST_F(QueryTest, ChildrenAreQueryResultsOrNull) {
  const HttpReply reply =
      Query("SELECT Name, (SELECT LastName FROM Contacts) FROM Account ORDER BY Name LIMIT 2");
  EXPECT_NE(std::string::npos,
            reply.body.find(R"("Contacts":{"totalSize":1,"done":true,"records":[{"attributes")"))
      << reply.body;
  EXPECT_NE(std::string::npos, reply.body.find(R"("Name":"beta","Contacts":null)"));
}

TEST_F(QueryTest, SemiAndAntiJoinsSelectById) {
  EXPECT_EQ("Acme", Column("SELECT Name FROM Account WHERE Id IN (SELECT AccountId FROM Contact "
                           "WHERE LastName LIKE 'Z%')",
                           "Name"));
  EXPECT_EQ("beta|Émile & 100%",
            Column("SELECT Name FROM Account WHERE Id NOT IN (SELECT AccountId FROM Contact) "
                   "ORDER BY Name",
                   "Name"));
}

TEST_F(QueryTest, AggregatesHaveNamesAliasesAndNoUrl) {
  const HttpReply reply = Query(
      "SELECT Kind__c, COUNT(Id), SUM(Amount__c) total, AVG(Amount__c), MIN(Name) FROM "
      "Widget__c GROUP BY Kind__c ORDER BY Kind__c DESC");
  EXPECT_EQ(R"({"totalSize":2,"done":true,"records":[{"attributes":{"type":"AggregateResult"},)"
            R"("Kind__c":"Red","expr0":2,"total":12.5,"expr1":6.25,"expr2":"w1"},)"
            R"({"attributes":{"type":"AggregateResult"},"Kind__c":"Green","expr0":1,"total":null,)"
            R"("expr1":null,"expr2":"w3"}]})",
            reply.body);
  EXPECT_EQ(R"({"totalSize":3,"done":true,"records":[]})",
            Query("SELECT COUNT() FROM Widget__c").body);
  EXPECT_EQ("2", Column("SELECT COUNT_DISTINCT(Kind__c) n FROM Widget__c", "n"));
  EXPECT_EQ("Red", Column("SELECT Kind__c FROM Widget__c GROUP BY Kind__c HAVING COUNT(Id) > 1",
                          "Kind__c"));
  EXPECT_EQ("4|5", Column("SELECT CALENDAR_MONTH(Day__c) m FROM Widget__c WHERE Day__c != null "
                          "GROUP BY CALENDAR_MONTH(Day__c) ORDER BY CALENDAR_MONTH(Day__c)",
                          "m"));
}

TEST_F(QueryTest, NullsComeFirstUnlessAskedOtherwise) {
  EXPECT_EQ("w3|w2|w1", Column("SELECT Name FROM Widget__c ORDER BY Amount__c", "Name"));
  EXPECT_EQ("w2|w1|w3", Column("SELECT Name FROM Widget__c ORDER BY Amount__c NULLS LAST", "Name"));
  EXPECT_EQ("w1|w2|w3",
            Column("SELECT Name FROM Widget__c ORDER BY Amount__c DESC NULLS LAST", "Name"));
  EXPECT_EQ("w2", Column("SELECT Name FROM Widget__c ORDER BY Name LIMIT 1 OFFSET 1", "Name"));
}

TEST_F(QueryTest, DeletedRowsAreInQueryAllOnly) {
  const std::string id = Create("Widget__c", R"({"Name":"gone"})");
  Call("DELETE", std::string(kData) + "/sobjects/Widget__c/" + id);
  EXPECT_EQ("", Names("Name = 'gone'"));
  const HttpReply all =
      Call("GET", std::string(kData) + "/queryAll?q=" +
                      Encode("SELECT Name, IsDeleted FROM Widget__c WHERE IsDeleted = true"));
  EXPECT_NE(std::string::npos, all.body.find(R"("Name":"gone","IsDeleted":true)")) << all.body;
}

TEST_F(QueryTest, PolymorphicParentsShowTheirType) {
  const std::string account = Column("SELECT Id FROM Account WHERE Name = 'Acme'", "Id");
  Create("Task", R"({"Subject":"Call","WhatId":")" + account + "\"}");
  EXPECT_EQ("Call", Column("SELECT Subject FROM Task WHERE What.Type = 'Account'", "Subject"));
  const HttpReply reply =
      Query("SELECT What.Name, TYPEOF What WHEN Account THEN Type, Phone ELSE Name END FROM Task");
  EXPECT_NE(std::string::npos, reply.body.find(R"("What":{"attributes":{"type":"Account")"))
      << reply.body;
}

TEST_F(QueryTest, FieldsFunctionSelectsGroupsOfFields) {
  EXPECT_NE(std::string::npos,
            Query("SELECT FIELDS(CUSTOM) FROM Widget__c LIMIT 1").body.find("\"Ext__c\":\"e1\""));
  EXPECT_EQ(400, Query("SELECT FIELDS(ALL) FROM Widget__c").status);
}

TEST_F(QueryTest, PlusAndTrailingSlashWorkInTheUrl) {
  EXPECT_EQ(200, Call("GET", std::string(kData) + "/query/?q=SELECT+Id+FROM+Account").status);
}

}  // namespace
}  // namespace sfsim
