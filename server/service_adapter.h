// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <grpcpp/impl/rpc_service_method.h>
#include <grpcpp/impl/service_type.h>

#include "core/operation/operation.h"
#include "server/call_counter.h"
#include "server/call_starter.h"

namespace sfconnector::server {

// One service as gRPC serves it, made from its operations: every rpc, of all four kinds, on encoded
// messages. gRPC's reflection knows one service by each grpc::Service, so there is an adapter for
// each.
class ServiceAdapter final : public grpc::Service {
 public:
  // All of `operations` are of the same service; they, `starter` and `counter` outlive the server
  // that the adapter is registered with.
  ServiceAdapter(const std::vector<const Operation*>& operations, const CallStarter& starter,
                 CallCounter& counter);

 private:
  void AddOperation(const Operation& operation);
  grpc::internal::MethodHandler* MakeHandler(const Operation& operation);

  const CallStarter& starter_;
  CallCounter& counter_;
  std::deque<std::string> names_;  // gRPC keeps pointers to them
};

}  // namespace sfconnector::server
