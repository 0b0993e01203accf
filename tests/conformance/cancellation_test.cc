// SPDX-License-Identifier: Apache-2.0
// Calls that are given up: the end reaches the org's socket.
#include <thread>

#include "tests/conformance/conformance_test.h"
#include "tests/conformance/cutting_relay.h"

namespace sfconnector::conformance {
namespace {

using namespace std::chrono_literals;

// Longer than any case may take.
constexpr char kForever[] = R"("latencyMs":600000)";

class Cancellation : public BigOrgTest {
 protected:
  void SetUp() override {
    BigOrgTest::SetUp();
    v1::Connection settings = Settings(big());
    settings.set_base_url(relay_.Url());
    Use(settings);
  }
  void TearDown() override {
    BigOrgTest::TearDown();
    big().ClearFaults();
  }

  static void Delay(const std::string& path, int nth = 1) {
    big().Fault(R"({"match":{"path":")" + path + R"(","nth":)" + std::to_string(nth) +
                "},\"action\":{" + kForever + "}}");
  }

  CuttingRelay relay_{big().port()};
};

TEST_F(Cancellation, DeadlineReachesTheOrg) {
  Delay("/services/data/v59.0/sobjects");
  const Outcome outcome = GetRecord("Account", "001000000000001AAA", {"Id"}, nullptr, {{}, 300ms});
  EXPECT_EQ(outcome.code, kDeadlineExceeded) << outcome;
  relay_.WaitForFewer(1);
}

TEST_F(Cancellation, DeadlineOfACreateLeavesItsOutcomeUnknown) {
  v1::Connection settings = Settings(big());
  settings.set_base_url(relay_.Url());
  settings.mutable_timeout()->set_nanos(300000000);
  Use(settings);
  big().Fault(std::string(R"({"match":{"method":"POST","path":"/services/data/"},"action":{)") +
              R"("status":500,)" + kForever + "}}");
  const Outcome outcome = CreateRecord("Item__c", {TextField("Name", "n")});
  EXPECT_EQ(outcome.code, kDeadlineExceeded) << outcome;
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN) << outcome;
  EXPECT_EQ(big().Count("POST"), 1);
}

TEST_F(Cancellation, CancelledStreamReachesTheOrg) {
  // The second page drips for ever.
  big().Fault(R"({"match":{"path":"/services/data/v59.0/query","nth":2},)"
              R"("action":{"drip":{"bytes":10,"pauseMs":50}}})");
  const std::unique_ptr<Stream> stream =
      connection().Open("sfconnector.v1.QueryService/StreamQuery",
                        Streamed("SELECT Id, Name FROM Account").SerializeAsString(), {});
  ASSERT_TRUE(stream->Next().has_value());
  big().WaitForCount(2, "GET", "/services/data/v59.0/query");
  const int open = relay_.open_connections();
  stream->Cancel();
  while (stream->Next().has_value()) {
  }
  EXPECT_EQ(stream->Finish().code, kCancelled);
  relay_.WaitForFewer(open);
}

TEST_F(Cancellation, StreamThatIsDroppedReachesTheOrg) {
  big().Fault(R"({"match":{"path":"/services/data/v59.0/query","nth":2},)"
              R"("action":{"drip":{"bytes":10,"pauseMs":50}}})");
  std::unique_ptr<Stream> stream =
      connection().Open("sfconnector.v1.QueryService/StreamQuery",
                        Streamed("SELECT Id, Name FROM Account").SerializeAsString(), {});
  ASSERT_TRUE(stream->Next().has_value());
  big().WaitForCount(2, "GET", "/services/data/v59.0/query");
  const int open = relay_.open_connections();
  stream.reset();
  relay_.WaitForFewer(open);
}

TEST_F(Cancellation, DeadlineEndsAStream) {
  Delay("/services/data/v59.0/query", 2);
  const StreamedRows rows =
      StreamQuery(connection(), Streamed("SELECT Id FROM Account"), {{}, 500ms});
  EXPECT_EQ(rows.outcome.code, kDeadlineExceeded) << rows.outcome;
  // The connection of the first page may be kept.
  relay_.WaitForFewer(2);
}

TEST_F(Cancellation, CancelFromAnotherThreadWakesTheReader) {
  Delay("/services/data/v59.0/query");
  const std::unique_ptr<Stream> stream =
      connection().Open("sfconnector.v1.QueryService/StreamQuery",
                        Streamed("SELECT Id FROM Account").SerializeAsString(), {});
  std::thread canceller([&] {
    big().WaitForCount(1, "GET", "/services/data/v59.0/query");
    stream->Cancel();
  });
  EXPECT_FALSE(stream->Next().has_value());
  canceller.join();
  EXPECT_EQ(stream->Finish().code, kCancelled);
  relay_.WaitForFewer(1);
}

}  // namespace
}  // namespace sfconnector::conformance
