// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "core/base/clock.h"

namespace sfconnector::testing {

// A clock that stands still until a test moves it. Thread-safe; alarms ring on their executors.
class FakeClock final : public Clock {
 public:
  FakeClock();
  ~FakeClock() override;

  Instant Now() const override;
  WallTime WallNow() const override;
  std::unique_ptr<Alarm> SetAlarm(const Executor& executor, Instant when,
                                  std::function<void()> ring) override;

  // Moves both times on and rings what is due.
  void Advance(Duration by);

  // How many alarms are set and have not rung.
  int pending_alarms() const;

  // From now on every alarm moves the time to its own instant at once: pauses pass without waiting,
  // in their order.
  void SkipPauses();

 private:
  struct Entry;
  class FakeAlarm;
  void RingDue();

  mutable std::mutex mutex_;
  Duration elapsed_{};
  bool skip_pauses_ = false;
  std::multimap<Instant, std::shared_ptr<Entry>> alarms_;
};

}  // namespace sfconnector::testing
