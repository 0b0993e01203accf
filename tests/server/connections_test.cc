// SPDX-License-Identifier: Apache-2.0
#include "server/connections.h"

#include <map>
#include <set>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "core/base/status.h"
#include "tests/server/fake_connector.h"

namespace sfconnector::server {
namespace {

class ConnectionsTest : public ::testing::Test {
 protected:
  v1::ServerConfig Config(int event_loops, const std::set<std::string>& names) {
    v1::ServerConfig config;
    config.set_event_loops(event_loops);
    for (const std::string& name : names) (*config.mutable_connections())[name];
    return config;
  }

  std::unique_ptr<Clock> clock_ = MakeSystemClock();
  Observer observer_;
};

// A connector that ends on its executor, as real ones do.
class LoopConnector final : public Connector {
 public:
  explicit LoopConnector(Executor executor) : executor_(std::move(executor)) {}
  std::shared_ptr<Call> Start(const Operation&, CallOptions,
                              std::optional<Clock::Instant>) override {
    return nullptr;
  }
  void Shutdown(absl::Status, std::function<void()> done) override {
    asio::post(executor_, std::move(done));
  }

 private:
  const Executor executor_;
};

TEST_F(ConnectionsTest, AreFoundByNameAndSpreadOverTheLoops) {
  std::map<std::string, Executor> executors;
  auto factory = [&executors](const std::string& name, const v1::Connection&,
                              Connector::Dependencies dependencies) {
    executors.emplace(name, dependencies.executor);
    return absl::StatusOr<std::unique_ptr<Connector>>(
        std::make_unique<LoopConnector>(dependencies.executor));
  };
  auto connections = Connections::Create(Config(2, {"a", "b", "c"}), factory, *clock_, observer_);
  ASSERT_TRUE(connections.ok()) << connections.status();
  EXPECT_NE((*connections)->Find("a"), nullptr);
  EXPECT_NE((*connections)->Find("c"), (*connections)->Find("a"));
  EXPECT_EQ((*connections)->Find("d"), nullptr);
  EXPECT_TRUE(executors.at("a") == executors.at("c"));
  EXPECT_FALSE(executors.at("a") == executors.at("b"));
}

TEST_F(ConnectionsTest, ErrorsNameTheConnection) {
  auto factory =
      [](const std::string& name, const v1::Connection&,
         Connector::Dependencies dependencies) -> absl::StatusOr<std::unique_ptr<Connector>> {
    if (name == "b") return InvalidField("auth.password.username", "is required");
    return std::make_unique<LoopConnector>(dependencies.executor);
  };
  auto connections = Connections::Create(Config(1, {"a", "b"}), factory, *clock_, observer_);
  EXPECT_EQ(connections.status().message(), "connections.b.auth.password.username: is required");
}

}  // namespace
}  // namespace sfconnector::server
