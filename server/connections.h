// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/base/clock.h"
#include "core/base/event_loop.h"
#include "core/base/observer.h"
#include "core/connector.h"
#include "sfconnector/v1/server_config.pb.h"

namespace sfconnector::server {

// The configured connections by name, spread over the event loops. Thread-safe.
class Connections {
 public:
  // Makes a connection; Connector::Create where a test has none of its own.
  using Factory = std::function<absl::StatusOr<std::unique_ptr<Connector>>(
      std::string name, v1::Connection config, Connector::Dependencies dependencies)>;

  // `config` is complete. `clock` and `observer` outlive the connections. INVALID_ARGUMENT names
  // the field that is wrong.
  static absl::StatusOr<std::unique_ptr<Connections>> Create(const v1::ServerConfig& config,
                                                             const Factory& factory, Clock& clock,
                                                             Observer& observer);
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;
  // Ends the calls that still run and waits for that.
  ~Connections();

  // The connection of that name; null where there is none.
  Connector* Find(const std::string& name) const;

 private:
  Connections() = default;

  std::vector<std::unique_ptr<EventLoop>> loops_;
  std::map<std::string, std::unique_ptr<Connector>> connectors_;
};

}  // namespace sfconnector::server
