// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "core/base/clock.h"
#include "core/operation/operation.h"
#include "server/grpc_server.h"
#include "sfconnector/test/v1/echo_service.grpc.pb.h"
#include "sfconnector/test/v1/echo_service.pb.h"
#include "tests/server/fake_connector.h"

namespace sfconnector::testing {

namespace echo = sfconnector::test::v1;

// An rpc that only FakeCalls run.
class UnrunOperation final : public Operation {
 public:
  using Operation::Operation;
  Task<absl::Status> Run(OperationContext, MessageReader&, MessageWriter&) const override {
    co_return absl::UnimplementedError("run by the test");
  }
};

// A server of the echo service on loopback, whose calls the test answers, and a client of it.
class GrpcServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* service = echo::UnaryRequest::descriptor()->file()->service(0);
    for (int i = 0; i < service->method_count(); ++i) {
      operations_.push_back(std::make_unique<UnrunOperation>(service->method(i)));
    }
    config_.set_listen("127.0.0.1:0");
    config_.set_max_request_bytes(4 << 20);
    StartServer();
  }

  void StartServer() {
    server::GrpcServer::Dependencies dependencies{
        .operations = {},
        .connectors =
            [this](const std::string& name) { return name == "default" ? &connector_ : nullptr; },
        .clock = *clock_};
    for (const auto& operation : operations_) dependencies.operations.push_back(operation.get());
    auto server = server::GrpcServer::Start(config_, std::move(dependencies));
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    channel_ = NewChannel();
    stub_ = echo::EchoService::NewStub(channel_);
  }

  // A channel with a connection of its own.
  std::shared_ptr<grpc::Channel> NewChannel() {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(server_->address(), grpc::InsecureChannelCredentials(),
                                     arguments);
  }

  std::unique_ptr<Clock> clock_ = MakeSystemClock();
  v1::ServerConfig config_;
  FakeConnector connector_;
  std::vector<std::unique_ptr<Operation>> operations_;
  std::unique_ptr<server::GrpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<echo::EchoService::Stub> stub_;
};

template <class Message>
Message Parse(const std::optional<std::string>& bytes) {
  Message message;
  EXPECT_TRUE(bytes.has_value() && message.ParseFromString(*bytes));
  return message;
}

}  // namespace sfconnector::testing
