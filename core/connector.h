// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/call_options.h"
#include "core/base/clock.h"
#include "core/base/observer.h"
#include "core/base/task.h"
#include "core/operation/call.h"
#include "core/operation/registry.h"
#include "sfconnector/v1/connection.pb.h"

namespace sfconnector {

// All operations of this product. Never changes; lives as long as the process.
const Registry& Operations();

// Reads a configuration message from JSON (its names in snake_case or lowerCamelCase; `${NAME}`
// stands for an environment variable, `<secret>_file` for the file that holds a secret).
// INVALID_ARGUMENT names the field that is wrong.
absl::Status ConfigFromJson(absl::string_view json, google::protobuf::Message& message);

// The same for a connection. What its values mean is checked by Connector::Create.
absl::StatusOr<v1::Connection> ConnectionFromJson(absl::string_view json);

// A configuration message as JSON, with every secret replaced by `***`.
std::string RedactedConfig(const google::protobuf::Message& config);

// One connection: a Salesforce org as one user. Thread-safe.
class Connector {
 public:
  struct Dependencies {
    Executor executor;   // where everything runs; its thread must outlive the connector
    Clock& clock;        // outlives the connector
    Observer& observer;  // outlives the connector
  };

  // Validates `config` and fills in its defaults; INVALID_ARGUMENT names the field that is wrong.
  // Connects to nothing yet.
  static absl::StatusOr<std::unique_ptr<Connector>> Create(std::string name, v1::Connection config,
                                                           Dependencies dependencies);
  virtual ~Connector() = default;

  // Begins a call. It always returns a call: one that was refused has ended already.
  // Calls beyond `max_concurrent_calls` are refused with RESOURCE_EXHAUSTED, reason TOO_MANY_CALLS.
  // Without a deadline, unary calls get the connection's `timeout`.
  virtual std::shared_ptr<Call> Start(const Operation& operation, CallOptions options,
                                      std::optional<Clock::Instant> deadline) = 0;

  // Ends all calls with `why` and refuses new ones; `done` runs on the executor once the last has
  // ended. The connector must not be destroyed before that, and not on the executor's thread.
  virtual void Shutdown(absl::Status why, std::function<void()> done) = 0;
};

}  // namespace sfconnector
