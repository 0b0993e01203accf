// SPDX-License-Identifier: Apache-2.0
#include "core/base/clock.h"

#include <utility>

#include <asio/steady_timer.hpp>

namespace sfconnector {
namespace {

class TimerAlarm final : public Clock::Alarm {
 public:
  TimerAlarm(const Executor& executor, Clock::Instant when, std::function<void()> ring)
      : state_(std::make_shared<State>(executor, std::move(ring))) {
    state_->timer.expires_at(when);
    state_->timer.async_wait([state = state_](const asio::error_code& error) {
      // A timer that has expired already cannot be cancelled any more; the cleared function says
      // that nobody waits.
      if (!error && state->ring) std::exchange(state->ring, nullptr)();
    });
  }

  // Cancelling may throw by its signature only: Asio's timers have no error to report.
  ~TimerAlarm() override {  // NOLINT(bugprone-exception-escape)
    state_->ring = nullptr;
    state_->timer.cancel();
  }

 private:
  struct State {
    State(const Executor& executor, std::function<void()> ring_in)
        : timer(executor), ring(std::move(ring_in)) {}
    asio::steady_timer timer;
    std::function<void()> ring;
  };

  std::shared_ptr<State> state_;
};

class SystemClock final : public Clock {
 public:
  Instant Now() const override { return std::chrono::steady_clock::now(); }
  WallTime WallNow() const override { return std::chrono::system_clock::now(); }

  std::unique_ptr<Alarm> SetAlarm(const Executor& executor, Instant when,
                                  std::function<void()> ring) override {
    return std::make_unique<TimerAlarm>(executor, when, std::move(ring));
  }
};

}  // namespace

std::unique_ptr<Clock> MakeSystemClock() { return std::make_unique<SystemClock>(); }

}  // namespace sfconnector
