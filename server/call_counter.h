// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>

#include "core/base/clock.h"

namespace sfconnector::server {

// Counts the calls that run. Thread-safe; outlives its tickets.
class CallCounter {
 public:
  // One running call.
  class Ticket {
   public:
    explicit Ticket(CallCounter& counter) : counter_(counter) { counter_.Add(1); }
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
    ~Ticket() { counter_.Add(-1); }

   private:
    CallCounter& counter_;
  };

  // Waits until no call runs, at most until `limit` has passed. Whether none runs.
  bool WaitForNone(Clock::Duration limit) {
    std::unique_lock lock(mutex_);
    return none_.wait_for(lock, limit, [this] { return running_ == 0; });
  }

 private:
  void Add(int change) {
    std::lock_guard lock(mutex_);
    running_ += change;
    if (running_ == 0) none_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable none_;
  int running_ = 0;  // guarded by mutex_
};

}  // namespace sfconnector::server
