// SPDX-License-Identifier: Apache-2.0
#include "core/base/turns.h"

#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"
#include "tests/support/run_task.h"

namespace sfconnector {
namespace {

class TurnsTest : public ::testing::Test {
 protected:
  // Takes a turn, tells so, and keeps it until `leave` is set.
  static Task<absl::Status> Work(TurnsTest& test, std::string name, Event& leave) {
    absl::StatusOr<Turns::Turn> turn = co_await test.turns_.Take(test.call_);
    if (!turn.ok()) co_return turn.status();
    test.told_ += name;
    co_await leave.Wait();
    co_return absl::OkStatus();
  }

  void Start(const std::string& name, Event& leave, std::optional<absl::Status>& ended) {
    loop_.Start(Work(*this, name, leave), &ended);
    loop_.Poll();
  }
  void Leave(Event& leave) {
    leave.Set();
    loop_.Poll();
  }

  testing::TestLoop loop_;
  testing::FakeClock clock_;
  Observer observer_;
  CallContext call_{loop_.executor(), CallOptions(), std::nullopt, clock_, observer_};
  Turns turns_;
  std::string told_;
  Event leave_[3];
  std::optional<absl::Status> ended_[3];
};

TEST_F(TurnsTest, OneIsAtItAtATimeInTheOrderOfComing) {
  Start("a", leave_[0], ended_[0]);
  Start("b", leave_[1], ended_[1]);
  Start("c", leave_[2], ended_[2]);
  EXPECT_EQ(told_, "a");
  Leave(leave_[0]);
  EXPECT_EQ(told_, "ab");
  Leave(leave_[1]);
  Leave(leave_[2]);
  EXPECT_EQ(told_, "abc");
  EXPECT_TRUE(ended_[2]->ok());
}

TEST_F(TurnsTest, WhoLeavesTheQueueLosesNoTurn) {
  Start("a", leave_[0], ended_[0]);
  Start("b", leave_[1], ended_[1]);
  call_.Stop(absl::CancelledError("stopped"));
  loop_.Poll();
  ASSERT_TRUE(ended_[1].has_value());
  EXPECT_EQ(ended_[1]->code(), absl::StatusCode::kCancelled);
  Leave(leave_[0]);
  EXPECT_TRUE(ended_[0]->ok());
  EXPECT_EQ(told_, "a");
}

TEST_F(TurnsTest, TurnThatComesWithTheEndOfTheCallIsPassedOn) {
  Start("a", leave_[0], ended_[0]);
  Start("b", leave_[1], ended_[1]);
  leave_[0].Set();
  call_.Stop(absl::CancelledError("stopped"));
  loop_.Poll();
  ASSERT_TRUE(ended_[1].has_value());
  EXPECT_FALSE(ended_[1]->ok());
  EXPECT_EQ(told_, "a");
}

}  // namespace
}  // namespace sfconnector
