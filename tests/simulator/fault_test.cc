// SPDX-License-Identifier: Apache-2.0
#include "simulator/http/gzip.h"
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class FaultTest : public OrgTest {
 protected:
  void Add(const std::string& action, const std::string& match = "{}") {
    const HttpReply reply = CallOpen("POST", "/simulator/faults",
                                     "{\"match\":" + match + ",\"action\":" + action + "}");
    ASSERT_EQ(201, reply.status) << reply.body;
  }
  HttpReply Limits() { return Call("GET", std::string(kData) + "/limits"); }
  HttpReply CreateAccount() {
    return Call("POST", std::string(kData) + "/sobjects/Account", R"({"Name":"once"})");
  }
  int64_t Accounts() { return Query("SELECT COUNT() FROM Account").Json().Integer("totalSize"); }
};

TEST_F(FaultTest, ARuleStrikesTheRequestsThatItNames) {
  Add(R"({"error":"SERVER_UNAVAILABLE","headers":{"Retry-After":"1"}})",
      R"({"method":"GET","path":"/services/data/v60.0/limits","nth":2,"count":2})");
  EXPECT_EQ(200, Limits().status);
  const HttpReply struck = Limits();
  EXPECT_EQ(503, struck.status);
  EXPECT_EQ("1", struck.Header("retry-after"));
  EXPECT_EQ(503, Limits().status);
  EXPECT_EQ(200, Limits().status);
  EXPECT_NE(std::string::npos,
            CallOpen("GET", "/simulator/faults").body.find("\"matched\":4,\"struck\":2"));
}

TEST_F(FaultTest, RepliesCanBeAnything) {
  Add(R"({"status":503,"body":"<html>down</html>","contentType":"text/html"})");
  const HttpReply html = Limits();
  EXPECT_EQ("text/html", html.Header("content-type"));
  EXPECT_EQ("<html>down</html>", html.body);
  Add(R"({"error":{"code":"UNABLE_TO_LOCK_ROW"}})");
  EXPECT_EQ(
      R"([{"message":"unable to obtain exclusive access to this record","errorCode":"UNABLE_TO_LOCK_ROW","fields":[]}])",
      Limits().body);
}

TEST_F(FaultTest, SessionsExpireOnDemand) {
  Add(R"({"session":"expire"})");
  EXPECT_EQ(401, Limits().status);
  EXPECT_EQ(401, Limits().status);
  token_ = Login();
  EXPECT_EQ(200, Limits().status);
  Add(R"({"error":"INVALID_SESSION_ID"})");
  EXPECT_EQ(401, Limits().status);
  EXPECT_EQ(200, Limits().status);
}

TEST_F(FaultTest, AConnectionClosedBeforeExecutionChangesNothing) {
  Add(R"({"close":"reset"})");
  EXPECT_EQ(0, CreateAccount().status);
  EXPECT_EQ(0, Accounts());
}

TEST_F(FaultTest, AConnectionClosedAfterExecutionHasSaved) {
  Add(R"({"close":"close","when":"after"})");
  EXPECT_EQ(0, CreateAccount().status);
  EXPECT_EQ(1, Accounts());
}

TEST_F(FaultTest, BodiesAreCutAndDripped) {
  Add(R"({"cutAfter":10})");
  const HttpReply cut = Limits();
  EXPECT_FALSE(cut.complete);
  EXPECT_EQ(10u, cut.body.size());
  Add(R"({"drip":{"bytes":700,"pauseMs":1},"latencyMs":1})");
  const HttpReply dripped = Limits();
  EXPECT_TRUE(dripped.complete);
  EXPECT_TRUE(dripped.Json().is_object());
}

TEST_F(FaultTest, CompressionCanBeBroken) {
  const TestHeaders gzip = {{"Accept-Encoding", "gzip"}};
  for (const char* how : {"broken", "truncated"}) {
    Add(std::string(R"({"gzip":")") + how + "\"}");
    const HttpReply reply = Call("GET", std::string(kData) + "/limits", "", gzip);
    EXPECT_EQ("gzip", reply.Header("content-encoding"));
    EXPECT_FALSE(Inflate(reply.body, 1 << 20).has_value()) << how;
  }
}

TEST_F(FaultTest, BytesCanBeCorrupted) {
  const std::string whole = Limits().body;
  Add(R"({"corrupt":[0,5]})");
  const std::string corrupted = Limits().body;
  EXPECT_NE(whole[0], corrupted[0]);
  EXPECT_EQ(whole[1], corrupted[1]);
  EXPECT_NE(whole[5], corrupted[5]);
}

TEST_F(FaultTest, LocatorsGetLost) {
  OrgOptions options = DefaultOptions();
  options.generate = {{"Account", 2500}};
  StartOrg(std::move(options));
  const std::string next = Query("SELECT Id FROM Account").Json().Text("nextRecordsUrl");
  Add(R"({"loseLocators":true})");
  EXPECT_EQ(400, Call("GET", next).status);
}

TEST_F(FaultTest, RulesThatMakeNoSenseAreRefused) {
  for (const char* rule :
       {R"({"match":{}})", R"({"action":{"typo":1}})", R"({"action":{"close":"x"}})",
        R"({"action":{"status":42}})", R"({"action":{},"match":{"pathRegex":"("}})", "nonsense"}) {
    EXPECT_EQ(400, CallOpen("POST", "/simulator/faults", rule).status) << rule;
  }
}

TEST_F(FaultTest, TheJournalShowsWhatWasSentWithoutTokens) {
  CallOpen("DELETE", "/simulator/requests");
  CreateAccount();
  const HttpReply journal =
      CallOpen("GET", "/simulator/requests?path=" + std::string(kData) + "/sobjects");
  const JsonValue json = journal.Json();
  ASSERT_EQ(1u, json.Find("requests")->items.size());
  const JsonValue& entry = json.Find("requests")->items[0];
  EXPECT_EQ("POST", entry.Text("method"));
  EXPECT_EQ(15, entry.Integer("bodySize"));
  EXPECT_EQ(201, entry.Integer("status"));
  EXPECT_EQ("Bearer …", entry.Find("headers")->Text("Authorization"));
  EXPECT_EQ(std::string::npos, journal.body.find(token_));
}

TEST_F(FaultTest, ResetPutsEverythingBack) {
  CreateAccount();
  Add(R"({"error":"SERVER_UNAVAILABLE"})", R"({"count":0})");
  EXPECT_EQ(204, CallOpen("POST", "/simulator/reset").status);
  EXPECT_EQ(401, Limits().status);
  token_ = Login();
  EXPECT_EQ(200, Limits().status);
  EXPECT_EQ(0, Accounts());
}

TEST_F(FaultTest, ResetMakesTheSameRowsUpAgain) {
  OrgOptions options = DefaultOptions();
  options.generate = {{"Account", 300}};
  StartOrg(std::move(options));
  const std::string soql = "SELECT Id, Name, Phone FROM Account ORDER BY Id";
  const std::string before = Query(soql).body;
  CreateAccount();
  EXPECT_EQ(204, CallOpen("POST", "/simulator/reset").status);
  token_ = Login();
  EXPECT_EQ(before, Query(soql).body);
}

}  // namespace
}  // namespace sfsim
