// SPDX-License-Identifier: Apache-2.0
#include "core/base/pipe.h"

#include <future>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sfconnector {
namespace {

using ::testing::ElementsAre;

// Collects what comes out, one Pull at a time.
struct Collector {
  void Pull(Pipe& pipe) {
    pipe.Pull([this](std::optional<std::string> message) {
      if (message) {
        messages.push_back(*message);
      } else {
        ended = true;
      }
    });
  }
  std::vector<std::string> messages;
  bool ended = false;
};

TEST(Pipe, KeepsTheOrder) {
  Pipe pipe(2);
  for (const char* text : {"a", "b"}) pipe.Push(text, [](bool accepted) { EXPECT_TRUE(accepted); });
  Collector collector;
  for (int i = 0; i < 2; ++i) collector.Pull(pipe);
  EXPECT_THAT(collector.messages, ElementsAre("a", "b"));
}

TEST(Pipe, APushBeyondTheCapacityWaitsForRoom) {
  Pipe pipe(1);
  bool second = false;
  pipe.Push("a", [](bool) {});
  pipe.Push("b", [&second](bool accepted) { second = accepted; });
  EXPECT_FALSE(second);
  Collector collector;
  collector.Pull(pipe);
  EXPECT_TRUE(second);
  collector.Pull(pipe);
  EXPECT_THAT(collector.messages, ElementsAre("a", "b"));
}

TEST(Pipe, CloseDeliversWhatIsInside) {
  Pipe pipe(1);
  pipe.Push("a", [](bool) {});
  pipe.Push("b", [](bool accepted) { EXPECT_TRUE(accepted); });
  pipe.Close();
  Collector collector;
  for (int i = 0; i < 3; ++i) collector.Pull(pipe);
  EXPECT_THAT(collector.messages, ElementsAre("a", "b"));
  EXPECT_TRUE(collector.ended);
}

TEST(Pipe, CloseEndsAWaitingPull) {
  Pipe pipe(1);
  Collector collector;
  collector.Pull(pipe);
  EXPECT_FALSE(collector.ended);
  pipe.Close();
  EXPECT_TRUE(collector.ended);
}

TEST(Pipe, AbortDropsEverythingAndRefusesTheWaitingPush) {
  Pipe pipe(1);
  std::vector<bool> accepted;
  for (const char* text : {"a", "b"})
    pipe.Push(text, [&accepted](bool yes) { accepted.push_back(yes); });
  pipe.Abort();
  pipe.Push("c", [&accepted](bool yes) { accepted.push_back(yes); });
  EXPECT_THAT(accepted, ElementsAre(true, false, false));
  Collector collector;
  collector.Pull(pipe);
  EXPECT_TRUE(collector.ended);
}

void PushAll(Pipe& pipe, int next, int end) {
  if (next == end) {
    pipe.Close();
    return;
  }
  pipe.Push(std::to_string(next), [&pipe, next, end](bool accepted) {
    ASSERT_TRUE(accepted);
    PushAll(pipe, next + 1, end);
  });
}

TEST(Pipe, CarriesMessagesBetweenThreads) {
  constexpr int kCount = 300;
  Pipe pipe(1);
  std::thread writer([&pipe] { PushAll(pipe, 0, kCount); });
  std::vector<std::string> received;
  bool more = true;
  while (more) {
    std::promise<std::optional<std::string>> came;
    pipe.Pull([&came](std::optional<std::string> message) { came.set_value(std::move(message)); });
    std::optional<std::string> message = came.get_future().get();
    more = message.has_value();
    if (more) received.push_back(*std::move(message));
  }
  writer.join();
  ASSERT_EQ(received.size(), static_cast<std::size_t>(kCount));
  for (int i = 0; i < kCount; ++i)
    EXPECT_EQ(received[static_cast<std::size_t>(i)], std::to_string(i));
}

}  // namespace
}  // namespace sfconnector
