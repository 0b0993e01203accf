// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class ProcessTest : public OrgTest {
 protected:
  void SetUp() override {
    OrgOptions options = DefaultOptions();
    options.schema_json = R"({
      "approvalProcesses":[
        {"name":"Big","label":"Big Accounts","object":"Account","sortOrder":2},
        {"name":"Energy","object":"Account","criteria":{"Industry":"Energy"}},
        {"name":"Strict","object":"Contact","criteria":{"LastName":"x"}}],
      "workflowRules":[
        {"name":"Rate","description":"d","object":"Account","criteria":{"Industry":"Energy"},
         "fieldUpdates":{"Rating":"Hot"}},
        {"name":"Break","object":"Contact","fieldUpdates":{"Email":"no mail"}}]})";
    StartOrg(std::move(options));
    account_ = Create("Account", R"({"Name":"a","Industry":"Energy"})");
  }

  HttpReply Process(const std::string& requests) {
    return Call("POST", std::string(kData) + "/process/approvals",
                "{\"requests\":[" + requests + "]}");
  }
  static std::string Submit(const std::string& id, const std::string& more = "") {
    return R"({"actionType":"Submit","contextId":")" + id + "\"" + more + "}";
  }
  HttpReply Trigger(const std::string& path, const std::string& ids) {
    return Call("POST", std::string(kData) + "/process/rules" + path,
                "{\"contextIds\":[" + ids + "]}");
  }

  std::string account_;
};

TEST_F(ProcessTest, ProcessesAreListedByObject) {
  const JsonValue reply = Call("GET", std::string(kData) + "/process/approvals").Json();
  const JsonValue& accounts = *reply.Find("approvals")->Find("Account");
  ASSERT_EQ(2u, accounts.items.size());
  EXPECT_EQ("Big Accounts", accounts.items[0].Text("name"));
  EXPECT_EQ(accounts.items[0].Text("id"),
            Column("SELECT Id FROM ProcessDefinition WHERE DeveloperName = 'Big'", "Id"));
}

TEST_F(ProcessTest, ASubmittedRecordWaitsUntilItIsApproved) {
  const HttpReply submitted = Process(Submit(account_));
  ASSERT_EQ(200, submitted.status) << submitted.body;
  const JsonValue result = submitted.Json().items.at(0);
  EXPECT_EQ("Pending", result.Text("instanceStatus"));
  EXPECT_EQ(account_, result.Text("entityId"));
  const std::string item = result.Find("newWorkitemIds")->items.at(0).text;
  EXPECT_EQ("04i", item.substr(0, 3));
  EXPECT_EQ("Pending", Column("SELECT Status FROM ProcessInstance WHERE "
                              "ProcessDefinition.DeveloperName = 'Energy'",
                              "Status"));
  EXPECT_NE(std::string::npos, Process(Submit(account_)).body.find("ALREADY_IN_PROCESS"));
  const HttpReply approved = Process(R"({"actionType":"Approve","contextId":")" + item + "\"}");
  EXPECT_EQ(200, approved.status) << approved.body;
  EXPECT_TRUE(approved.Json().items.at(0).Find("actorIds")->is_null());
  EXPECT_EQ("Approved", Column("SELECT Status FROM ProcessInstance", "Status"));
  EXPECT_EQ("", Column("SELECT Id FROM ProcessInstanceWorkitem", "Id"));
  EXPECT_EQ(400, Process(R"({"actionType":"Reject","contextId":")" + item + "\"}").status);
}

TEST_F(ProcessTest, FailuresAreResultsOfTheirOwn) {
  const std::string contact = Create("Contact", R"({"LastName":"c"})");
  const HttpReply reply =
      Process(Submit(contact) + "," +
              Submit(contact, R"(,"processDefinitionNameOrId":"Strict","skipEntryCriteria":true)") +
              "," + Submit("001") + R"(,{"actionType":"Dance"})");
  EXPECT_EQ(400, reply.status);
  const JsonValue results = reply.Json();
  ASSERT_EQ(4u, results.items.size()) << reply.body;
  EXPECT_EQ("NO_APPLICABLE_PROCESS", results.items[0].Find("errors")->items[0].Text("statusCode"));
  EXPECT_TRUE(results.items[1].Flag("success"));
  EXPECT_EQ("MALFORMED_ID", results.items[2].Find("errors")->items[0].Text("statusCode"));
  EXPECT_FALSE(results.items[3].Flag("success", true));
  EXPECT_EQ("Pending", Column("SELECT Status FROM ProcessInstance", "Status"));
}

TEST_F(ProcessTest, RulesAreListedByObjectOrOne) {
  const std::string rules = std::string(kData) + "/process/rules";
  const JsonValue all = Call("GET", rules).Json();
  EXPECT_EQ(2u, all.Find("rules")->members.size());
  const JsonValue rule = all.Find("rules")->Find("Account")->items.at(0);
  EXPECT_EQ("FieldUpdate", rule.Find("actions")->items.at(0).Text("type"));
  const JsonValue one = Call("GET", rules + "/Account/" + rule.Text("id")).Json();
  EXPECT_EQ("Rate", one.Text("name"));
  EXPECT_EQ(404, Call("GET", rules + "/Contact/" + rule.Text("id")).status);
  EXPECT_EQ(404, Call("GET", rules + "/Nope").status);
  EXPECT_EQ(R"({"rules":{}})", Call("GET", rules + "/Case").body);
}

TEST_F(ProcessTest, TriggeredRulesUpdateWhatMeetsTheirCriteria) {
  const std::string other = Create("Account", R"({"Name":"b"})");
  const HttpReply reply = Trigger("", "\"" + account_ + "\",\"" + other + "\"");
  EXPECT_EQ(R"({"errors":null,"success":true})", reply.body);
  EXPECT_EQ("Hot|null", Column("SELECT Rating FROM Account ORDER BY Name", "Rating"));
}

TEST_F(ProcessTest, WhenARuleFailsEverythingIsUndone) {
  const std::string contact = Create("Contact", R"({"LastName":"c"})");
  const HttpReply reply = Trigger("", "\"" + account_ + "\",\"" + contact + "\"");
  EXPECT_EQ(400, reply.status);
  EXPECT_NE(std::string::npos, reply.body.find("INVALID_EMAIL_ADDRESS")) << reply.body;
  EXPECT_EQ("null", Column("SELECT Rating FROM Account", "Rating"));
  EXPECT_EQ(200, Trigger("/Account", "\"" + account_ + "\",\"" + contact + "\"").status);
}

}  // namespace
}  // namespace sfsim
