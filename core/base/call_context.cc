// SPDX-License-Identifier: Apache-2.0
#include "core/base/call_context.h"

#include <utility>

namespace sfconnector {

CallContext::CallContext(Executor executor, CallOptions options,
                         std::optional<Clock::Instant> deadline, Clock& clock, Observer& observer)
    : executor_(std::move(executor)),
      options_(std::move(options)),
      deadline_(deadline),
      clock_(clock),
      observer_(observer) {
  if (deadline_) {
    deadline_alarm_ = clock_.SetAlarm(executor_, *deadline_, [this] {
      Stop(absl::DeadlineExceededError("the call's deadline has passed"));
    });
  }
}

CallContext::~CallContext() = default;

void CallContext::Stop(absl::Status why) {
  if (!status_.ok()) return;
  status_ = std::move(why);
  // Hooks only set flags and wake coroutines, so the list does not change under this loop.
  for (auto& hook : hooks_) hook();
}

CallContext::StopHook CallContext::OnStop(std::function<void()> hook) {
  if (!status_.ok()) hook();
  hooks_.push_back(std::move(hook));
  return StopHook(this, std::prev(hooks_.end()));
}

Task<absl::Status> WaitFor(CallContext& context, Event& event) {
  auto hook = context.OnStop([&event] { event.Set(); });
  co_await event.Wait();
  co_return context.status();
}

Task<absl::Status> SleepFor(CallContext& context, Clock::Duration pause) {
  Event event;
  auto alarm = context.clock().SetAlarm(context.executor(), context.clock().Now() + pause,
                                        [&event] { event.Set(); });
  absl::Status status = co_await WaitFor(context, event);
  co_return status;
}

}  // namespace sfconnector
