// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "core/base/task.h"

namespace sfconnector {

// The two times that there are, and alarms. Injected everywhere, so that tests decide what time it
// is.
class Clock {
 public:
  using Instant =
      std::chrono::steady_clock::time_point;  // never set back; for deadlines and pauses
  using WallTime = std::chrono::system_clock::time_point;  // for what others see
  using Duration = std::chrono::steady_clock::duration;

  // A pending alarm; destroying it cancels it.
  class Alarm {
   public:
    virtual ~Alarm() = default;
  };

  virtual ~Clock() = default;

  virtual Instant Now() const = 0;
  virtual WallTime WallNow() const = 0;

  // Calls `ring` on `executor`, once, when `when` has come. Must be called, and the alarm
  // destroyed, on `executor`: then `ring` does not run after the destruction.
  [[nodiscard]] virtual std::unique_ptr<Alarm> SetAlarm(const Executor& executor, Instant when,
                                                        std::function<void()> ring) = 0;
};

// The machine's clock. Thread-safe.
std::unique_ptr<Clock> MakeSystemClock();

}  // namespace sfconnector
