// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "core/base/clock.h"
#include "core/base/task.h"

namespace sfconnector {

// Barks when nothing has happened for a time. Confined to its executor.
class Watchdog {
 public:
  // `bark` may destroy nothing that holds this object.
  Watchdog(Clock& clock, Executor executor, std::function<void()> bark)
      : clock_(clock), executor_(std::move(executor)), bark_(std::move(bark)) {}

  // Watches from now on.
  void Arm(Clock::Duration limit) {
    limit_ = limit;
    armed_ = true;
    Touch();
    SetAlarm();
  }

  // Something happened. Cheap: the alarm stays and is put off when it rings.
  void Touch() { last_ = clock_.Now(); }

  void Disarm() {
    armed_ = false;
    alarm_.reset();
  }

  bool armed() const { return armed_; }

 private:
  void SetAlarm() {
    alarm_ = clock_.SetAlarm(executor_, last_ + limit_, [this] { Ring(); });
  }

  void Ring() {
    if (!armed_) return;
    if (clock_.Now() < last_ + limit_) {
      SetAlarm();
      return;
    }
    armed_ = false;
    bark_();
  }

  Clock& clock_;
  const Executor executor_;
  const std::function<void()> bark_;
  bool armed_ = false;
  Clock::Duration limit_{};
  Clock::Instant last_{};
  std::unique_ptr<Clock::Alarm> alarm_;
};

}  // namespace sfconnector
