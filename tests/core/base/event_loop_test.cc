// SPDX-License-Identifier: Apache-2.0
#include "core/base/event_loop.h"

#include <signal.h>

#include <future>

#include <gtest/gtest.h>

#include "core/base/event.h"

namespace sfconnector {
namespace {

Task<void> WaitThenTell(Event& event, std::promise<bool>& told, const EventLoop& loop) {
  co_await event.Wait();
  told.set_value(loop.InLoop());
}

TEST(EventLoop, ResumesAWaitingCoroutineOnItsThread) {
  EventLoop loop;
  Event event;
  std::promise<bool> told;
  Spawn(loop.executor(), WaitThenTell(event, told, loop));
  asio::post(loop.executor(), [&event] { event.Set(); });
  EXPECT_TRUE(told.get_future().get());
}

TEST(EventLoop, BlocksAllSignalsOnItsThread) {
  EventLoop loop;
  std::promise<bool> blocked;
  asio::post(loop.executor(), [&blocked] {
    sigset_t mask;
    pthread_sigmask(SIG_SETMASK, nullptr, &mask);
    blocked.set_value(sigismember(&mask, SIGTERM) == 1 && sigismember(&mask, SIGUSR1) == 1);
  });
  EXPECT_TRUE(blocked.get_future().get());
}

TEST(EventLoop, RunsWhatIsQueuedBeforeItEnds) {
  int runs = 0;
  {
    EventLoop loop;
    for (int i = 0; i < 100; ++i) asio::post(loop.executor(), [&runs] { ++runs; });
  }
  EXPECT_EQ(runs, 100);
}

}  // namespace
}  // namespace sfconnector
