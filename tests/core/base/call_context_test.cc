// SPDX-License-Identifier: Apache-2.0
#include "core/base/call_context.h"

#include <optional>

#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"
#include "tests/support/run_task.h"

namespace sfconnector {
namespace {

using testing::FakeClock;
using testing::TestLoop;

class CallContextTest : public ::testing::Test {
 protected:
  CallContext MakeContext(std::optional<Clock::Duration> time_left = std::nullopt) {
    std::optional<Clock::Instant> deadline;
    if (time_left) deadline = clock_.Now() + *time_left;
    return CallContext(loop_.executor(), CallOptions(), deadline, clock_, observer_);
  }

  TestLoop loop_;
  FakeClock clock_;
  Observer observer_;
};

TEST_F(CallContextTest, TheDeadlineStopsWhatWaits) {
  CallContext context = MakeContext(std::chrono::seconds(5));
  std::optional<absl::Status> status;
  loop_.Start(SleepFor(context, std::chrono::hours(1)), &status);
  loop_.Poll();
  EXPECT_FALSE(status.has_value());
  clock_.Advance(std::chrono::seconds(5));
  loop_.Poll();
  ASSERT_TRUE(status.has_value());
  EXPECT_TRUE(absl::IsDeadlineExceeded(*status));
}

TEST_F(CallContextTest, StopIsSeenByWaitsThatBeginLater) {
  CallContext context = MakeContext();
  context.Stop(absl::CancelledError("gone"));
  std::optional<absl::Status> status = loop_.Run(SleepFor(context, std::chrono::hours(1)));
  EXPECT_TRUE(absl::IsCancelled(*status));
}

TEST_F(CallContextTest, OnlyTheFirstStopCounts) {
  CallContext context = MakeContext();
  context.Stop(absl::CancelledError("first"));
  context.Stop(absl::DeadlineExceededError("second"));
  EXPECT_TRUE(absl::IsCancelled(context.status()));
}

TEST_F(CallContextTest, ADestroyedHookDoesNotRun) {
  CallContext context = MakeContext();
  int runs = 0;
  {
    auto hook = context.OnStop([&runs] { ++runs; });
  }
  auto kept = context.OnStop([&runs] { runs += 10; });
  context.Stop(absl::CancelledError(""));
  EXPECT_EQ(runs, 10);
}

TEST_F(CallContextTest, ASleepEndsWhenItsTimeHasCome) {
  CallContext context = MakeContext();
  std::optional<absl::Status> status;
  loop_.Start(SleepFor(context, std::chrono::seconds(3)), &status);
  loop_.Poll();
  clock_.Advance(std::chrono::seconds(2));
  loop_.Poll();
  EXPECT_FALSE(status.has_value());
  clock_.Advance(std::chrono::seconds(1));
  loop_.Poll();
  ASSERT_TRUE(status.has_value());
  EXPECT_TRUE(status->ok());
}

}  // namespace
}  // namespace sfconnector
