// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "core/base/call_context.h"
#include "core/base/pipe.h"
#include "core/operation/operation.h"

namespace sfconnector {

// One call in progress, as a door sees it. Messages are in Protobuf's wire format. Thread-safe.
// Callbacks run on the connection's event loop or within the method that makes them due; they must
// be quick and must not wait.
//
// A door sends the request messages (one for unary and server-streaming operations), closes the
// requests, and receives until nothing comes; then `status` and `reply` are final. A caller that
// loses interest calls Cancel. The call keeps itself alive until it has ended.
class Call : public std::enable_shared_from_this<Call> {
 public:
  virtual ~Call() = default;

  virtual const Operation& operation() const = 0;

  // Sends a request message. `accepted(true)` comes once there is room for another,
  // `accepted(false)` if the call has ended. At most one Send at a time may be waiting.
  virtual void Send(std::string message, std::function<void(bool accepted)> accepted) = 0;

  // No more request messages follow.
  virtual void CloseRequests() = 0;

  // Receives the next response message; nothing once the call has ended. At most one Receive at a
  // time may be waiting.
  virtual void Receive(std::function<void(std::optional<std::string> message)> received) = 0;

  // Ends the call with CANCELLED, or `why`. Takes effect soon, down to the socket. Nothing happens
  // if the call has ended.
  virtual void Cancel(absl::Status why = absl::CancelledError("cancelled by the caller")) = 0;

  // How the call ended. Final, and to be read only, after Receive has returned nothing.
  virtual const absl::Status& status() const = 0;
  virtual const ReplyMetadata& reply() const = 0;
};

}  // namespace sfconnector
