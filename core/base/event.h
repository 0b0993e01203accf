// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>

#include "core/base/task.h"

namespace sfconnector {

// Lets one coroutine wait until something has happened. Confined to one executor: Set and Wait are
// called on it only. The waiter is resumed through the executor, never from within Set, so Set may
// be called anywhere, from a C library's callback too.
class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  // Wakes the waiter, or lets the next Wait return at once. Setting twice is setting once.
  void Set() {
    set_ = true;
    if (waiter_) std::exchange(waiter_, nullptr)->Resume();
  }

  // Forgets an earlier Set.
  void Reset() { set_ = false; }

  bool is_set() const { return set_; }

  // Waits for Set. One waiter at a time.
  Task<void> Wait() {
    if (set_) co_return;
    co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(
        [this](auto handler) {
          waiter_ = std::make_unique<WaiterOf<decltype(handler)>>(std::move(handler));
        },
        asio::use_awaitable);
  }

 private:
  class Waiter {
   public:
    virtual ~Waiter() = default;
    virtual void Resume() = 0;
  };

  template <class Handler>
  class WaiterOf final : public Waiter {
   public:
    explicit WaiterOf(Handler handler) : handler_(std::move(handler)) {}
    void Resume() override {
      auto executor = asio::get_associated_executor(handler_);
      asio::post(executor, std::move(handler_));
    }

   private:
    Handler handler_;
  };

  bool set_ = false;
  std::unique_ptr<Waiter> waiter_;
};

}  // namespace sfconnector
