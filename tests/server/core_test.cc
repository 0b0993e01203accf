// SPDX-License-Identifier: Apache-2.0
// The server over the real core, whose operations are those of the echo service.
#include <chrono>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "core/base/clock.h"
#include "core/base/status.h"
#include "core/connector.h"
#include "server/config.h"
#include "server/connections.h"
#include "server/grpc_server.h"
#include "sfconnector/test/v1/echo_service.grpc.pb.h"
#include "sfconnector/test/v1/echo_service.pb.h"

namespace sfconnector::server {
namespace {

namespace echo = sfconnector::test::v1;

// Learns how calls have ended.
class EndObserver final : public Observer {
 public:
  void OnCallEnd(const CallEvent& event) override {
    std::lock_guard lock(mutex_);
    if (!ended_.has_value()) ended_.emplace(event.status);
    changed_.notify_all();
  }

  // How the first call has ended. Waits for it.
  absl::Status FirstEnd() {
    std::unique_lock lock(mutex_);
    const bool came =
        changed_.wait_for(lock, std::chrono::seconds(30), [this] { return ended_.has_value(); });
    return came ? *ended_ : absl::UnknownError("no call has ended");
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<absl::Status> ended_;
};

class OverCore : public ::testing::Test {
 protected:
  void SetUp() override {
    v1::ServerConfig config;
    config.set_listen("127.0.0.1:0");
    config.set_event_loops(2);
    for (const char* name : {"default", "other"}) {
      v1::Connection& connection = (*config.mutable_connections())[name];
      connection.set_base_url("http://127.0.0.1:1");
      connection.mutable_auth()->mutable_bearer_token()->set_token("none");
      connection.set_max_concurrent_calls(2000);
    }
    auto complete = CompleteConfig(std::move(config));
    ASSERT_TRUE(complete.ok()) << complete.status();
    auto connections = Connections::Create(*complete, &Connector::Create, *clock_, observer_);
    ASSERT_TRUE(connections.ok()) << connections.status();
    connections_ = *std::move(connections);
    auto server = GrpcServer::Start(
        *complete,
        {.operations = Operations().All(),
         .connectors = [this](const std::string& name) { return connections_->Find(name); },
         .clock = *clock_});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
    stub_ = echo::EchoService::NewStub(channel_);
  }

  std::unique_ptr<Clock> clock_ = MakeSystemClock();
  EndObserver observer_;
  std::unique_ptr<Connections> connections_;
  std::unique_ptr<GrpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<echo::EchoService::Stub> stub_;
};

TEST_F(OverCore, UnaryAnswersWithReplyMetadata) {
  grpc::ClientContext context;
  context.AddMetadata("sfconnector-connection", "other");
  context.AddMetadata("sfconnector-api-version", "60");
  echo::UnaryRequest request;
  request.set_text("hello");
  echo::UnaryResponse response;
  ASSERT_TRUE(stub_->Unary(&context, request, &response).ok());
  EXPECT_EQ(response.text(), "hello");
  EXPECT_EQ(context.GetServerTrailingMetadata().find("echo-api-version")->second, "60.0");
}

TEST_F(OverCore, AnOperationThatThrowsEndsItsCallAlone) {
  grpc::ClientContext context;
  echo::UnaryRequest request;
  request.set_text("throw");
  echo::UnaryResponse response;
  const grpc::Status status = stub_->Unary(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(status.error_message(), "the operation has failed: as asked");
  grpc::ClientContext next;
  request.set_text("hello");
  EXPECT_TRUE(stub_->Unary(&next, request, &response).ok());
}

TEST_F(OverCore, ErrorsKeepTheirDetails) {
  grpc::ClientContext context;
  echo::UnaryRequest request;
  request.set_fail_code(10);
  request.set_fail_message("as asked");
  echo::UnaryResponse response;
  const grpc::Status status = stub_->Unary(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
  v1::RpcStatus details;
  ASSERT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_EQ(details.message(), "as asked");
  EXPECT_EQ(details.details_size(), 3);
}

TEST_F(OverCore, StreamsArriveWhole) {
  grpc::ClientContext context;
  echo::ServerStreamRequest request;
  request.set_count(1000);
  request.set_size(10000);
  auto reader = stub_->ServerStream(&context, request);
  echo::ServerStreamResponse response;
  int count = 0;
  for (; reader->Read(&response); ++count) EXPECT_EQ(response.index(), count);
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(count, 1000);
}

TEST_F(OverCore, UploadsArriveWhole) {
  grpc::ClientContext context;
  echo::ClientStreamResponse response;
  auto writer = stub_->ClientStream(&context, &response);
  echo::ClientStreamRequest request;
  request.set_text("x");
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(writer->Write(request));
  writer->WritesDone();
  EXPECT_TRUE(writer->Finish().ok());
  EXPECT_EQ(response.count(), 1000);
}

TEST_F(OverCore, BidiEndsWithTheOperation) {
  grpc::ClientContext context;
  auto stream = stub_->BidiStream(&context);
  echo::BidiStreamRequest request;
  echo::BidiStreamResponse response;
  request.set_text("ping");
  ASSERT_TRUE(stream->Write(request));
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.text(), "ping");
  request.set_fail_code(9);
  ASSERT_TRUE(stream->Write(request));
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(OverCore, ThousandCallsAtTheSameTime) {
  struct Pending {
    grpc::ClientContext context;
    echo::UnaryRequest request;
    echo::UnaryResponse response;
    std::promise<grpc::Status> status;
  };
  std::vector<std::unique_ptr<Pending>> pending;
  for (int i = 0; i < 1000; ++i) {
    Pending& call = *pending.emplace_back(std::make_unique<Pending>());
    call.request.set_text(std::to_string(i));
    stub_->async()->Unary(
        &call.context, &call.request, &call.response,
        [&call](grpc::Status status) { call.status.set_value(std::move(status)); });
  }
  for (const auto& call : pending) {
    EXPECT_TRUE(call->status.get_future().get().ok());
    EXPECT_EQ(call->response.text(), call->request.text());
  }
}

TEST_F(OverCore, CancelEndsTheOperation) {
  grpc::ClientContext context;
  auto stream = stub_->BidiStream(&context);
  echo::BidiStreamRequest request;
  echo::BidiStreamResponse response;
  ASSERT_TRUE(stream->Write(request));
  ASSERT_TRUE(stream->Read(&response));
  context.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(absl::IsCancelled(observer_.FirstEnd()));
}

TEST_F(OverCore, DeadlineEndsTheOperation) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(50));
  echo::UnaryRequest request;
  request.set_text("wait");
  echo::UnaryResponse response;
  EXPECT_EQ(stub_->Unary(&context, request, &response).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  // The client's clock may be the first to ring; then it cancels.
  const absl::Status end = observer_.FirstEnd();
  EXPECT_TRUE(absl::IsDeadlineExceeded(end) || absl::IsCancelled(end)) << end;
}

TEST_F(OverCore, MalformedMessageIsAnInvalidArgument) {
  grpc::ClientContext context;
  grpc::GenericStub stub(channel_);
  const grpc::Slice bytes("\x0A\xFF", 2);
  grpc::ByteBuffer request(&bytes, 1);
  grpc::ByteBuffer response;
  std::promise<grpc::Status> status;
  stub.UnaryCall(&context, "/sfconnector.test.v1.EchoService/Unary", {}, &request, &response,
                 [&status](grpc::Status result) { status.set_value(std::move(result)); });
  EXPECT_EQ(status.get_future().get().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(OverCore, DrainCancelsWhatIsNotDoneInTime) {
  grpc::ClientContext context;
  auto stream = stub_->BidiStream(&context);
  echo::BidiStreamResponse response;
  ASSERT_TRUE(stream->Write({}));
  ASSERT_TRUE(stream->Read(&response));
  server_->Drain(std::chrono::milliseconds(10));
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_FALSE(stream->Finish().ok());
  EXPECT_TRUE(absl::IsCancelled(observer_.FirstEnd()));
}

}  // namespace
}  // namespace sfconnector::server
