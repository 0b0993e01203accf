// SPDX-License-Identifier: Apache-2.0
// The gRPC door, as generated code uses it.
#include <chrono>
#include <cstdio>
#include <utility>

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/impl/codegen/rpc_method.h>
#include <grpcpp/support/sync_stream.h>

#include "tests/benchmarks/bulk/calls.h"

namespace sfconnector::benchmarks {
namespace {

using google::protobuf::Message;
using grpc::internal::RpcMethod;

class GrpcCall final : public Call {
 public:
  GrpcCall(std::shared_ptr<grpc::Channel> channel, const std::string& method)
      : channel_(std::move(channel)),
        name_("/" + method),
        method_(name_.c_str(), RpcMethod::BIDI_STREAMING, channel_),
        stream_(grpc::internal::ClientReaderWriterFactory<Message, Message>::Create(
            channel_.get(), method_, &context_)) {}

  bool Write(const Message& request) override { return stream_->Write(request); }
  void CloseWrites() override { stream_->WritesDone(); }
  bool Read(Message& response) override { return stream_->Read(&response); }

  std::string Finish() override {
    const grpc::Status status = stream_->Finish();
    if (status.ok()) return {};
    return std::to_string(status.error_code()) + ": " + status.error_message();
  }

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  const std::string name_;
  const RpcMethod method_;
  grpc::ClientContext context_;
  const std::unique_ptr<grpc::ClientReaderWriter<Message, Message>> stream_;
};

class GrpcCalls final : public Calls {
 public:
  explicit GrpcCalls(std::shared_ptr<grpc::Channel> channel) : channel_(std::move(channel)) {}

  std::unique_ptr<Call> Open(const std::string& method) override {
    return std::make_unique<GrpcCall>(channel_, method);
  }

 private:
  const std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace

std::unique_ptr<Calls> MakeCalls(const std::string& target) {
  auto channel = grpc::CreateChannel(target, grpc::InsecureChannelCredentials());
  if (channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(10))) {
    return std::make_unique<GrpcCalls>(std::move(channel));
  }
  std::fprintf(stderr, "no connection to %s\n", target.c_str());
  return nullptr;
}

}  // namespace sfconnector::benchmarks
