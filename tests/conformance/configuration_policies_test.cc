// SPDX-License-Identifier: Apache-2.0
// How often, for how long and after which pauses a connection tries.
#include <chrono>

#include "tests/conformance/configuration_fixture.h"

namespace sfconnector::conformance {
namespace {

constexpr std::int64_t kYear = 365LL * 24 * 3600;
// Pauses are drawn at random between zero and their ceiling, and not begun where they would outlive
// the call. One that is drawn from a year ends within this deadline once in a million times.
const CallSettings kWithDeadline{{}, std::chrono::seconds(20)};

class RetryPauses : public Configuration {
 protected:
  // How many requests a call makes whose every reply is a passing failure.
  int CountAttempts() {
    Use(settings_);
    org().ClearFaults();
    org().ClearJournal();
    Fail(R"("status":503,"body":[])");
    EXPECT_EQ(GetRecord("Item__c", id_, {"Name"}, nullptr, kWithDeadline).code, kUnavailable);
    return org().Count("GET");
  }
};

TEST_F(RetryPauses, IntervalIsTheCeilingOfTheFirst) {
  v1::Retry& retry = *settings_.mutable_retry();
  retry.set_count(4);
  retry.mutable_max_interval()->set_seconds(kYear);
  *retry.mutable_interval() = retry.max_interval();
  EXPECT_EQ(CountAttempts(), 1);
  retry.mutable_interval()->set_seconds(0);
  retry.mutable_interval()->set_nanos(1000000);
  retry.set_backoff_factor(1);
  EXPECT_EQ(CountAttempts(), 5);
}

TEST_F(RetryPauses, CeilingGrowsByTheBackoffFactor) {
  v1::Retry& retry = *settings_.mutable_retry();
  retry.set_count(4);
  retry.mutable_max_interval()->set_seconds(kYear);
  retry.mutable_interval()->set_nanos(1000000);
  retry.set_backoff_factor(1e15);
  EXPECT_EQ(CountAttempts(), 2);
}

TEST_F(Configuration, DeadlineOfACallWinsOverTheTimeout) {
  settings_.mutable_timeout()->set_nanos(50000000);
  Use(settings_);
  Fail(R"("latencyMs":300)", 1);
  EXPECT_TRUE(
      Succeeded(GetRecord("Item__c", id_, {"Name"}, nullptr, {{}, std::chrono::seconds(60)})));
}

TEST_F(Configuration, CircuitIsTriedAfterItsResetTimeoutAndClosesAgain) {
  settings_.mutable_circuit_breaker()->set_failure_threshold(2);
  settings_.mutable_circuit_breaker()->mutable_reset_timeout()->set_nanos(300000000);
  settings_.mutable_retry()->set_count(0);
  Use(settings_);
  Fail(R"("status":500,"body":[])", 2);
  EXPECT_EQ(Get().code, kInternal);
  EXPECT_EQ(Get().code, kInternal);
  Outcome outcome = Get();
  while (outcome.reason == "CIRCUIT_OPEN") {
    EXPECT_LE(outcome.retry_delay.value(), std::chrono::milliseconds(300));
    outcome = Get();
  }
  EXPECT_TRUE(Succeeded(outcome));
  EXPECT_EQ(org().Count("GET"), 3);
  // It counts from zero again: one failure is none too many.
  Fail(R"("status":500,"body":[])", 1);
  EXPECT_EQ(Get().code, kInternal);
  EXPECT_TRUE(Succeeded(Get()));
  EXPECT_EQ(org().Count("GET"), 5);
}

}  // namespace
}  // namespace sfconnector::conformance
