// SPDX-License-Identifier: Apache-2.0
#include "capi/src/client.h"

#include <chrono>
#include <optional>

#include <google/protobuf/stubs/logging.h>

#include "absl/strings/str_cat.h"
#include "capi/src/result.h"
#include "core/base/status.h"

namespace sfconnector::capi {
namespace {

constexpr char kConnectionName[] = "default";
constexpr int kMaxCallbacksDue = 4096;

absl::Status ClosedError() {
  return WithReason(absl::CancelledError("the client was freed"), "CLIENT_CLOSED");
}

}  // namespace

absl::StatusOr<std::shared_ptr<Client>> Client::Create(absl::string_view config_json,
                                                       LogSink sink) {
  // A guest does not write to standard error; what Protobuf has to say comes as an error too.
  google::protobuf::SetLogHandler(nullptr);
  absl::StatusOr<v1::Connection> config = ConnectionFromJson(config_json);
  if (!config.ok()) return config.status();
  std::shared_ptr<Client> client(new Client(sink));
  auto connector = Connector::Create(kConnectionName, *std::move(config),
                                     {client->loop_->executor(), *client->clock_, client->log_});
  if (!connector.ok()) return connector.status();
  client->connector_ = *std::move(connector);
  return client;
}

absl::StatusOr<Client::Use> Client::Enter() {
  if (home_.left()) {
    return WithReason(
        absl::FailedPreconditionError("the client belongs to the process that forked this one"),
        "FORKED");
  }
  std::lock_guard lock(mutex_);
  if (closed_) return ClosedError();
  ++uses_;
  return Use(shared_from_this());
}

void Client::Leave() {
  std::lock_guard lock(mutex_);
  --uses_;
  changed_.notify_all();
}

bool Client::OnOwnThread() const {
  if (loop_ && loop_->InLoop()) return true;
  std::lock_guard lock(mutex_);
  return callback_loop_ && callback_loop_->InLoop();
}

absl::Status Client::MayWait() const {
  if (!loop_->InLoop()) return absl::OkStatus();
  return WithReason(absl::FailedPreconditionError("a log callback must not wait for the client"),
                    "WOULD_BLOCK");
}

std::shared_ptr<Call> Client::Start(const Operation& operation, const sfc_options* options) {
  if (options == nullptr) return connector_->Start(operation, CallOptions(), std::nullopt);
  std::optional<Clock::Instant> deadline;
  if (options->timeout) deadline = clock_->Now() + *options->timeout;
  return connector_->Start(operation, options->call, deadline);
}

void Client::Keep(std::shared_ptr<Call> call) {
  std::lock_guard lock(mutex_);
  kept_.insert(std::move(call));
}

void Client::Release(const std::shared_ptr<Call>& call) {
  std::lock_guard lock(mutex_);
  kept_.erase(call);
}

Canceller::Registration Client::CancelWith(const sfc_options* options,
                                           const std::shared_ptr<Call>& call) {
  if (options == nullptr || !options->canceller) return {};
  return options->canceller->Add([client = shared_from_this(), weak = std::weak_ptr<Call>(call)] {
    const absl::StatusOr<Use> use = client->Enter();
    if (!use.ok()) return;
    if (const std::shared_ptr<Call> running = weak.lock()) running->Cancel();
  });
}

absl::StatusOr<std::shared_ptr<Client::Callback>> Client::ExpectCallback() {
  absl::StatusOr<Use> use = Enter();
  if (!use.ok()) return use.status();
  if (callbacks_due_.fetch_add(1) >= kMaxCallbacksDue) {
    callbacks_due_.fetch_sub(1);
    return WithReason(
        absl::ResourceExhaustedError(absl::StrCat(kMaxCallbacksDue, " callbacks are outstanding")),
        "TOO_MANY_CALLBACKS");
  }
  auto callback = std::make_shared<Callback>(*std::move(use), *this);
  std::lock_guard lock(mutex_);
  if (!callback_loop_) callback_loop_ = std::make_unique<EventLoop>();
  return callback;
}

void Client::PostCallback(std::function<void()> body) {
  asio::post(callback_loop_->executor(), std::move(body));
}

bool Client::Close() {
  if (home_.left()) return false;
  if (OnOwnThread()) {
    log_.OnLog({Severity::kError,
                "sfc_client_free was called in one of the client's own callbacks: refused",
                {}});
    return false;
  }
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
  }
  connector_->Shutdown(ClosedError(), [this] {
    std::lock_guard lock(mutex_);
    shut_down_ = true;
    changed_.notify_all();
  });
  std::set<std::shared_ptr<Call>> kept;
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return shut_down_ && uses_ == 0; });
    kept.swap(kept_);
  }
  kept.clear();
  connector_.reset();
  callback_loop_.reset();
  loop_.reset();
  return true;
}

absl::StatusOr<const Operation*> FindOperation(const char* method, std::int32_t format) {
  if (method == nullptr) return NullArgument("method");
  if (format != SFC_PROTO && format != SFC_JSON)
    return InvalidField("format", "is neither SFC_PROTO nor SFC_JSON");
  const Operation* operation = Operations().Find(method);
  if (operation == nullptr) {
    return WithReason(
        absl::UnimplementedError(absl::StrCat("there is no operation `", method, "`")),
        "NO_SUCH_OPERATION");
  }
  return operation;
}

absl::StatusOr<std::string> EncodeRequest(const Operation& operation, std::int32_t format,
                                          const void* request, std::size_t size) {
  constexpr std::size_t kMaxBytes = std::size_t{64} << 20;
  if (request == nullptr && size > 0) return NullArgument("request");
  if (size > kMaxBytes) {
    return WithReason(absl::ResourceExhaustedError(absl::StrCat(
                          "a request of ", size, " bytes; at most ", kMaxBytes, " are allowed")),
                      "MESSAGE_TOO_LARGE");
  }
  const absl::string_view bytes(static_cast<const char*>(request), size);
  if (format == SFC_JSON && size > 0) return operation.RequestFromJson(bytes);
  return std::string(bytes);
}

absl::StatusOr<std::string> DecodeResponse(const Operation& operation, std::int32_t format,
                                           std::string message) {
  if (format == SFC_JSON) return operation.ResponseToJson(message);
  return message;
}

}  // namespace sfconnector::capi

using namespace sfconnector;        // NOLINT(google-build-using-namespace): entry points are global
using namespace sfconnector::capi;  // NOLINT(google-build-using-namespace)

int32_t sfc_client_new(const char* config, size_t config_size, sfc_log_callback log, void* log_user,
                       sfc_client** client, sfc_error** error) {
  if (client != nullptr) *client = nullptr;
  return Guard(error, [&]() -> Result {
    if (client == nullptr) return NullArgument("client");
    if (config == nullptr) return NullArgument("config");
    auto created = Client::Create(absl::string_view(config, config_size), {log, log_user});
    if (!created.ok()) return created.status();
    *client = new sfc_client{*std::move(created)};
    return absl::OkStatus();
  });
}

void sfc_client_free(sfc_client* client) {
  if (client == nullptr) return;
  Contain([client] {
    // What cannot be ended is left where it is: its threads, or its locks, may still be in use.
    if (client->client->Close()) delete client;
    return absl::OkStatus();
  });
}
