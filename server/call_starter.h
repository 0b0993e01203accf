// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <grpcpp/server_context.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/clock.h"
#include "core/connector.h"
#include "core/operation/operation.h"

namespace sfconnector::server {

// The connection of that name; null where there is none. Thread-safe; connectors outlive every
// call.
using ConnectorLookup = std::function<Connector*(const std::string& name)>;

// Turns a gRPC call into a call of the core: reads its metadata and its deadline, and picks its
// connection. Immutable, thread-safe.
class CallStarter {
 public:
  // `clock` outlives the starter.
  CallStarter(ConnectorLookup connectors, Clock& clock)
      : connectors_(std::move(connectors)), clock_(clock) {}

  // INVALID_ARGUMENT for metadata that is wrong, NOT_FOUND for a connection that does not exist.
  // Metadata that is not for sfconnector is ignored.
  absl::StatusOr<std::shared_ptr<Call>> Start(const Operation& operation,
                                              const grpc::ServerContextBase& context) const;

 private:
  const ConnectorLookup connectors_;
  Clock& clock_;
};

// Why gRPC has cancelled a call: its deadline has passed, or the client has gone or lost interest
// (which may also be because its own clock was the first to reach the deadline).
absl::Status CancelReason(const grpc::ServerContextBase& context);

}  // namespace sfconnector::server
