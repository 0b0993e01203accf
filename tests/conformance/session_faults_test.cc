// SPDX-License-Identifier: Apache-2.0
// Sessions that end: one new token and one more request, then an error.
#include <algorithm>
#include <thread>

#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::SizeIs;

class SessionFaults : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    id_ = org().InsertOne("Item__c", R"("Name":"a")");
    ASSERT_TRUE(Succeeded(Get()));
    org().ClearJournal();
  }

  Outcome Get() { return GetRecord("Item__c", id_, {"Name"}); }

  static void EndSessions(const std::string& how, int count = 1) {
    org().Fault(R"({"match":{"path":"/services/data/","count":)" + std::to_string(count) +
                R"(},"action":{"session":")" + how + "\"}}");
  }

  std::string id_;
};

TEST_F(SessionFaults, ExpiredSessionIsRenewedOnce) {
  EndSessions("expire");
  EXPECT_TRUE(Succeeded(Get()));
  EXPECT_EQ(org().Count("GET"), 2);
  EXPECT_EQ(org().TokenRequests(), 1);
}

TEST_F(SessionFaults, CreateIsSentAgainBecauseNothingWasDone) {
  EndSessions("expire");
  EXPECT_TRUE(Succeeded(CreateRecord("Item__c", {TextField("Name", "b")})));
  EXPECT_EQ(org().Count("POST"), 2);
  EXPECT_EQ(org().TokenRequests(), 1);
}

TEST_F(SessionFaults, SessionThatExpiresAgainIsAnError) {
  EndSessions("expire", 0);
  const Outcome outcome = Get();
  EXPECT_TRUE(FailedWith(outcome, kUnauthenticated, "INVALID_SESSION_ID"));
  EXPECT_EQ(outcome.detail.http_status(), 401);
  EXPECT_EQ(org().Count("GET"), 2);
  EXPECT_EQ(org().TokenRequests(), 1);
}

TEST_F(SessionFaults, ManyCallersOfAnExpiredSessionCauseOneTokenRequest) {
  EndSessions("revokeAll");
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) callers.emplace_back([this] { EXPECT_TRUE(Succeeded(Get())); });
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(org().TokenRequests(), 1);
}

TEST_F(SessionFaults, RefusedTokenRequestIsAnErrorAndNothingIsSent) {
  EndSessions("expire");
  org().Fault(R"({"match":{"path":"/services/oauth2/token","count":0},"action":{"status":400,)"
              R"("body":{"error":"invalid_grant","error_description":"authentication failure"}}})");
  const Outcome outcome = CreateRecord("Item__c", {TextField("Name", "b")});
  EXPECT_EQ(outcome.code, kUnauthenticated) << outcome;
  EXPECT_EQ(outcome.reason, "invalid_grant");
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(org().Count("POST"), 1);
}

TEST_F(SessionFaults, TokenEndpointThatFailsForAWhileIsAskedAgain) {
  EndSessions("expire");
  org().Fault(
      R"({"match":{"path":"/services/oauth2/token"},"action":{"error":"SERVER_UNAVAILABLE"}})");
  EXPECT_TRUE(Succeeded(Get()));
  EXPECT_EQ(org().TokenRequests(), 2);
}

TEST_F(SessionFaults, BearerTokenThatEndsIsAnErrorAtOnce) {
  v1::Connection settings;
  settings.set_base_url(org().url());
  settings.mutable_auth()->mutable_bearer_token()->set_token(org().NewToken());
  Use(settings);
  ASSERT_TRUE(Succeeded(Get()));
  org().ClearJournal();
  EndSessions("revokeAll");
  EXPECT_TRUE(FailedWith(Get(), kUnauthenticated, "INVALID_SESSION_ID"));
  EXPECT_EQ(org().Count("GET"), 1);
  EXPECT_EQ(org().TokenRequests(), 0);
}

class StreamSessionFaults : public BigOrgTest {
 protected:
  void TearDown() override {
    big().ClearFaults();
    BigOrgTest::TearDown();
  }
};

TEST_F(StreamSessionFaults, SessionThatExpiresBetweenPagesIsRenewed) {
  for (const int page : {1, 2, 3, 4}) {
    SCOPED_TRACE(page);
    big().ClearFaults();
    big().Fault(R"({"match":{"path":"/services/data/v59.0/query","nth":)" + std::to_string(page) +
                R"(},"action":{"session":"expire"}})");
    const StreamedRows rows =
        StreamQuery(connection(), Streamed("SELECT Id FROM Account ORDER BY Id"));
    EXPECT_TRUE(Succeeded(rows.outcome));
    const std::vector<std::string> ids = rows.Column("Id");
    EXPECT_THAT(ids, SizeIs(kBigRows));
    EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  }
}

TEST_F(StreamSessionFaults, SessionThatKeepsExpiringEndsTheStream) {
  big().Fault(R"({"match":{"path":"/services/data/v59.0/query","nth":2,"count":0},)"
              R"("action":{"session":"revokeAll"}})");
  const StreamedRows rows = StreamQuery(connection(), Streamed("SELECT Id FROM Account"));
  EXPECT_TRUE(FailedWith(rows.outcome, kUnauthenticated, "INVALID_SESSION_ID"));
  EXPECT_THAT(rows.Column("Id"), SizeIs(2000));
}

}  // namespace
}  // namespace sfconnector::conformance
