// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "core/base/call_options.h"
#include "core/base/clock.h"
#include "core/base/event.h"
#include "core/base/observer.h"
#include "core/base/task.h"

namespace sfconnector {

// One call in progress: its executor, options, deadline, cancellation and reply metadata.
// Everything that the call waits for is tied to it. Confined to its executor, except where said
// otherwise. Outlives every coroutine that it was handed to.
class CallContext {
 public:
  // `clock` and `observer` outlive the context. A `deadline` in the past stops the call at once.
  CallContext(Executor executor, CallOptions options, std::optional<Clock::Instant> deadline,
              Clock& clock, Observer& observer);
  CallContext(const CallContext&) = delete;
  CallContext& operator=(const CallContext&) = delete;
  ~CallContext();

  const Executor& executor() const { return executor_; }
  const CallOptions& options() const { return options_; }
  std::optional<Clock::Instant> deadline() const { return deadline_; }
  Clock& clock() const { return clock_; }
  Observer& observer() const { return observer_; }
  ReplyMetadata& reply() { return reply_; }

  // OK while the call goes on; afterwards CANCELLED, DEADLINE_EXCEEDED or whatever Stop was given.
  // Check it before an operation starts: a stop is remembered, but not signalled twice.
  const absl::Status& status() const { return status_; }

  // Ends the call: everything that waits returns `why` (not OK). Only the first call counts.
  void Stop(absl::Status why);

  // Runs `hook` within Stop; not at all if the hook object is destroyed before. A call that is
  // stopped already runs it at once.
  class StopHook;
  [[nodiscard]] StopHook OnStop(std::function<void()> hook);

 private:
  friend class StopHook;
  using Hooks = std::list<std::function<void()>>;

  const Executor executor_;
  const CallOptions options_;
  const std::optional<Clock::Instant> deadline_;
  Clock& clock_;
  Observer& observer_;
  ReplyMetadata reply_;
  absl::Status status_;
  Hooks hooks_;
  std::unique_ptr<Clock::Alarm> deadline_alarm_;
};

// Unregisters a hook when it is destroyed.
class CallContext::StopHook {
 public:
  StopHook(CallContext* context, Hooks::iterator where) : context_(context), where_(where) {}
  StopHook(StopHook&& other) noexcept
      : context_(std::exchange(other.context_, nullptr)), where_(other.where_) {}
  StopHook& operator=(StopHook&&) = delete;
  ~StopHook() {
    if (context_ != nullptr) context_->hooks_.erase(where_);
  }

 private:
  CallContext* context_;
  Hooks::iterator where_;
};

// Waits for `event`, or for the end of the call: then returns why it ended.
Task<absl::Status> WaitFor(CallContext& context, Event& event);

// Waits for `pause`, or for the end of the call: then returns why it ended.
Task<absl::Status> SleepFor(CallContext& context, Clock::Duration pause);

}  // namespace sfconnector
