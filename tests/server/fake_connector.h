// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "core/base/pipe.h"
#include "core/connector.h"
#include "core/operation/call.h"

namespace sfconnector::testing {

// A call whose operation is the test itself: it takes the requests, gives the responses and says
// how it ends. Thread-safe; what waits fails the test after half a minute.
class FakeCall final : public Call {
 public:
  FakeCall(const Operation& operation, CallOptions options, std::optional<Clock::Instant> deadline)
      : operation_(operation), options_(std::move(options)), deadline_(deadline) {}

  // What the door asked for.
  const CallOptions& options() const { return options_; }
  std::optional<Clock::Instant> deadline() const { return deadline_; }

  // The next request message; nothing after the last, or once the call has ended.
  std::optional<std::string> NextRequest();
  // Gives a response and returns once there is room for another; false if the call has ended.
  bool Respond(std::string message);
  // Ends the call. Nothing happens if it has ended.
  void End(absl::Status status, ReplyMetadata reply = {});
  // Waits for the door's Cancel and returns its reason.
  absl::Status WaitForCancel();

  // How many messages the door has sent, and how many responses it has asked for.
  int sent() const { return sent_; }
  int received() const { return received_; }
  // Whether the door said that the requests are complete before it cancelled.
  bool requests_were_closed() const { return requests_closed_; }

  const Operation& operation() const override { return operation_; }
  void Send(std::string message, std::function<void(bool accepted)> accepted) override;
  void CloseRequests() override;
  void Receive(std::function<void(std::optional<std::string> message)> received) override;
  void Cancel(absl::Status why) override;
  const absl::Status& status() const override { return status_; }
  const ReplyMetadata& reply() const override { return reply_; }

 private:
  const Operation& operation_;
  const CallOptions options_;
  const std::optional<Clock::Instant> deadline_;
  std::atomic<int> sent_{0};
  std::atomic<int> received_{0};
  std::atomic<bool> requests_closed_{false};
  std::atomic<bool> send_waits_{false};
  std::atomic<bool> receive_waits_{false};
  Pipe requests_{1};
  Pipe responses_{1};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<absl::Status> cancelled_;  // guarded by mutex_, as is ended_
  bool ended_ = false;
  absl::Status status_;
  ReplyMetadata reply_;
};

// A connection without Salesforce: its calls go to the test. Thread-safe.
class FakeConnector final : public Connector {
 public:
  // The next call that a door has begun. Waits for it.
  std::shared_ptr<FakeCall> NextCall();

  std::shared_ptr<Call> Start(const Operation& operation, CallOptions options,
                              std::optional<Clock::Instant> deadline) override;
  void Shutdown(absl::Status why, std::function<void()> done) override;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::shared_ptr<FakeCall>> calls_;  // guarded by mutex_
};

}  // namespace sfconnector::testing
