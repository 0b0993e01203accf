// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <grpcpp/server.h>

#include "absl/status/statusor.h"
#include "core/base/clock.h"
#include "core/operation/operation.h"
#include "server/call_counter.h"
#include "server/call_starter.h"
#include "server/service_adapter.h"
#include "server/unknown_methods.h"
#include "sfconnector/v1/server_config.pb.h"

namespace sfconnector::server {

// The gRPC door: serves operations on one address, with health (grpc.health.v1) and reflection.
// Thread-safe.
class GrpcServer {
 public:
  struct Dependencies {
    std::vector<const Operation*> operations;  // outlive the server
    ConnectorLookup connectors;
    Clock& clock;  // outlives the server
  };

  // Listens and serves. `config` is complete (see server/config.h). INVALID_ARGUMENT names the
  // field `listen` where the address cannot be listened on.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Start(const v1::ServerConfig& config,
                                                           Dependencies dependencies);
  // Cancels what still runs.
  ~GrpcServer();

  // The address, with the port that was chosen.
  const std::string& address() const { return address_; }

  // Says NOT_SERVING, takes no new connections and calls, waits for the running calls at most
  // `limit`, then cancels them. Returns when none is left. To be called once.
  void Drain(Clock::Duration limit);

 private:
  explicit GrpcServer(Dependencies dependencies);
  void AddServices(std::vector<const Operation*> operations);
  absl::Status Listen(const v1::ServerConfig& config);
  void SayServing();

  const CallStarter starter_;
  CallCounter running_;
  std::vector<std::unique_ptr<ServiceAdapter>> services_;
  UnknownMethods unknown_methods_;
  std::vector<std::string> service_names_;
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace sfconnector::server
