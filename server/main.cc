// SPDX-License-Identifier: Apache-2.0
#include <pthread.h>
#include <signal.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/clock.h"
#include "core/base/proto_duration.h"
#include "core/base/status.h"
#include "core/connector.h"
#include "server/config.h"
#include "server/connections.h"
#include "server/flags.h"
#include "server/grpc_log.h"
#include "server/grpc_server.h"
#include "server/log_observer.h"
#ifdef SFC_WITH_SIMULATOR
#include "simulator/org.h"
#endif

namespace sfconnector::server {
namespace {

constexpr int kWrongConfiguration = 1;
constexpr int kWrongFlags = 2;

// The signals that end the server. Blocked in every thread, so that they wait for the main thread
// to ask for them; to be made before the first thread.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    // A peer that closes its socket is an error of the write, not the end of the process.
    signal(SIGPIPE, SIG_IGN);
  }

  void Wait() {
    int received = 0;
    sigwait(&set_, &received);
  }

  // From now on a signal ends the process at once.
  void Release() { pthread_sigmask(SIG_UNBLOCK, &set_, nullptr); }

 private:
  sigset_t set_{};
};

int Fail(int exit_code, const absl::Status& status) {
  std::cerr << "sfconnector-server: " << status.message() << std::endl;
  return exit_code;
}

void Log(Observer& observer, absl::string_view message,
         std::vector<std::pair<absl::string_view, std::string>> fields = {}) {
  LogEvent event;
  event.message = message;
  event.fields = std::move(fields);
  observer.OnLog(event);
}

#ifdef SFC_WITH_SIMULATOR
using SimulatedOrg = sfsim::Org;

// Starts a simulated org in this process, with some rows to try things out, and makes it what the
// connection `default` leads to. `schema_file` may be empty.
absl::StatusOr<std::unique_ptr<SimulatedOrg>> StartSimulator(const std::string& schema_file,
                                                             v1::ServerConfig& config) {
  sfsim::OrgOptions options;
  options.generate = {{"Account", 100}, {"Contact", 300}};
  if (!schema_file.empty()) {
    absl::StatusOr<std::string> schema = ReadTextFile(schema_file);
    if (!schema.ok()) return schema.status();
    options.schema_json = *std::move(schema);
  }
  absl::StatusOr<std::unique_ptr<SimulatedOrg>> org = SimulatedOrg::Create(options);
  if (!org.ok()) return org.status();
  absl::StatusOr<std::uint16_t> port = (*org)->Start("127.0.0.1:0");
  if (!port.ok()) return port.status();
  v1::Connection connection;
  connection.set_base_url((*org)->url());
  v1::ClientCredentialsGrant& grant = *connection.mutable_auth()->mutable_client_credentials();
  grant.set_token_url(absl::StrCat((*org)->url(), "/services/oauth2/token"));
  grant.set_client_id(options.apps.front().client_id);
  grant.set_client_secret(options.apps.front().client_secret);
  (*config.mutable_connections())["default"] = std::move(connection);
  std::cout << "simulated org listening on " << (*org)->url() << std::endl;
  return org;
}
#else
struct SimulatedOrg {};

absl::StatusOr<std::unique_ptr<SimulatedOrg>> StartSimulator(const std::string&,
                                                             v1::ServerConfig&) {
  return absl::UnimplementedError("--simulator: this program was built without the simulator");
}
#endif

absl::StatusOr<v1::ServerConfig> ReadConfig(const Flags& flags) {
  v1::ServerConfig config;
  if (!flags.config.empty()) {
    absl::StatusOr<v1::ServerConfig> read = ReadConfigFile(flags.config);
    if (!read.ok()) return read.status();
    config = *std::move(read);
  }
  ApplyFlags(flags, config);
  return CompleteConfig(std::move(config));
}

// Serves until a signal comes, then drains.
absl::Status Serve(const v1::ServerConfig& config, StopSignals& signals) {
  const std::unique_ptr<Clock> clock = MakeSystemClock();
  LogObserver observer(config.log(), std::cerr);
  GrpcLog grpc_log(observer);
  Log(observer, "starting", {{"version", SFC_VERSION}, {"config", RedactedConfig(config)}});
  auto connections = Connections::Create(config, &Connector::Create, *clock, observer);
  if (!connections.ok()) return connections.status();
  GrpcServer::Dependencies dependencies{
      .operations = Operations().All(),
      .connectors = [&all = **connections](const std::string& name) { return all.Find(name); },
      .clock = *clock};
  auto server = GrpcServer::Start(config, std::move(dependencies));
  if (!server.ok()) return server.status();
  std::cout << "sfconnector-server listening on " << (*server)->address() << std::endl;

  signals.Wait();
  signals.Release();
  Log(observer, "draining");
  (*server)->Drain(FromProto(config.drain_deadline()));
  Log(observer, "stopped");
  return absl::OkStatus();
}

// Makes everything that the configuration describes, short of listening, and prints it.
int CheckOnly(const v1::ServerConfig& config) {
  const std::unique_ptr<Clock> clock = MakeSystemClock();
  Observer silent;
  absl::Status valid = Connections::Create(config, &Connector::Create, *clock, silent).status();
  if (!valid.ok()) return Fail(kWrongConfiguration, valid);
  std::cout << RedactedConfig(config) << std::endl;
  return EXIT_SUCCESS;
}

int Run(const Flags& flags) {
  StopSignals signals;
  absl::Status sound = Operations().Check();
  if (!sound.ok()) return Fail(kWrongConfiguration, sound);
  absl::StatusOr<v1::ServerConfig> config = ReadConfig(flags);
  if (!config.ok()) return Fail(kWrongConfiguration, config.status());
  if (!flags.simulator && !flags.simulator_schema.empty()) {
    return Fail(kWrongFlags,
                absl::InvalidArgumentError("--simulator-schema goes with --simulator"));
  }
  if (flags.check_config) return CheckOnly(*config);
  absl::StatusOr<std::unique_ptr<SimulatedOrg>> org = nullptr;
  if (flags.simulator) org = StartSimulator(flags.simulator_schema, *config);
  if (!org.ok()) return Fail(kWrongConfiguration, org.status());
  if (config->connections().empty()) {
    return Fail(
        kWrongConfiguration,
        absl::InvalidArgumentError("there is no connection: give --config FILE or --simulator"));
  }
  absl::Status served = Serve(*config, signals);
  return served.ok() ? EXIT_SUCCESS : Fail(kWrongConfiguration, served);
}

std::optional<std::string> ReadEnvironment(const std::string& name) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here writes the environment
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

}  // namespace
}  // namespace sfconnector::server

int main(int argc, char** argv) {
  using namespace sfconnector::server;  // NOLINT(google-build-using-namespace): main is global
  const absl::StatusOr<Flags> flags = ReadFlags({argv + 1, argv + argc}, &ReadEnvironment);
  if (!flags.ok())
    return Fail(kWrongFlags, absl::InvalidArgumentError(
                                 absl::StrCat(flags.status().message(), " (see --help)")));
  if (flags->help) {
    std::cout << HelpText();
    return EXIT_SUCCESS;
  }
  if (flags->version) {
    std::cout << "sfconnector-server " << SFC_VERSION << std::endl;
    return EXIT_SUCCESS;
  }
  return Run(*flags);
}
