// SPDX-License-Identifier: Apache-2.0
#include "core/operation/running_call.h"

#include <exception>
#include <new>
#include <utility>

#include <asio/dispatch.hpp>

#include "absl/strings/str_cat.h"

namespace sfconnector {
namespace {

// What a coroutine and a pipe's callback share: the callback may come after the coroutine has given
// up, and on any thread.
template <class Result>
struct Handover {
  Event event;
  Result result{};
};

// Sets the result on the coroutine's executor; at once where the caller runs there.
template <class Result>
auto HandOver(const Executor& executor, std::shared_ptr<Handover<Result>> handover) {
  return [executor, handover = std::move(handover)](Result result) {
    asio::dispatch(executor, [handover, result = std::move(result)]() mutable {
      handover->result = std::move(result);
      handover->event.Set();
    });
  };
}

class PipeReader final : public MessageReader {
 public:
  PipeReader(CallContext& context, Pipe& pipe) : context_(context), pipe_(pipe) {}

  Task<absl::StatusOr<std::optional<std::string>>> Read() override {
    if (!context_.status().ok()) co_return context_.status();
    if (stopped_) co_return std::nullopt;
    auto handover = std::make_shared<Handover<std::optional<std::string>>>();
    waiting_ = handover;
    pipe_.Pull(HandOver(context_.executor(), handover));
    absl::Status status = co_await WaitFor(context_, handover->event);
    if (!status.ok()) co_return status;
    if (stopped_) co_return std::nullopt;
    co_return std::move(handover->result);
  }

  void StopReading() override {
    stopped_ = true;
    if (auto waiting = waiting_.lock()) waiting->event.Set();
  }

 private:
  CallContext& context_;
  Pipe& pipe_;
  bool stopped_ = false;
  std::weak_ptr<Handover<std::optional<std::string>>> waiting_;
};

class PipeWriter final : public MessageWriter {
 public:
  PipeWriter(CallContext& context, Pipe& pipe) : context_(context), pipe_(pipe) {}

  Task<absl::Status> Write(std::string encoded) override {
    if (!context_.status().ok()) co_return context_.status();
    auto handover = std::make_shared<Handover<bool>>();
    pipe_.Push(std::move(encoded), HandOver(context_.executor(), handover));
    absl::Status status = co_await WaitFor(context_, handover->event);
    if (status.ok() && !handover->result) status = absl::CancelledError("the call has ended");
    co_return status;
  }

 private:
  CallContext& context_;
  Pipe& pipe_;
};

}  // namespace

RunningCall::RunningCall(const Operation& operation, CallOptions options,
                         std::optional<Clock::Instant> deadline, const Host& host)
    : operation_(operation), host_(host), options_(std::move(options)), deadline_(deadline) {}

void RunningCall::Begin(std::function<void()> ended) {
  auto self = std::static_pointer_cast<RunningCall>(shared_from_this());
  Spawn(host_.executor, Run(std::move(self), std::move(ended)));
}

void RunningCall::Refuse(absl::Status why) { Finish(std::move(why), /*stopped=*/false); }

// Libraries throw where memory is short; a call that ended so must end for its caller, too.
Task<absl::Status> RunningCall::RunOperation(OperationContext context, MessageReader& requests,
                                             MessageWriter& responses) const {
  absl::Status status;
  try {
    status = co_await operation_.Run(context, requests, responses);
  } catch (const std::bad_alloc&) {
    status = absl::ResourceExhaustedError("no memory for the call");
  } catch (const std::exception& error) {
    status = absl::InternalError(absl::StrCat("the operation has failed: ", error.what()));
  }
  co_return status;
}

Task<void> RunningCall::Run(std::shared_ptr<RunningCall> self, std::function<void()> ended) {
  const Host& host = self->host_;
  const std::string name = self->operation_.name();
  const Clock::Instant start = host.clock.Now();
  host.observer.OnCallStart(name, host.connection);
  CallContext& context = self->context_.emplace(host.executor, std::move(self->options_),
                                                self->deadline_, host.clock, host.observer);
  if (!self->stopped_early_.ok()) context.Stop(self->stopped_early_);
  PipeReader reader(context, self->requests_);
  PipeWriter writer(context, self->responses_);
  OperationContext operation_context{host.rest, context, &host.spool};
  absl::Status status = co_await self->RunOperation(operation_context, reader, writer);
  const bool stopped = !context.status().ok();
  self->reply_ = std::move(context.reply());
  self->context_.reset();
  host.observer.OnCallEnd({name, host.connection, status, host.clock.Now() - start});
  host.in_flight.fetch_sub(1);
  self->Finish(std::move(status), stopped);
  ended();
}

void RunningCall::Finish(absl::Status status, bool stopped) {
  status_ = std::move(status);
  ended_.store(true);
  requests_.Abort();
  // A reader that went away, or is out of time, gets no more of what waits for it.
  if (stopped) {
    responses_.Abort();
  } else {
    responses_.Close();
  }
}

void RunningCall::Send(std::string message, std::function<void(bool accepted)> accepted) {
  requests_.Push(std::move(message), std::move(accepted));
}

void RunningCall::CloseRequests() { requests_.Close(); }

void RunningCall::Receive(std::function<void(std::optional<std::string> message)> received) {
  responses_.Pull(std::move(received));
}

void RunningCall::Cancel(absl::Status why) {
  // The host lives no longer than its calls run.
  if (ended_.load()) return;
  auto self = std::static_pointer_cast<RunningCall>(shared_from_this());
  asio::post(host_.executor, [self, why = std::move(why)] {
    if (self->context_) {
      self->context_->Stop(why);
    } else if (self->stopped_early_.ok()) {
      self->stopped_early_ = why;
    }
  });
}

}  // namespace sfconnector
