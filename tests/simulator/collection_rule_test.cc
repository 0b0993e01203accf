// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class CollectionRuleTest : public OrgTest {
 protected:
  HttpReply Save(const std::string& method, const std::string& path, const std::string& body) {
    return Call(method, std::string(kData) + "/composite/sobjects" + path, body);
  }
  static std::string Records(const std::vector<std::string>& types) {
    std::string body = R"({"records":[)";
    for (const std::string& type : types) {
      if (body.back() == '}') body += ",";
      body += R"({"attributes":{"type":")" + type + R"("},"Name":"n","LastName":"l"})";
    }
    return body + "]}";
  }
};

TEST_F(CollectionRuleTest, MoreThanTenRunsOfOneTypeAreTooMany) {
  std::vector<std::string> types;
  for (int i = 0; i < 10; ++i) types.push_back(i % 2 == 0 ? "Account" : "Widget__c");
  EXPECT_EQ(200, Save("POST", "", Records(types)).status);
  types.push_back("Account");
  const HttpReply reply = Save("POST", "", Records(types));
  EXPECT_EQ(400, reply.status);
  EXPECT_NE(std::string::npos, reply.body.find("Cannot have more than 10 chunks")) << reply.body;
}

TEST_F(CollectionRuleTest, RecordsThatAreNoneSpoilTheCall) {
  for (const char* body : {R"({"records":[null]})", R"({"records":[1,2]})", R"({"records":{}})",
                           R"({})", R"([])", ""}) {
    EXPECT_EQ(400, Save("POST", "", body).status) << body;
  }
  EXPECT_EQ(400, Save("DELETE", "?ids=", "").status);
}

TEST_F(CollectionRuleTest, NewRecordsBringNoIds) {
  EXPECT_NE(std::string::npos,
            Save("POST", "", R"({"records":[{"attributes":{"type":"Account"},"Name":"n",
                                 "Id":"001Sf0000000001"}]})")
                .body.find("cannot specify Id in an insert call"));
}

TEST_F(CollectionRuleTest, RecordsThatShareAKeyAllFail) {
  const HttpReply reply = Save("PATCH", "/Widget__c/Ext__c", R"({"records":[
      {"Ext__c":"k","Name":"a"},{"Ext__c":"other","Name":"b"},{"Ext__c":"K","Name":"c"}]})");
  const JsonValue rows = reply.Json();
  ASSERT_EQ(3u, rows.items.size());
  EXPECT_EQ(
      R"({"success":false,"errors":[{"statusCode":"DUPLICATE_VALUE","message":"Duplicate external id specified: k","fields":[]}],"created":false})",
      reply.body.substr(1, reply.body.find("},{")))
      << reply.body;
  EXPECT_TRUE(rows.items[1].Flag("success"));
  EXPECT_FALSE(rows.items[2].Flag("success", true));
}

TEST_F(CollectionRuleTest, TheSameRowCannotBeUpdatedTwiceInACall) {
  const std::string id = Create("Account", R"({"Name":"a"})");
  const std::string record = R"({"attributes":{"type":"Account"},"Id":")" + id + R"(","Name":"b"})";
  const JsonValue rows = Save("PATCH", "", "{\"records\":[" + record + "," + record + "]}").Json();
  EXPECT_TRUE(rows.items[0].Flag("success"));
  EXPECT_EQ("DUPLICATE_VALUE", rows.items[1].Find("errors")->items[0].Text("statusCode"));
}

TEST_F(CollectionRuleTest, VersionsBeforeCollectionsDoNotHaveThem) {
  const std::string body = Records({"Account"});
  EXPECT_EQ(404, Call("POST", "/services/data/v41.0/composite/sobjects", body).status);
  EXPECT_EQ(200, Call("POST", "/services/data/v42.0/composite/sobjects", body).status);
  EXPECT_EQ(404, Call("PATCH", "/services/data/v45.0/composite/sobjects/Account/Id", body).status);
}

TEST_F(CollectionRuleTest, LimitsHoldForEveryMethod) {
  std::string ids = "001Sf0000000001";
  for (int i = 0; i < 200; ++i) ids += ",001Sf0000000001";
  const HttpReply reply = Save("DELETE", "?ids=" + ids, "");
  EXPECT_EQ(
      R"([{"message":"record limit reached. cannot submit more than 200 records into this call","errorCode":"EXCEEDED_ID_LIMIT"}])",
      reply.body);
  std::string many = R"({"fields":["Id"],"ids":["x")";
  for (int i = 0; i < 2000; ++i) many += ",\"x\"";
  EXPECT_EQ(400, Save("POST", "/Account", many + "]}").status);
  EXPECT_EQ(400, Save("POST", "/Account", R"({"fields":["Id"]})").status);
}

}  // namespace
}  // namespace sfsim
