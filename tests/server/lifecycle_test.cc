// SPDX-License-Identifier: Apache-2.0
// Health, reflection, start and drain.
#include <algorithm>
#include <chrono>
#include <future>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.pb.h>
#include <grpc/health/v1/health.pb.h>
#include <grpcpp/impl/client_unary_call.h>
#include <grpcpp/impl/rpc_method.h>

#include "tests/server/grpc_server_fixture.h"
#include "wire.pb.h"

namespace sfconnector::testing {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using grpc::internal::RpcMethod;
using test::wire::ReflectionRequest;
using test::wire::ReflectionResponse;

constexpr char kEcho[] = "sfconnector.test.v1.EchoService";
constexpr std::chrono::minutes kLong(1);

class Lifecycle : public GrpcServerTest {
 protected:
  grpc::Status Health(const std::string& service, HealthCheckResponse& response) {
    grpc::ClientContext context;
    HealthCheckRequest request;
    request.set_service(service);
    const RpcMethod method("/grpc.health.v1.Health/Check", RpcMethod::NORMAL_RPC);
    return grpc::internal::BlockingUnaryCall(channel_.get(), method, &context, request, &response);
  }

  std::unique_ptr<grpc::ClientReader<HealthCheckResponse>> WatchHealth(
      grpc::ClientContext& context) {
    static const RpcMethod method("/grpc.health.v1.Health/Watch", RpcMethod::SERVER_STREAMING);
    return std::unique_ptr<grpc::ClientReader<HealthCheckResponse>>(
        grpc::internal::ClientReaderFactory<HealthCheckResponse>::Create(
            channel_.get(), method, &context, HealthCheckRequest()));
  }

  ReflectionResponse Reflect(const ReflectionRequest& request) {
    static const RpcMethod method("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                                  RpcMethod::BIDI_STREAMING);
    using Stream = grpc::ClientReaderWriter<ReflectionRequest, ReflectionResponse>;
    using Factory =
        grpc::internal::ClientReaderWriterFactory<ReflectionRequest, ReflectionResponse>;
    grpc::ClientContext context;
    std::unique_ptr<Stream> stream(Factory::Create(channel_.get(), method, &context));
    ReflectionResponse response;
    EXPECT_TRUE(stream->Write(request));
    EXPECT_TRUE(stream->Read(&response));
    stream->WritesDone();
    EXPECT_TRUE(stream->Finish().ok());
    return response;
  }
};

TEST_F(Lifecycle, ChoosesAPortAndSaysWhich) {
  EXPECT_EQ(server_->address().rfind("127.0.0.1:", 0), 0u);
  EXPECT_NE(server_->address(), "127.0.0.1:0");
}

TEST_F(Lifecycle, AddressInUseIsAnErrorOfListen) {
  v1::ServerConfig config = config_;
  config.set_listen(server_->address());
  auto second =
      server::GrpcServer::Start(config, {.operations = {},
                                         .connectors = [](const std::string&) { return nullptr; },
                                         .clock = *clock_});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.status().message(), "listen: cannot listen on `" + server_->address() + "`");
}

TEST_F(Lifecycle, ServerAndEachServiceAreHealthy) {
  for (const char* service : {"", kEcho}) {
    HealthCheckResponse response;
    EXPECT_TRUE(Health(service, response).ok());
    EXPECT_EQ(response.status(), HealthCheckResponse::SERVING) << service;
  }
  HealthCheckResponse response;
  EXPECT_EQ(Health("no.such.Service", response).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(Lifecycle, ReflectionListsAndDescribesTheServices) {
  ReflectionRequest list;
  list.set_list_services("");
  const ReflectionResponse listed = Reflect(list);
  std::vector<std::string> names;
  for (const auto& service : listed.list_services_response().service())
    names.push_back(service.name());
  EXPECT_NE(std::find(names.begin(), names.end(), kEcho), names.end());

  // A client that lists a service wants to know it, those of gRPC's own library too.
  for (const std::string& name : names) {
    ReflectionRequest describe;
    describe.set_file_containing_symbol(name);
    const ReflectionResponse described = Reflect(describe);
    ASSERT_EQ(described.file_descriptor_response().file_descriptor_proto_size(), 1) << name;
    google::protobuf::FileDescriptorProto file;
    ASSERT_TRUE(
        file.ParseFromString(described.file_descriptor_response().file_descriptor_proto(0)));
    EXPECT_GT(file.service(0).method_size(), 0);
  }
}

TEST_F(Lifecycle, DrainLetsRunningCallsFinish) {
  grpc::ClientContext context;
  auto reader = stub_->ServerStream(&context, {});
  auto call = connector_.NextCall();
  call->Respond("");
  echo::ServerStreamResponse response;
  ASSERT_TRUE(reader->Read(&response));

  grpc::ClientContext watching;
  auto watch = WatchHealth(watching);
  HealthCheckResponse health;
  ASSERT_TRUE(watch->Read(&health));
  EXPECT_EQ(health.status(), HealthCheckResponse::SERVING);

  auto drain = std::async([this] { server_->Drain(kLong); });
  ASSERT_TRUE(watch->Read(&health));
  EXPECT_EQ(health.status(), HealthCheckResponse::NOT_SERVING);

  call->Respond("");
  EXPECT_TRUE(reader->Read(&response));
  call->End(absl::OkStatus());
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_TRUE(reader->Finish().ok());
  // The watcher does not keep the server.
  drain.get();
  EXPECT_FALSE(watch->Read(&health));
  watch->Finish();
}

TEST_F(Lifecycle, DrainedServerTakesNoCalls) {
  server_->Drain(kLong);
  grpc::ClientContext context;
  echo::UnaryResponse response;
  EXPECT_EQ(stub_->Unary(&context, {}, &response).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(Lifecycle, DrainCancelsWhatIsNotDoneInTime) {
  grpc::ClientContext context;
  echo::UnaryResponse response;
  auto client = std::async([&] { return stub_->Unary(&context, {}, &response); });
  auto call = connector_.NextCall();
  server_->Drain(std::chrono::milliseconds(20));
  EXPECT_TRUE(absl::IsCancelled(call->WaitForCancel()));
  EXPECT_FALSE(client.get().ok());
}

TEST_F(Lifecycle, DestructionCancelsRunningCalls) {
  grpc::ClientContext context;
  echo::UnaryResponse response;
  auto client = std::async([&] { return stub_->Unary(&context, {}, &response); });
  auto call = connector_.NextCall();
  server_.reset();
  EXPECT_TRUE(absl::IsCancelled(call->WaitForCancel()));
  EXPECT_FALSE(client.get().ok());
}

}  // namespace
}  // namespace sfconnector::testing
