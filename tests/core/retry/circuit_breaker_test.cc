// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "core/retry/retry.h"
#include "tests/support/fake_clock.h"

namespace sfconnector {
namespace {

using std::chrono::seconds;
using Verdict = CircuitBreaker::Verdict;

class CircuitBreakerTest : public ::testing::Test {
 protected:
  static v1::CircuitBreaker Settings(int threshold) {
    v1::CircuitBreaker settings;
    settings.set_failure_threshold(threshold);
    settings.mutable_reset_timeout()->set_seconds(30);
    return settings;
  }

  void Attempt(Verdict verdict) {
    const absl::StatusOr<CircuitBreaker::Ticket> ticket = breaker_.Admit();
    ASSERT_TRUE(ticket.ok()) << ticket.status();
    breaker_.Report(*ticket, verdict);
  }

  void Open() {
    for (int i = 0; i < 3; ++i) Attempt(Verdict::kFailure);
  }

  testing::FakeClock clock_;
  CircuitBreaker breaker_{Settings(3), clock_};
};

TEST_F(CircuitBreakerTest, OpensAfterFailuresInARow) {
  Open();
  const absl::Status refused = breaker_.Admit().status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(GetReason(refused), "CIRCUIT_OPEN");
  EXPECT_EQ(GetRetryDelay(refused), seconds(30));
  EXPECT_EQ(GetSalesforceError(refused)->retryability(), v1::RETRYABILITY_SAFE);
  EXPECT_EQ(GetSalesforceError(refused)->outcome(), v1::OUTCOME_NOT_DONE);
}

TEST_F(CircuitBreakerTest, SuccessBetweenFailuresKeepsItClosed) {
  for (int i = 0; i < 5; ++i) {
    Attempt(Verdict::kFailure);
    Attempt(Verdict::kFailure);
    Attempt(Verdict::kSuccess);
  }
}

TEST_F(CircuitBreakerTest, UndecidedAttemptsSettleNothing) {
  Attempt(Verdict::kFailure);
  Attempt(Verdict::kFailure);
  for (int i = 0; i < 5; ++i) Attempt(Verdict::kUndecided);
  Attempt(Verdict::kFailure);
  EXPECT_FALSE(breaker_.Admit().ok());
}

TEST_F(CircuitBreakerTest, LetsOneTrialThroughAfterTheTimeout) {
  Open();
  clock_.Advance(seconds(29));
  EXPECT_EQ(GetRetryDelay(breaker_.Admit().status()), seconds(1));
  clock_.Advance(seconds(1));
  EXPECT_TRUE(breaker_.Admit().ok());
  const absl::Status second = breaker_.Admit().status();
  EXPECT_EQ(GetReason(second), "CIRCUIT_OPEN");
  EXPECT_TRUE(GetRetryDelay(second));
}

TEST_F(CircuitBreakerTest, SuccessfulTrialCloses) {
  Open();
  clock_.Advance(seconds(30));
  Attempt(Verdict::kSuccess);
  Attempt(Verdict::kFailure);
  Attempt(Verdict::kFailure);
  EXPECT_TRUE(breaker_.Admit().ok());
}

TEST_F(CircuitBreakerTest, FailedTrialOpensAgain) {
  Open();
  clock_.Advance(seconds(30));
  Attempt(Verdict::kFailure);
  EXPECT_EQ(GetRetryDelay(breaker_.Admit().status()), seconds(30));
}

TEST_F(CircuitBreakerTest, CancelledTrialMakesRoomForAnother) {
  Open();
  clock_.Advance(seconds(30));
  Attempt(Verdict::kUndecided);
  Attempt(Verdict::kSuccess);
  EXPECT_TRUE(breaker_.Admit().ok());
}

TEST_F(CircuitBreakerTest, LateReportsDoNotProlongTheWait) {
  const absl::StatusOr<CircuitBreaker::Ticket> late = breaker_.Admit();
  ASSERT_TRUE(late.ok());
  Open();
  clock_.Advance(seconds(10));
  breaker_.Report(*late, Verdict::kFailure);
  EXPECT_EQ(GetRetryDelay(breaker_.Admit().status()), seconds(20));
}

TEST_F(CircuitBreakerTest, LateReportsDoNotSettleATrial) {
  for (const Verdict verdict : {Verdict::kSuccess, Verdict::kFailure, Verdict::kUndecided}) {
    const absl::StatusOr<CircuitBreaker::Ticket> late = breaker_.Admit();
    ASSERT_TRUE(late.ok());
    Open();
    clock_.Advance(seconds(30));
    const absl::StatusOr<CircuitBreaker::Ticket> trial = breaker_.Admit();
    ASSERT_TRUE(trial.ok());
    breaker_.Report(*late, verdict);
    EXPECT_FALSE(breaker_.Admit().ok());
    breaker_.Report(*trial, Verdict::kSuccess);
  }
}

TEST_F(CircuitBreakerTest, NeverOpensWithoutAThreshold) {
  CircuitBreaker off(Settings(0), clock_);
  for (int i = 0; i < 100; ++i) {
    const absl::StatusOr<CircuitBreaker::Ticket> ticket = off.Admit();
    ASSERT_TRUE(ticket.ok());
    off.Report(*ticket, Verdict::kFailure);
  }
}

}  // namespace
}  // namespace sfconnector
