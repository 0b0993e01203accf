// SPDX-License-Identifier: Apache-2.0
// Replies that say no, that are damaged, or that come from somebody else.
#include <algorithm>

#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class ReplyFaults : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    id_ = org().InsertOne("Item__c", R"("Name":"a")");
  }

  Outcome Get() { return GetRecord("Item__c", id_, {"Name"}); }
  Outcome Create() { return CreateRecord("Item__c", {TextField("Name", "new")}); }

  // A fault of every reply to data requests, `count` times (0 for all).
  static void Fail(const std::string& action, int count = 0) {
    org().Fault(R"({"match":{"path":"/services/data/","pathRegex":"Item__c","count":)" +
                std::to_string(count) + "},\"action\":{" + action + "}}");
  }

  static int CountItems() {
    const std::string reply =
        org().Get(std::string(kData) + "/query?q=SELECT+COUNT()+FROM+Item__c");
    return std::stoi(reply.substr(reply.find("totalSize\":") + 11));
  }

  std::string id_;
};

TEST_F(ReplyFaults, PassingUnavailabilityIsNotSeen) {
  Fail(R"("error":"SERVER_UNAVAILABLE")", 2);
  EXPECT_TRUE(Succeeded(Get()));
  EXPECT_EQ(org().Count("GET"), 3);
}

TEST_F(ReplyFaults, LastingUnavailabilityIsReported) {
  Fail(R"("error":"SERVER_UNAVAILABLE")");
  const Outcome outcome = Get();
  EXPECT_TRUE(FailedWith(outcome, kUnavailable, "SERVER_UNAVAILABLE"));
  EXPECT_EQ(outcome.detail.http_status(), 503);
  EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_IF_IDEMPOTENT);
  EXPECT_EQ(org().Count("GET"), 4);
}

TEST_F(ReplyFaults, CreateIsNotRepeatedAfterAServerError) {
  for (const char* status : {"500", "502", "503", "504"}) {
    org().ClearFaults();
    org().ClearJournal();
    Fail(std::string(R"("status":)") + status + R"(,"body":[])");
    const Outcome outcome = Create();
    EXPECT_NE(outcome.code, kOk);
    EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN) << outcome;
    EXPECT_EQ(org().Count("POST"), 1);
  }
}

TEST_F(ReplyFaults, UpsertIsRepeatedAfterAServerError) {
  Fail(R"("status":500,"body":[],"when":"after")", 1);
  v1::UpsertRecordResponse response;
  ASSERT_TRUE(Succeeded(UpsertRecord("Key__c", "k", {TextField("Name", "n")}, &response)));
  EXPECT_FALSE(response.created());  // the first one did it
  EXPECT_EQ(org().Count("PATCH"), 2);
  EXPECT_EQ(CountItems(), 2);
}

TEST_F(ReplyFaults, TooManyRequestsAreRepeatedAndRetryAfterIsTold) {
  Fail(R"("status":429,"body":[],"headers":{"Retry-After":"0"})", 1);
  EXPECT_TRUE(Succeeded(Create()));
  EXPECT_EQ(org().Count("POST"), 2);

  Fail(R"("status":429,"body":[],"headers":{"Retry-After":"120"})");
  const Outcome outcome =
      GetRecord("Item__c", id_, {"Name"}, nullptr, {{}, std::chrono::seconds(30)});
  EXPECT_EQ(outcome.code, kResourceExhausted) << outcome;
  EXPECT_EQ(outcome.retry_delay, std::chrono::seconds(120));
  EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_SAFE);
  EXPECT_EQ(org().Count("GET"), 1);  // the pause would outlast the call
}

TEST_F(ReplyFaults, LockedRowIsTriedAgain) {
  Fail(R"("error":"UNABLE_TO_LOCK_ROW")", 2);
  EXPECT_TRUE(Succeeded(Create()));
  EXPECT_EQ(org().Count("POST"), 3);
  EXPECT_EQ(CountItems(), 2);
}

TEST_F(ReplyFaults, RowThatStaysLockedIsAborted) {
  Fail(R"("error":"UNABLE_TO_LOCK_ROW")");
  const Outcome outcome = Create();
  EXPECT_TRUE(FailedWith(outcome, kAborted, "UNABLE_TO_LOCK_ROW"));
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_SAFE);
}

TEST_F(ReplyFaults, DailyLimitIsNotAskedAgain) {
  Fail(R"("error":"REQUEST_LIMIT_EXCEEDED")");
  const Outcome outcome = Get();
  EXPECT_TRUE(FailedWith(outcome, kResourceExhausted, "REQUEST_LIMIT_EXCEEDED"));
  EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_NEVER);
  EXPECT_EQ(org().Count("GET"), 1);
}

TEST_F(ReplyFaults, ConcurrencyLimitPasses) {
  Fail(R"("status":403,"error":{"code":"REQUEST_LIMIT_EXCEEDED",)"
       R"("message":"ConcurrentPerOrgLongTxn Limit exceeded."})",
       1);
  EXPECT_TRUE(Succeeded(Create()));
  EXPECT_EQ(org().Count("POST"), 2);
}

TEST_F(ReplyFaults, HtmlPagesAreErrorsEvenWithStatus200) {
  const std::string page =
      R"(,"body":"<html><body>Down for maintenance</body></html>","contentType":"text/html")";
  Fail(R"("status":200)" + page);
  Outcome outcome = Get();
  EXPECT_TRUE(FailedWith(outcome, kUnavailable, "CORRUPT_REPLY"));
  outcome = Create();
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN) << outcome;

  org().ClearFaults();
  Fail(R"("status":503)" + page);
  outcome = Get();
  EXPECT_EQ(outcome.code, kUnavailable) << outcome;
  EXPECT_EQ(outcome.detail.http_status(), 503);
  EXPECT_THAT(outcome.detail.body_excerpt(), HasSubstr("Down for maintenance"));
}

TEST_F(ReplyFaults, WrongContentTypeDoesNotHideAGoodReply) {
  Fail(R"("contentType":"text/plain")");
  EXPECT_TRUE(Succeeded(Get()));
}

TEST_F(ReplyFaults, BodyThatIsNoJsonIsAskedForAgain) {
  Fail(R"("status":200,"body":"{\"Name\":")", 1);
  EXPECT_TRUE(Succeeded(Get()));
  EXPECT_EQ(org().Count("GET"), 2);
}

TEST_F(ReplyFaults, CutBodyIsAskedForAgain) {
  Fail(R"("cutAfter":20)", 1);
  EXPECT_TRUE(Succeeded(Get()));
  EXPECT_EQ(org().Count("GET"), 2);
}

TEST_F(ReplyFaults, CutReplyToACreateIsUnknownAndNotRepeated) {
  Fail(R"("cutAfter":20)", 1);
  const Outcome outcome = Create();
  EXPECT_EQ(outcome.code, kUnavailable) << outcome;
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_IF_IDEMPOTENT);
  EXPECT_EQ(org().Count("POST"), 1);
  EXPECT_EQ(CountItems(), 2);
}

TEST_F(ReplyFaults, ConnectionThatIsClosedOnACreateIsUnknownAndNotRepeated) {
  int items = 1;
  for (const char* close : {"close", "reset"}) {
    for (const char* when : {"before", "after"}) {
      SCOPED_TRACE(std::string(close) + " " + when);
      org().ClearFaults();
      org().ClearJournal();
      Fail(std::string(R"("close":")") + close + R"(","when":")" + when + "\"");
      const Outcome outcome = Create();
      EXPECT_EQ(outcome.code, kUnavailable) << outcome;
      EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN);
      EXPECT_EQ(org().Count("POST"), 1);
      org().ClearFaults();
      if (std::string(when) == "after") ++items;
      EXPECT_EQ(CountItems(), items);
    }
  }
}

TEST_F(ReplyFaults, ConnectionThatIsClosedOnAnUpsertIsTriedAgain) {
  Fail(R"("close":"close","when":"after")", 1);
  v1::UpsertRecordResponse response;
  ASSERT_TRUE(Succeeded(UpsertRecord("Key__c", "k", {TextField("Name", "n")}, &response)));
  EXPECT_FALSE(response.created());
  EXPECT_EQ(org().Count("PATCH"), 2);
  EXPECT_EQ(CountItems(), 2);
}

TEST_F(ReplyFaults, NobodyListeningMeansNothingWasDone) {
  v1::Connection settings = Settings(org());
  settings.mutable_auth()->mutable_bearer_token()->set_token("t");
  settings.set_base_url("http://127.0.0.1:1");
  Use(settings);
  const Outcome outcome = Create();
  EXPECT_TRUE(FailedWith(outcome, kUnavailable, "CONNECT_FAILED"));
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_SAFE);
}

// ---- Pages of a stream ----

class PageFaults : public BigOrgTest {
 protected:
  static constexpr char kSoql[] = "SELECT Id, Name FROM Account ORDER BY Id";

  void TearDown() override {
    big().ClearFaults();
    BigOrgTest::TearDown();
  }

  // A fault of the `nth` page.
  static void FailPage(int nth, const std::string& action, int count = 1) {
    big().Fault(R"({"match":{"path":"/services/data/v59.0/query","nth":)" + std::to_string(nth) +
                ",\"count\":" + std::to_string(count) + "},\"action\":{" + action + "}}");
  }

  static const std::vector<std::string>& AllIds() {
    static const std::vector<std::string>* const ids = [] {
      const std::unique_ptr<Connection> connection = ConnectToBig();
      return new std::vector<std::string>(StreamQuery(*connection, Streamed(kSoql)).Column("Id"));
    }();
    return *ids;
  }

  static std::unique_ptr<Connection> ConnectToBig() {
    std::unique_ptr<Connection> connection;
    door().Connect(ToJson(Settings(big())), &connection);
    return connection;
  }

  void ExpectAllRows() {
    for (const auto encoding : {v1::ROW_ENCODING_ROWS, v1::ROW_ENCODING_RECORDS}) {
      const StreamedRows rows = StreamQuery(connection(), Streamed(kSoql, encoding));
      EXPECT_TRUE(Succeeded(rows.outcome));
      EXPECT_TRUE(rows.Column("Id") == AllIds());
    }
  }
};

TEST_F(PageFaults, CutPagesAreFetchedAgain) {
  ASSERT_THAT(AllIds(), SizeIs(kBigRows));
  for (const int page : {1, 2, 4}) {
    for (const int bytes : {0, 1, 60, 200, 4097, 20000}) {
      SCOPED_TRACE("page " + std::to_string(page) + " cut after " + std::to_string(bytes));
      big().ClearFaults();
      FailPage(page, "\"cutAfter\":" + std::to_string(bytes));
      const StreamedRows rows = StreamQuery(connection(), Streamed(kSoql));
      EXPECT_TRUE(Succeeded(rows.outcome));
      EXPECT_TRUE(rows.Column("Id") == AllIds());
    }
  }
}

TEST_F(PageFaults, CorruptPagesAreFetchedAgain) {
  // Without compression, so that the damage gets as far as the JSON.
  v1::Connection settings = Settings(big());
  settings.mutable_compression()->set_response(false);
  Use(settings);
  for (const int page : {1, 3}) {
    // Of `{"totalSize":6500,`: the brace, the quote, and the colon.
    for (const int at : {0, 1, 12}) {
      SCOPED_TRACE("page " + std::to_string(page) + " at " + std::to_string(at));
      big().ClearFaults();
      FailPage(page, "\"corrupt\":[" + std::to_string(at) + "]");
      const StreamedRows rows = StreamQuery(connection(), Streamed(kSoql));
      EXPECT_TRUE(Succeeded(rows.outcome));
      EXPECT_TRUE(rows.Column("Id") == AllIds());
    }
  }
}

TEST_F(PageFaults, BrokenAndTruncatedGzipIsFetchedAgain) {
  for (const char* how : {"broken", "truncated"}) {
    SCOPED_TRACE(how);
    big().ClearFaults();
    FailPage(2, std::string("\"gzip\":\"") + how + "\"");
    ExpectAllRows();
  }
}

TEST_F(PageFaults, UnavailabilityBetweenPagesIsNotSeen) {
  FailPage(2, R"("error":"SERVER_UNAVAILABLE")", 2);
  ExpectAllRows();
}

TEST_F(PageFaults, HtmlPageBetweenPagesIsNotSeen) {
  FailPage(3, R"("status":200,"body":"<html></html>","contentType":"text/html")");
  ExpectAllRows();
}

TEST_F(PageFaults, ConnectionThatIsClosedBetweenPagesIsNotSeen) {
  FailPage(2, R"("close":"reset")");
  ExpectAllRows();
}

TEST_F(PageFaults, PageThatStaysBrokenEndsTheStreamWithoutItsRows) {
  FailPage(2, "\"cutAfter\":5000", 0);
  const StreamedRows rows = StreamQuery(connection(), Streamed(kSoql));
  EXPECT_TRUE(FailedWith(rows.outcome, kUnavailable, "INCOMPLETE_REPLY"));
  const std::vector<std::string> ids = rows.Column("Id");
  EXPECT_THAT(ids, SizeIs(2000));
  EXPECT_TRUE(std::equal(ids.begin(), ids.end(), AllIds().begin()));
}

TEST_F(PageFaults, LostLocatorEndsTheStreamWithAnError) {
  FailPage(2, "\"loseLocators\":true");
  const StreamedRows rows = StreamQuery(connection(), Streamed(kSoql));
  EXPECT_TRUE(FailedWith(rows.outcome, kFailedPrecondition, "INVALID_QUERY_LOCATOR"));
  EXPECT_THAT(rows.Column("Id"), SizeIs(2000));
}

TEST_F(PageFaults, SlowDripIsWaitedFor) {
  v1::Connection settings = Settings(big());
  settings.mutable_compression()->set_response(false);
  Use(settings);
  FailPage(2, R"("drip":{"bytes":20000,"pauseMs":5})");
  ExpectAllRows();
}

}  // namespace
}  // namespace sfconnector::conformance
