// SPDX-License-Identifier: Apache-2.0
#include "server/grpc_server.h"

#include <chrono>
#include <limits>
#include <map>
#include <mutex>
#include <utility>

#include <google/protobuf/util/time_util.h>
#include <grpc/grpc.h>
#include <grpc/health/v1/health.pb.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace sfconnector::server {
namespace {

// What a caller may send ahead of what was read of its call: 50 MB a second over 20 ms.
constexpr int kUploadWindow = 1 << 20;

// Both switches are gRPC's, for the whole process.
void EnableHealthAndReflection() {
  static std::once_flag once;
  std::call_once(once, [] {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    // gRPC's library answers for the health without a descriptor; reflection finds this one, if it
    // is linked.
    grpc::health::v1::HealthCheckRequest::descriptor();
  });
}

int Milliseconds(const google::protobuf::Duration& duration) {
  constexpr std::int64_t kMax = std::numeric_limits<int>::max();
  return static_cast<int>(
      std::min(kMax, google::protobuf::util::TimeUtil::DurationToMilliseconds(duration)));
}

void SetKeepalive(const v1::Keepalive& keepalive, grpc::ServerBuilder& builder) {
  auto set = [&builder](const char* argument, bool present,
                        const google::protobuf::Duration& value) {
    if (present) builder.AddChannelArgument(argument, Milliseconds(value));
  };
  set(GRPC_ARG_KEEPALIVE_TIME_MS, keepalive.has_interval(), keepalive.interval());
  set(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, keepalive.has_timeout(), keepalive.timeout());
  set(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, keepalive.has_min_client_interval(),
      keepalive.min_client_interval());
  set(GRPC_ARG_MAX_CONNECTION_AGE_MS, keepalive.has_max_connection_age(),
      keepalive.max_connection_age());
  set(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, keepalive.has_max_connection_age_grace(),
      keepalive.max_connection_age_grace());
  set(GRPC_ARG_MAX_CONNECTION_IDLE_MS, keepalive.has_max_connection_idle(),
      keepalive.max_connection_idle());
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
}

// The address with the port that the system has chosen.
std::string WithPort(const std::string& address, int port) {
  if (absl::StartsWith(address, "unix:")) return address;
  return absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
}

// Keeps a server from taking connections and calls; those that it has go on. To be destroyed once
// the server has been shut down.
class StoppedServer {
 public:
  explicit StoppedServer(grpc_server* server)
      : queue_(grpc_completion_queue_create_for_next(nullptr)) {
    grpc_server_shutdown_and_notify(server, queue_, nullptr);
  }
  StoppedServer(const StoppedServer&) = delete;
  StoppedServer& operator=(const StoppedServer&) = delete;
  ~StoppedServer() {
    const gpr_timespec forever = gpr_inf_future(GPR_CLOCK_REALTIME);
    grpc_completion_queue_next(queue_, forever, nullptr);
    grpc_completion_queue_shutdown(queue_);
    grpc_completion_queue_next(queue_, forever, nullptr);
    grpc_completion_queue_destroy(queue_);
  }

 private:
  grpc_completion_queue* const queue_;
};

}  // namespace

GrpcServer::GrpcServer(Dependencies dependencies)
    : starter_(std::move(dependencies.connectors), dependencies.clock) {
  AddServices(std::move(dependencies.operations));
}

GrpcServer::~GrpcServer() {
  if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
}

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(const v1::ServerConfig& config,
                                                              Dependencies dependencies) {
  EnableHealthAndReflection();
  std::unique_ptr<GrpcServer> server(new GrpcServer(std::move(dependencies)));
  SFC_RETURN_IF_ERROR(server->Listen(config));
  server->SayServing();
  return server;
}

void GrpcServer::AddServices(std::vector<const Operation*> operations) {
  std::map<std::string, std::vector<const Operation*>> by_service;
  for (const Operation* operation : operations) {
    by_service[operation->method()->service()->full_name()].push_back(operation);
  }
  for (const auto& [name, members] : by_service) {
    services_.push_back(std::make_unique<ServiceAdapter>(members, starter_, running_));
    service_names_.push_back(name);
  }
}

absl::Status GrpcServer::Listen(const v1::ServerConfig& config) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(config.listen(), grpc::InsecureServerCredentials(), &port);
  builder.SetMaxReceiveMessageSize(config.max_request_bytes());
  // An address that is in use is an error, not a second server that gets half of the connections.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // gRPC would widen the window of an upload to what the network takes, and hold tens of megabytes
  // of each that wait for Salesforce.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, kUploadWindow);
  // Only health and reflection take gRPC's synchronous threads.
  builder.SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
  SetKeepalive(config.keepalive(), builder);
  for (const auto& service : services_) builder.RegisterService(service.get());
  builder.RegisterCallbackGenericService(&unknown_methods_);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) {
    return InvalidField("listen", absl::StrCat("cannot listen on `", config.listen(), "`"));
  }
  address_ = WithPort(config.listen(), port);
  return absl::OkStatus();
}

void GrpcServer::SayServing() {
  grpc::HealthCheckServiceInterface& health = *server_->GetHealthCheckService();
  health.SetServingStatus("", true);
  for (const std::string& name : service_names_) health.SetServingStatus(name, true);
}

void GrpcServer::Drain(Clock::Duration limit) {
  server_->GetHealthCheckService()->Shutdown();
  // grpc::Server's own Shutdown would wait for those who watch the health or use reflection, too,
  // who may stay for ever.
  StoppedServer stopped(server_->c_server());
  running_.WaitForNone(limit);
  server_->Shutdown(std::chrono::system_clock::now());
}

}  // namespace sfconnector::server
