// SPDX-License-Identifier: Apache-2.0
#include "core/connector.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <set>
#include <utility>

#include <asio/dispatch.hpp>

#include "absl/strings/str_cat.h"
#include "core/auth/make_token_source.h"
#include "core/base/spool.h"
#include "core/base/status.h"
#include "core/config/connection_config.h"
#include "core/http/curl_http_client.h"
#include "core/operation/running_call.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/families.h"

namespace sfconnector {
namespace {

class ConnectorImpl final : public Connector {
 public:
  ConnectorImpl(std::string name, v1::Connection config, const Dependencies& dependencies)
      : config_(std::move(config)), dependencies_(dependencies), name_(std::move(name)) {}

  // Makes what the calls need. Nothing of it runs before the first call.
  absl::Status Open() {
    absl::StatusOr<std::unique_ptr<HttpClient>> http =
        MakeCurlHttpClient(config_, dependencies_.executor, dependencies_.clock);
    if (!http.ok()) return http.status();
    http_ = *std::move(http);
    absl::StatusOr<std::unique_ptr<TokenSource>> tokens =
        MakeTokenSource(config_, *http_, dependencies_.executor, dependencies_.clock,
                        dependencies_.observer, name_, MakeRandom());
    if (!tokens.ok()) return tokens.status();
    tokens_ = *std::move(tokens);
    rest_ = std::make_unique<RestClient>(config_, *http_, tokens_.get(), dependencies_.clock,
                                         MakeRandom());
    spool_ = std::make_unique<Spool>(config_.spool().directory(),
                                     static_cast<std::uint64_t>(config_.spool().max_bytes()),
                                     dependencies_.executor);
    host_.emplace(RunningCall::Host{dependencies_.executor, dependencies_.clock,
                                    dependencies_.observer, *rest_, *spool_, name_, in_flight_});
    return absl::OkStatus();
  }

  std::shared_ptr<Call> Start(const Operation& operation, CallOptions options,
                              std::optional<Clock::Instant> deadline) override {
    auto call = std::make_shared<RunningCall>(
        operation, std::move(options), deadline ? deadline : DefaultDeadline(operation), *host_);
    if (in_flight_.fetch_add(1) >= config_.max_concurrent_calls()) {
      in_flight_.fetch_sub(1);
      call->Refuse(TooManyCalls());
      return call;
    }
    asio::dispatch(dependencies_.executor, [this, call] { Admit(call); });
    return call;
  }

  void Shutdown(absl::Status why, std::function<void()> done) override {
    asio::dispatch(dependencies_.executor, [this, why = std::move(why), done = std::move(done)] {
      closing_ = why;
      closed_ = done;
      for (RunningCall* call : live_) call->Cancel(why);
      CloseIfIdle();
    });
  }

 private:
  std::optional<Clock::Instant> DefaultDeadline(const Operation& operation) const {
    const google::protobuf::MethodDescriptor* method = operation.method();
    if (method->client_streaming() || method->server_streaming()) return std::nullopt;
    const google::protobuf::Duration& timeout = config_.timeout();
    return dependencies_.clock.Now() + std::chrono::seconds(timeout.seconds()) +
           std::chrono::nanoseconds(timeout.nanos());
  }

  absl::Status TooManyCalls() const {
    absl::Status error = absl::ResourceExhaustedError(absl::StrCat(
        "the connection has ", config_.max_concurrent_calls(), " calls in flight, its limit"));
    return WithReason(std::move(error), "TOO_MANY_CALLS");
  }

  // The rest runs on the executor.

  void Admit(const std::shared_ptr<RunningCall>& call) {
    if (!closing_.ok()) {
      in_flight_.fetch_sub(1);
      call->Refuse(closing_);
      return;
    }
    live_.insert(call.get());
    call->Begin([this, raw = call.get()] {
      live_.erase(raw);
      CloseIfIdle();
    });
  }

  void CloseIfIdle() {
    if (closing_.ok() || !live_.empty() || !closed_) return;
    Spawn(dependencies_.executor, Close(*this, std::exchange(closed_, nullptr)));
  }

  static Task<void> Close(ConnectorImpl& self, std::function<void()> done) {
    if (self.tokens_) co_await self.tokens_->Close();
    self.rest_.reset();
    self.tokens_.reset();
    self.http_.reset();
    co_await self.spool_->Close();
    done();
  }

  const v1::Connection config_;
  const Dependencies dependencies_;
  const std::string name_;
  std::atomic<int> in_flight_{0};
  std::unique_ptr<HttpClient> http_;
  std::unique_ptr<TokenSource> tokens_;
  std::unique_ptr<RestClient> rest_;
  std::unique_ptr<Spool> spool_;
  std::optional<RunningCall::Host> host_;
  std::set<RunningCall*> live_;
  absl::Status closing_;
  std::function<void()> closed_;
};

}  // namespace

const Registry& Operations() {
  static const Registry* const registry = [] {
    auto* all = new Registry();
    AddFamilies(*all);
    return all;
  }();
  return *registry;
}

absl::Status ConfigFromJson(absl::string_view json, google::protobuf::Message& message) {
  return ConfigFromJson(json, SystemConfigSources(), message);
}

absl::StatusOr<v1::Connection> ConnectionFromJson(absl::string_view json) {
  v1::Connection connection;
  SFC_RETURN_IF_ERROR(ConfigFromJson(json, connection));
  return connection;
}

std::string RedactedConfig(const google::protobuf::Message& config) { return RedactedJson(config); }

absl::StatusOr<std::unique_ptr<Connector>> Connector::Create(std::string name,
                                                             v1::Connection config,
                                                             Dependencies dependencies) {
  SFC_RETURN_IF_ERROR(Operations().Check());
  absl::StatusOr<v1::Connection> valid = ValidateConnection(std::move(config));
  if (!valid.ok()) return valid.status();
  auto connector =
      std::make_unique<ConnectorImpl>(std::move(name), *std::move(valid), dependencies);
  SFC_RETURN_IF_ERROR(connector->Open());
  return connector;
}

}  // namespace sfconnector
