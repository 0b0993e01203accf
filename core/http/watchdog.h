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

  // Watches from now on. Cheap, too, where an alarm of an earlier watch rings in time.
  void Arm(Clock::Duration limit) {
    limit_ = limit;
    armed_ = true;
    Touch();
    if (alarm_ == nullptr || last_ + limit_ < rings_at_) SetAlarm();
  }

  // Something happened. Cheap: the alarm stays and is put off when it rings.
  void Touch() { last_ = clock_.Now(); }

  // The alarm stays for the next watch: a reply is watched whenever its reader waits, and to set an
  // alarm costs more than to let one ring for nothing.
  void Disarm() { armed_ = false; }

  bool armed() const { return armed_; }

 private:
  void SetAlarm() {
    rings_at_ = last_ + limit_;
    alarm_ = clock_.SetAlarm(executor_, rings_at_, [this] { Ring(); });
  }

  void Ring() {
    if (!armed_) {
      alarm_.reset();
      return;
    }
    if (clock_.Now() < last_ + limit_) {
      SetAlarm();
      return;
    }
    armed_ = false;
    alarm_.reset();
    bark_();
  }

  Clock& clock_;
  const Executor executor_;
  const std::function<void()> bark_;
  bool armed_ = false;
  Clock::Duration limit_{};
  Clock::Instant last_{};
  Clock::Instant rings_at_{};  // the alarm
  std::unique_ptr<Clock::Alarm> alarm_;
};

}  // namespace sfconnector
