// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fake_clock.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace sfconnector::testing {

// What an alarm and the clock share. `ring` is touched on the alarm's executor only.
struct FakeClock::Entry {
  Executor executor;
  std::function<void()> ring;
};

class FakeClock::FakeAlarm final : public Clock::Alarm {
 public:
  FakeAlarm(FakeClock& clock, std::shared_ptr<Entry> entry)
      : clock_(clock), entry_(std::move(entry)) {}

  ~FakeAlarm() override {
    entry_->ring = nullptr;
    std::lock_guard lock(clock_.mutex_);
    auto& alarms = clock_.alarms_;
    auto it = std::find_if(alarms.begin(), alarms.end(),
                           [this](const auto& alarm) { return alarm.second == entry_; });
    if (it != alarms.end()) alarms.erase(it);
  }

 private:
  FakeClock& clock_;
  std::shared_ptr<Entry> entry_;
};

FakeClock::FakeClock() = default;
FakeClock::~FakeClock() = default;

// Both times start somewhere that is not zero, so that a forgotten initial value shows.
Clock::Instant FakeClock::Now() const {
  std::lock_guard lock(mutex_);
  return Instant(std::chrono::hours(1000)) + elapsed_;
}

Clock::WallTime FakeClock::WallNow() const {
  std::lock_guard lock(mutex_);
  return WallTime(std::chrono::seconds(1700000000)) +
         std::chrono::duration_cast<WallTime::duration>(elapsed_);
}

std::unique_ptr<Clock::Alarm> FakeClock::SetAlarm(const Executor& executor, Instant when,
                                                  std::function<void()> ring) {
  auto entry = std::make_shared<Entry>(Entry{executor, std::move(ring)});
  {
    std::lock_guard lock(mutex_);
    alarms_.emplace(when, entry);
    const Instant now = Instant(std::chrono::hours(1000)) + elapsed_;
    if (skip_pauses_ && when > now) elapsed_ += when - now;
  }
  RingDue();
  return std::make_unique<FakeAlarm>(*this, std::move(entry));
}

void FakeClock::Advance(Duration by) {
  {
    std::lock_guard lock(mutex_);
    elapsed_ += by;
  }
  RingDue();
}

void FakeClock::SkipPauses() {
  std::lock_guard lock(mutex_);
  skip_pauses_ = true;
}

int FakeClock::pending_alarms() const {
  std::lock_guard lock(mutex_);
  return static_cast<int>(alarms_.size());
}

void FakeClock::RingDue() {
  const Instant now = Now();
  std::vector<std::shared_ptr<Entry>> due;
  {
    std::lock_guard lock(mutex_);
    const auto end = alarms_.upper_bound(now);
    for (auto it = alarms_.begin(); it != end; ++it) due.push_back(it->second);
    alarms_.erase(alarms_.begin(), end);
  }
  for (auto& entry : due) {
    asio::post(entry->executor, [entry] {
      if (entry->ring) std::exchange(entry->ring, nullptr)();
    });
  }
}

}  // namespace sfconnector::testing
