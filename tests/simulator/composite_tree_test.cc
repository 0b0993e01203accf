// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class CompositeTreeTest : public OrgTest {
 protected:
  HttpReply Tree(const std::string& records, const std::string& object = "Account") {
    return Call("POST", std::string(kData) + "/composite/tree/" + object,
                R"({"records":[)" + records + "]}");
  }
};

TEST_F(CompositeTreeTest, ParentsAndTheirChildrenAreCreatedLevelByLevel) {
  const HttpReply reply = Tree(R"(
    {"attributes":{"type":"Account","referenceId":"ref1"},"Name":"one","Contacts":{"records":[
      {"attributes":{"type":"Contact","referenceId":"ref2"},"LastName":"x"},
      {"attributes":{"type":"Contact","referenceId":"ref3"},"LastName":"y","Cases":{"records":[
        {"attributes":{"type":"Case","referenceId":"ref5"},"Subject":"s"}]}}]}},
    {"attributes":{"type":"Account","referenceId":"ref4"},"Name":"two"})");
  ASSERT_EQ(201, reply.status) << reply.body;
  const JsonValue json = reply.Json();
  EXPECT_FALSE(json.Flag("hasErrors", true));
  std::string order;
  for (const JsonValue& result : json.Find("results")->items) {
    order += result.Text("referenceId") + " ";
    EXPECT_EQ(18u, result.Text("id").size());
  }
  EXPECT_EQ("ref1 ref4 ref2 ref3 ref5 ", order);
  EXPECT_EQ("x|y", Column("SELECT LastName FROM Contact WHERE Account.Name = 'one'", "LastName"));
  EXPECT_EQ("s", Column("SELECT Subject FROM Case WHERE Contact.LastName = 'y'", "Subject"));
}

TEST_F(CompositeTreeTest, OneBadRecordUndoesAllAndIsTheOnlyOneNamed) {
  const HttpReply reply = Tree(R"(
    {"attributes":{"type":"Account","referenceId":"ref1"},"Name":"one","Contacts":{"records":[
      {"attributes":{"type":"Contact","referenceId":"ref2"},"LastName":"x","Email":"nonsense"}]}},
    {"attributes":{"type":"Account","referenceId":"ref3"},"Name":"two"})");
  EXPECT_EQ(400, reply.status);
  EXPECT_EQ(R"({"hasErrors":true,"results":[{"referenceId":"ref2","errors":[{"statusCode":)"
            R"("INVALID_EMAIL_ADDRESS","message":"Email: invalid email address: nonsense",)"
            R"("fields":["Email"]}]}]})",
            reply.body);
  EXPECT_EQ("", Column("SELECT Name FROM Account", "Name"));
}

TEST_F(CompositeTreeTest, ReferenceIdsAndLimitsAreChecked) {
  const auto account = [](const std::string& id) {
    return R"({"attributes":{"type":"Account","referenceId":")" + id + R"("},"Name":"n"})";
  };
  EXPECT_EQ(R"([{"message":"Include a reference ID for each record in the request.",)"
            R"("errorCode":"INVALID_INPUT"}])",
            Tree(R"({"attributes":{"type":"Account"},"Name":"n"})").body);
  const HttpReply twice = Tree(account("a") + "," + account("a"));
  EXPECT_EQ(400, twice.status);
  EXPECT_NE(std::string::npos, twice.body.find("Duplicate ReferenceId provided in the request."));
  EXPECT_EQ(400, Tree("").status);
  EXPECT_EQ(400, Tree(account("a"), "Contact").status);
  EXPECT_EQ(404, Tree(account("a"), "Nope").status);
  std::string many;
  for (int i = 0; i < 200; ++i) many += account(std::to_string(i)) + ",";
  EXPECT_EQ(400, Tree(many + account("last")).status);
  EXPECT_EQ(201, Tree(many.substr(0, many.size() - 1)).status);
  std::string deep = account("0");
  for (int i = 1; i < 6; ++i) {
    deep = deep.substr(0, deep.size() - 1) + R"(,"ChildAccounts":{"records":[)" + deep + "]}}";
  }
  EXPECT_EQ(400, Tree(deep).status);
}

}  // namespace
}  // namespace sfsim
