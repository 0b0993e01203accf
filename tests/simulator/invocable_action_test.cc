// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class InvocableActionTest : public OrgTest {
 protected:
  void SetUp() override {
    OrgOptions options = DefaultOptions();
    options.schema_json = R"({"invocableActions":[
      {"kind":"apex","name":"Echo","inputs":[{"name":"text","required":true}],
       "outputs":[{"name":"text"}],
       "failures":[{"input":"text","value":"fail","statusCode":"FIELD_CUSTOM_VALIDATION_EXCEPTION",
                    "message":"as you wish"}]},
      {"kind":"flow","name":"Nothing"}]})";
    StartOrg(std::move(options));
  }
  static std::string Url(const std::string& path) { return std::string(kData) + "/actions" + path; }
};

TEST_F(InvocableActionTest, ContextsLeadToActions) {
  const JsonValue contexts = Call("GET", Url("")).Json();
  EXPECT_EQ(Url("/standard"), contexts.Text("standard"));
  const JsonValue standard = Call("GET", contexts.Text("standard")).Json();
  EXPECT_EQ(R"({"label":"Send Email","name":"emailSimple","type":"EMAILSIMPLE","url":")" +
                Url("/standard/emailSimple") + "\"}",
            [&] {
              std::string text;
              standard.Find("actions")->items.at(1).AppendTo(&text);
              return text;
            }());
  const JsonValue kinds = Call("GET", contexts.Text("custom")).Json();
  const JsonValue apex = Call("GET", kinds.Text("apex")).Json();
  EXPECT_EQ("Echo", apex.Find("actions")->items.at(0).Text("name"));
  EXPECT_EQ(R"({"actions":[]})", Call("GET", kinds.Text("emailAlert")).body);
  EXPECT_EQ(404, Call("GET", Url("/custom/nope")).status);
  EXPECT_EQ(404, Call("GET", Url("/standard/nope")).status);
  EXPECT_EQ(404, Call("GET", Url("/custom/standard/emailSimple")).status);
  EXPECT_EQ(404, Call("POST", Url("/custom/standard/emailSimple"), R"({"inputs":[{}]})").status);
  const JsonValue echo = Call("GET", Url("/custom/apex/Echo")).Json();
  EXPECT_TRUE(echo.Find("inputs")->items.at(0).Flag("required"));
  EXPECT_FALSE(echo.Flag("standard", true));
}

TEST_F(InvocableActionTest, AnUnknownActionIsAFailedResult) {
  const HttpReply reply = Call("POST", Url("/custom/apex/n"), R"({"inputs":[{"x":1}]})");
  EXPECT_EQ(400, reply.status);
  EXPECT_EQ(R"([{"actionName":"n","errors":[{"statusCode":"MISSING_RECORD",)"
            R"("message":"Action name not found: n","fields":[]}],"isSuccess":false,)"
            R"("outputValues":null,"sortOrder":-1,"version":1}])",
            [&] {
              std::string body = reply.body;
              for (const std::string key : {R"("invocationId":null,)", R"("outcome":null,)"})
                body.erase(body.find(key), key.size());
              return body;
            }());
}

TEST_F(InvocableActionTest, EachInputHasItsResult) {
  const HttpReply reply =
      Call("POST", "/services/data/v57.0/actions/custom/apex/Echo",
           R"({"inputs":[{"text":"<&\"]]>"},{"text":"fail"},{},{"text":"x","more":1}]})");
  EXPECT_EQ(200, reply.status) << reply.body;
  const JsonValue results = reply.Json();
  ASSERT_EQ(4u, results.items.size());
  EXPECT_EQ("<&\"]]>", results.items[0].Find("outputValues")->Text("text"));
  EXPECT_EQ("as you wish", results.items[1].Find("errors")->items[0].Text("message"));
  EXPECT_EQ("INVALID_API_INPUT", results.items[2].Find("errors")->items[0].Text("statusCode"));
  EXPECT_EQ("INVALID_API_INPUT", results.items[3].Find("errors")->items[0].Text("statusCode"));
  EXPECT_NE(std::string::npos,
            results.items[3].Find("errors")->items[0].Text("message").find("more"));
  EXPECT_EQ(nullptr, results.items[0].Find("sortOrder"));
  EXPECT_EQ(400, Call("POST", Url("/custom/apex/Echo"), R"({"inputs":[{}]})").status);
  EXPECT_EQ(400, Call("POST", Url("/custom/apex/Echo"), R"({"inputs":[]})").status);
}

TEST_F(InvocableActionTest, AFlowThatTakesNothingFinishes) {
  const HttpReply reply = Call("POST", Url("/custom/flow/Nothing"), R"({"inputs":[{}]})");
  EXPECT_EQ(200, reply.status);
  EXPECT_EQ("Finished", reply.Json().items[0].Find("outputValues")->Text("Flow__InterviewStatus"));
}

TEST_F(InvocableActionTest, APostIsAFeedItem) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  const HttpReply reply = Call("POST", Url("/standard/chatterPost"),
                               R"({"inputs":[{"text":"hello","subjectNameOrId":")" + account +
                                   R"("},{"text":"x","subjectNameOrId":"nobody"}]})");
  EXPECT_EQ(200, reply.status) << reply.body;
  EXPECT_EQ("hello", Column("SELECT Body FROM FeedItem", "Body"));
  EXPECT_EQ(reply.Json().items[0].Find("outputValues")->Text("feedItemId"),
            Column("SELECT Id FROM FeedItem", "Id"));
  EXPECT_FALSE(reply.Json().items[1].Flag("isSuccess", true));
}

TEST_F(InvocableActionTest, MailsNeedTheirRecipients) {
  const HttpReply reply = Call(
      "POST", Url("/standard/emailSimple"),
      R"({"inputs":[{"emailAddresses":"a@b.example, c@d.example","emailSubject":"s","emailBody":"b"},
          {"emailAddressesArray":["a@b.example"],"emailSubject":"s","emailBody":"b"},
          {"emailAddresses":"nobody","emailSubject":"s","emailBody":"b"},
          {"emailSubject":"s","emailBody":"b"}]})");
  const JsonValue results = reply.Json();
  ASSERT_EQ(4u, results.items.size()) << reply.body;
  EXPECT_TRUE(results.items[0].Flag("isSuccess"));
  EXPECT_TRUE(results.items[0].Find("outputValues")->is_null());
  EXPECT_TRUE(results.items[1].Flag("isSuccess"));
  EXPECT_EQ("INVALID_EMAIL_ADDRESS", results.items[2].Find("errors")->items[0].Text("statusCode"));
  EXPECT_FALSE(results.items[3].Flag("isSuccess", true));
}

}  // namespace
}  // namespace sfsim
