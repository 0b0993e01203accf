// SPDX-License-Identifier: Apache-2.0
#include "core/retry/retry.h"

#include <deque>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/status.h"
#include "tests/support/fake_clock.h"
#include "tests/support/run_task.h"

namespace sfconnector {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

absl::Status Failure(v1::Retryability retryability, absl::string_view message = "broken") {
  v1::SalesforceError detail;
  detail.set_retryability(retryability);
  return WithSalesforceError(absl::UnavailableError(message), detail);
}

v1::Retry Settings(int count = 3) {
  v1::Retry settings;
  settings.set_count(count);
  settings.mutable_interval()->set_nanos(500'000'000);
  settings.set_backoff_factor(2);
  settings.mutable_max_interval()->set_seconds(3);
  return settings;
}

Random Always(double value) {
  return [value] { return value; };
}

TEST(RetryPolicy, DefaultNeverRepeats) {
  EXPECT_FALSE(RetryPolicy().Next(Failure(v1::RETRYABILITY_SAFE), true));
}

TEST(RetryPolicy, RetryabilityDecides) {
  const RetryPolicy policy(Settings(), Always(0.5));
  auto next = [&policy](const absl::Status& failure, bool idempotent) {
    RetryPolicy copy = policy;
    return copy.Next(failure, idempotent).has_value();
  };
  EXPECT_TRUE(next(Failure(v1::RETRYABILITY_SAFE), false));
  EXPECT_TRUE(next(Failure(v1::RETRYABILITY_SAFE), true));
  EXPECT_FALSE(next(Failure(v1::RETRYABILITY_IF_IDEMPOTENT), false));
  EXPECT_TRUE(next(Failure(v1::RETRYABILITY_IF_IDEMPOTENT), true));
  EXPECT_FALSE(next(Failure(v1::RETRYABILITY_NEVER), true));
  EXPECT_FALSE(next(Failure(v1::RETRYABILITY_UNSPECIFIED), true));
  EXPECT_FALSE(next(absl::UnavailableError("without detail"), true));
}

TEST(RetryPolicy, PausesGrowUpToTheLongest) {
  RetryPolicy policy(Settings(5), Always(1));
  const absl::Status failure = Failure(v1::RETRYABILITY_SAFE);
  EXPECT_EQ(policy.Next(failure, true), milliseconds(500));
  EXPECT_EQ(policy.Next(failure, true), seconds(1));
  EXPECT_EQ(policy.Next(failure, true), seconds(2));
  EXPECT_EQ(policy.Next(failure, true), seconds(3));
  EXPECT_EQ(policy.Next(failure, true), seconds(3));
  EXPECT_FALSE(policy.Next(failure, true));
}

TEST(RetryPolicy, PausesAreFullyJittered) {
  const absl::Status failure = Failure(v1::RETRYABILITY_SAFE);
  EXPECT_EQ(RetryPolicy(Settings(), Always(0)).Next(failure, true), milliseconds(0));
  EXPECT_EQ(RetryPolicy(Settings(), Always(0.25)).Next(failure, true), milliseconds(125));
}

TEST(RetryPolicy, NeverShorterThanTheFailureAsks) {
  const absl::Status failure = WithRetryDelay(Failure(v1::RETRYABILITY_SAFE), seconds(7));
  RetryPolicy policy(Settings(), Always(0.5));
  EXPECT_EQ(policy.Next(failure, true), seconds(7));
}

TEST(RetryPolicy, HugeFactorStaysWithinTheLongestPause) {
  v1::Retry settings = Settings();
  settings.set_backoff_factor(1e300);
  RetryPolicy policy(settings, Always(1));
  const absl::Status failure = Failure(v1::RETRYABILITY_SAFE);
  EXPECT_EQ(policy.Next(failure, true), milliseconds(500));
  EXPECT_EQ(policy.Next(failure, true), seconds(3));
  EXPECT_EQ(policy.Next(failure, true), seconds(3));
}

TEST(MakeRandom, StaysWithinItsInterval) {
  const Random random = MakeRandom();
  for (int i = 0; i < 1000; ++i) {
    const double value = random();
    EXPECT_GE(value, 0);
    EXPECT_LT(value, 1);
  }
}

class RunWithRetryTest : public ::testing::Test {
 protected:
  std::unique_ptr<CallContext> MakeContext(std::optional<seconds> limit = std::nullopt) {
    std::optional<Clock::Instant> deadline;
    if (limit) deadline = clock_.Now() + *limit;
    return std::make_unique<CallContext>(loop_.executor(), CallOptions(), deadline, clock_,
                                         observer_);
  }

  // Fails as `results_` says, then succeeds.
  std::function<Task<absl::Status>(int)> Attempt() {
    return [this](int number) { return RunAttempt(number); };
  }

  Task<absl::Status> RunAttempt(int number) {
    attempts_.push_back(number);
    if (results_.empty()) co_return absl::OkStatus();
    absl::Status result = results_.front();
    results_.pop_front();
    co_return result;
  }

  testing::TestLoop loop_;
  testing::FakeClock clock_;
  Observer observer_;
  RetryPolicy policy_{Settings(), Always(1)};
  std::deque<absl::Status> results_;
  std::vector<int> attempts_;
};

TEST_F(RunWithRetryTest, SuccessEndsAtOnce) {
  auto context = MakeContext();
  EXPECT_EQ(loop_.Run(RunWithRetry(*context, policy_, true, Attempt())), absl::OkStatus());
  EXPECT_EQ(attempts_, std::vector<int>({1}));
}

TEST_F(RunWithRetryTest, RepeatsAfterThePausesUntilItSucceeds) {
  auto context = MakeContext();
  results_ = {Failure(v1::RETRYABILITY_SAFE), Failure(v1::RETRYABILITY_SAFE)};
  std::optional<absl::Status> result;
  loop_.Start(RunWithRetry(*context, policy_, false, Attempt()), &result);
  loop_.Poll();
  EXPECT_EQ(attempts_, std::vector<int>({1}));
  clock_.Advance(milliseconds(499));
  loop_.Poll();
  EXPECT_EQ(attempts_, std::vector<int>({1}));
  clock_.Advance(milliseconds(1));
  loop_.Poll();
  EXPECT_EQ(attempts_, std::vector<int>({1, 2}));
  clock_.Advance(seconds(1));
  loop_.Poll();
  EXPECT_EQ(attempts_, std::vector<int>({1, 2, 3}));
  EXPECT_EQ(result, absl::OkStatus());
}

TEST_F(RunWithRetryTest, ReturnsTheLastFailureWhenItGivesUp) {
  clock_.SkipPauses();
  auto context = MakeContext();
  for (absl::string_view message : {"1st", "2nd", "3rd", "4th", "5th"}) {
    results_.push_back(Failure(v1::RETRYABILITY_SAFE, message));
  }
  std::optional<absl::Status> result = loop_.Run(RunWithRetry(*context, policy_, true, Attempt()));
  EXPECT_EQ(result->message(), "4th");
  EXPECT_EQ(attempts_, std::vector<int>({1, 2, 3, 4}));
}

TEST_F(RunWithRetryTest, EveryRunHasItsOwnCount) {
  clock_.SkipPauses();
  auto context = MakeContext();
  for (int run = 0; run < 3; ++run) {
    results_.assign(3, Failure(v1::RETRYABILITY_SAFE));
    EXPECT_EQ(loop_.Run(RunWithRetry(*context, policy_, true, Attempt())), absl::OkStatus());
  }
}

TEST_F(RunWithRetryTest, PauseBeyondTheDeadlineIsNotBegun) {
  auto context = MakeContext(seconds(5));
  results_ = {WithRetryDelay(Failure(v1::RETRYABILITY_SAFE, "come back later"), seconds(6))};
  std::optional<absl::Status> result = loop_.Run(RunWithRetry(*context, policy_, true, Attempt()));
  EXPECT_EQ(result->message(), "come back later");
  EXPECT_EQ(attempts_.size(), 1u);
}

TEST_F(RunWithRetryTest, WithoutADeadlineAPauseBeyondTheLongestIsLeftToTheCaller) {
  auto context = MakeContext();
  results_ = {WithRetryDelay(Failure(v1::RETRYABILITY_SAFE, "come back"), std::chrono::hours(20))};
  std::optional<absl::Status> result = loop_.Run(RunWithRetry(*context, policy_, true, Attempt()));
  EXPECT_EQ(GetRetryDelay(*result), std::chrono::hours(20));
  EXPECT_EQ(attempts_.size(), 1u);
}

TEST_F(RunWithRetryTest, DeadlineWithinAPauseReturnsTheLastFailure) {
  auto context = MakeContext(seconds(60));
  results_ = {Failure(v1::RETRYABILITY_SAFE, "the cause")};
  std::optional<absl::Status> result;
  loop_.Start(RunWithRetry(*context, policy_, true, Attempt()), &result);
  loop_.Poll();
  context->Stop(absl::DeadlineExceededError("too late"));
  loop_.Poll();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->message(), "the cause");
}

TEST_F(RunWithRetryTest, CancellationEndsAPause) {
  auto context = MakeContext();
  results_ = {Failure(v1::RETRYABILITY_SAFE)};
  std::optional<absl::Status> result;
  loop_.Start(RunWithRetry(*context, policy_, true, Attempt()), &result);
  loop_.Poll();
  context->Stop(absl::CancelledError("enough"));
  loop_.Poll();
  EXPECT_EQ(result, absl::CancelledError("enough"));
  EXPECT_EQ(attempts_.size(), 1u);
}

TEST_F(RunWithRetryTest, StoppedCallAttemptsNothing) {
  auto context = MakeContext();
  context->Stop(absl::CancelledError("enough"));
  EXPECT_EQ(loop_.Run(RunWithRetry(*context, policy_, true, Attempt())),
            absl::CancelledError("enough"));
  EXPECT_TRUE(attempts_.empty());
}

}  // namespace
}  // namespace sfconnector
