// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/base/call_context.h"
#include "core/base/pipe.h"
#include "core/operation/call.h"

namespace sfconnector {

// A Call whose operation runs as a coroutine on a connection's executor.
class RunningCall final : public Call {
 public:
  // What the connection lends to its calls; outlives them.
  struct Host {
    Executor executor;
    Clock& clock;
    Observer& observer;
    RestClient& rest;
    Spool& spool;
    std::string connection;       // its name
    std::atomic<int>& in_flight;  // lowered before the end of a call becomes visible
  };

  RunningCall(const Operation& operation, CallOptions options,
              std::optional<Clock::Instant> deadline, const Host& host);

  // Starts the operation. `ended` runs on the executor, after the call's status is final.
  void Begin(std::function<void()> ended);

  // Ends a call that was not begun.
  void Refuse(absl::Status why);

  const Operation& operation() const override { return operation_; }
  void Send(std::string message, std::function<void(bool accepted)> accepted) override;
  void CloseRequests() override;
  void Receive(std::function<void(std::optional<std::string> message)> received) override;
  void Cancel(absl::Status why) override;
  const absl::Status& status() const override { return status_; }
  const ReplyMetadata& reply() const override { return reply_; }

 private:
  static Task<void> Run(std::shared_ptr<RunningCall> self, std::function<void()> ended);
  Task<absl::Status> RunOperation(OperationContext context, MessageReader& requests,
                                  MessageWriter& responses) const;
  void Finish(absl::Status status, bool stopped);

  const Operation& operation_;
  const Host& host_;
  CallOptions options_;
  const std::optional<Clock::Instant> deadline_;
  std::optional<CallContext> context_;  // while the operation runs; touched on the executor only
  absl::Status stopped_early_;          // a Cancel that came before the operation ran
  std::atomic<bool> ended_{false};
  Pipe requests_{1};
  Pipe responses_{1};
  absl::Status status_;
  ReplyMetadata reply_;
};

}  // namespace sfconnector
