// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class ExplainTest : public OrgTest {
 protected:
  HttpReply Explain(const std::string& text) {
    return Call("GET", std::string(kData) + "/query/?explain=" + Encode(text));
  }
};

TEST_F(ExplainTest, AnIndexedFilterLeadsTheBestPlan) {
  for (int i = 0; i < 10; ++i) {
    Create("Widget__c", R"({"Name":"w","Ext__c":"e)" + std::to_string(i) + R"(","Amount__c":1})");
  }
  const JsonValue json =
      Explain("SELECT Name FROM Widget__c WHERE Ext__c = 'e3' AND Amount__c > 0").Json();
  const auto& plans = json.Find("plans")->items;
  ASSERT_EQ(2u, plans.size());
  EXPECT_EQ("TableScan", plans[0].Text("leadingOperationType"));
  EXPECT_EQ("Index", plans[1].Text("leadingOperationType"));
  EXPECT_EQ("Ext__c", plans[1].Find("fields")->items[0].text);
  EXPECT_EQ(1, plans[1].Integer("cardinality"));
  EXPECT_EQ(10, plans[1].Integer("sobjectCardinality"));
  EXPECT_EQ("Widget__c", plans[1].Text("sobjectType"));
  EXPECT_EQ(2u, plans[1].Find("notes")->items.size());
  EXPECT_EQ("Amount__c", plans[1].Find("notes")->items[0].Find("fields")->items[0].text);
  for (int i = 10; i < 40; ++i) {
    Create("Widget__c", R"({"Name":"w","Ext__c":"e)" + std::to_string(i) + R"("})");
  }
  const JsonValue more = Explain("SELECT Name FROM Widget__c WHERE Ext__c = 'e3'").Json();
  EXPECT_EQ("Index", more.Find("plans")->items[0].Text("leadingOperationType"));
}

TEST_F(ExplainTest, WithoutAnIndexTheTableIsScanned) {
  Create("Account", R"({"Name":"a","Industry":"Energy"})");
  const HttpReply reply = Explain("SELECT Id FROM Account WHERE Industry = 'Energy' OR Name = 'a'");
  EXPECT_EQ(200, reply.status);
  const auto plans = reply.Json().Find("plans")->items;
  ASSERT_EQ(1u, plans.size());
  EXPECT_EQ("TableScan", plans[0].Text("leadingOperationType"));
  EXPECT_EQ(0u, plans[0].Find("fields")->items.size());
  EXPECT_EQ(1, plans[0].Integer("cardinality"));
}

TEST_F(ExplainTest, WhatCannotBeExplainedIsAnError) {
  EXPECT_NE(std::string::npos, Explain("SELECT FROM").body.find("MALFORMED_QUERY"));
  EXPECT_NE(std::string::npos, Explain("SELECT Id FROM Nope").body.find("INVALID_TYPE"));
  const HttpReply id = Explain("00O000000000001");
  EXPECT_EQ(400, id.status);
  EXPECT_NE(std::string::npos, id.body.find("INVALID_ID"));
}

}  // namespace
}  // namespace sfsim
