// SPDX-License-Identifier: Apache-2.0
#include "server/service_adapter.h"

#include <memory>

#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/support/server_callback.h>

#include "absl/strings/str_cat.h"
#include "server/call_reactor.h"

namespace sfconnector::server {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::internal::RpcMethod;

RpcMethod::RpcType TypeOf(const google::protobuf::MethodDescriptor& method) {
  if (method.client_streaming()) {
    return method.server_streaming() ? RpcMethod::BIDI_STREAMING : RpcMethod::CLIENT_STREAMING;
  }
  return method.server_streaming() ? RpcMethod::SERVER_STREAMING : RpcMethod::NORMAL_RPC;
}

}  // namespace

ServiceAdapter::ServiceAdapter(const std::vector<const Operation*>& operations,
                               const CallStarter& starter, CallCounter& counter)
    : starter_(starter), counter_(counter) {
  for (const Operation* operation : operations) AddOperation(*operation);
}

void ServiceAdapter::AddOperation(const Operation& operation) {
  const google::protobuf::MethodDescriptor& method = *operation.method();
  const std::string& name =
      names_.emplace_back(absl::StrCat("/", method.service()->full_name(), "/", method.name()));
  const int index = static_cast<int>(names_.size()) - 1;
  AddMethod(new grpc::internal::RpcServiceMethod(name.c_str(), TypeOf(method), nullptr));
  MarkMethodRawCallback(index, MakeHandler(operation));
}

// gRPC owns the handler, and the reactors own themselves.
grpc::internal::MethodHandler* ServiceAdapter::MakeHandler(const Operation& operation) {
  auto begin = [this, &operation](auto reactor) {
    reactor->Begin(starter_, operation);
    return reactor.get();
  };
  switch (TypeOf(*operation.method())) {
    case RpcMethod::NORMAL_RPC:
      return new grpc::internal::CallbackUnaryHandler<ByteBuffer, ByteBuffer>(
          [this, begin](CallbackServerContext* context, const ByteBuffer* request,
                        ByteBuffer* response) {
            return begin(std::make_shared<UnaryReactor>(request, context, counter_, response));
          });
    case RpcMethod::SERVER_STREAMING:
      return new grpc::internal::CallbackServerStreamingHandler<ByteBuffer, ByteBuffer>(
          [this, begin](CallbackServerContext* context, const ByteBuffer* request) {
            return begin(std::make_shared<ServerStreamReactor>(request, context, counter_));
          });
    case RpcMethod::CLIENT_STREAMING:
      return new grpc::internal::CallbackClientStreamingHandler<ByteBuffer, ByteBuffer>(
          [this, begin](CallbackServerContext* context, ByteBuffer* response) {
            return begin(std::make_shared<ClientStreamReactor>(context, counter_, response));
          });
    case RpcMethod::BIDI_STREAMING:
      break;
  }
  return new grpc::internal::CallbackBidiHandler<ByteBuffer, ByteBuffer>(
      [this, begin](CallbackServerContext* context) {
        return begin(std::make_shared<BidiReactor>(context, counter_));
      });
}

}  // namespace sfconnector::server
