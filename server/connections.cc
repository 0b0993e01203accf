// SPDX-License-Identifier: Apache-2.0
#include "server/connections.h"

#include <latch>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace sfconnector::server {

absl::StatusOr<std::unique_ptr<Connections>> Connections::Create(const v1::ServerConfig& config,
                                                                 const Factory& factory,
                                                                 Clock& clock, Observer& observer) {
  std::unique_ptr<Connections> connections(new Connections());
  for (int i = 0; i < config.event_loops(); ++i)
    connections->loops_.push_back(std::make_unique<EventLoop>());
  // Ordered by name, so that every start spreads them in the same way.
  const std::map<std::string, v1::Connection> ordered(config.connections().begin(),
                                                      config.connections().end());
  std::size_t next_loop = 0;
  for (const auto& [name, connection] : ordered) {
    const Executor executor =
        connections->loops_[next_loop++ % connections->loops_.size()]->executor();
    auto connector = factory(name, connection, {executor, clock, observer});
    if (!connector.ok()) return PrefixField(absl::StrCat("connections.", name), connector.status());
    connections->connectors_.emplace(name, *std::move(connector));
  }
  return connections;
}

Connections::~Connections() {
  // Shared: the last to count down may still be at it when the wait is over.
  auto running = std::make_shared<std::latch>(static_cast<std::ptrdiff_t>(connectors_.size()));
  for (const auto& [name, connector] : connectors_) {
    connector->Shutdown(absl::UnavailableError("the server is stopping"),
                        [running] { running->count_down(); });
  }
  running->wait();
  connectors_.clear();
}

Connector* Connections::Find(const std::string& name) const {
  auto it = connectors_.find(name);
  return it == connectors_.end() ? nullptr : it->second.get();
}

}  // namespace sfconnector::server
