// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "capi/src/client.h"
#include "capi/src/reply.h"
#include "capi/src/result.h"
#include "core/base/status.h"

namespace sfconnector::capi {
namespace {

// A unary call in progress.
class UnaryCall : public std::enable_shared_from_this<UnaryCall> {
 public:
  struct End {
    absl::Status status;
    std::string message;
    ReplyMetadata metadata;
  };

  explicit UnaryCall(Client::Use use) : use_(std::move(use)) {}

  // Runs the call; `ended` is called once, on any thread.
  void Begin(std::shared_ptr<Call> call, Canceller::Registration registration, std::string request,
             std::function<void(End)> ended) {
    call_ = std::move(call);
    registration_ = std::move(registration);
    ended_ = std::move(ended);
    call_->Send(std::move(request), [](bool) {});
    call_->CloseRequests();
    Receive();
  }

 private:
  void Receive() {
    call_->Receive([self = shared_from_this()](std::optional<std::string> message) {
      self->OnReceived(std::move(message));
    });
  }

  void OnReceived(std::optional<std::string> message) {
    if (message.has_value()) {
      message_ = std::move(message);
      Receive();
      return;
    }
    absl::Status status = call_->status();
    if (status.ok() && !message_)
      status = absl::InternalError("the operation ended without a response");
    ended_({std::move(status), std::move(message_).value_or(std::string()), call_->reply()});
  }

  const Client::Use use_;  // outlives the call
  std::shared_ptr<Call> call_;
  Canceller::Registration registration_;
  std::function<void(End)> ended_;
  std::optional<std::string> message_;
};

absl::StatusOr<const Operation*> FindUnary(const char* method, std::int32_t format) {
  absl::StatusOr<const Operation*> operation = FindOperation(method, format);
  if (!operation.ok()) return operation;
  if ((*operation)->method()->client_streaming() || (*operation)->method()->server_streaming()) {
    return WithReason(
        absl::InvalidArgumentError(absl::StrCat(method, " is a stream: see sfc_stream_open")),
        "WRONG_KIND");
  }
  return operation;
}

void Begin(Client& client, const Operation& operation, Client::Use use, std::string request,
           const sfc_options* options, std::function<void(UnaryCall::End)> ended) {
  std::shared_ptr<Call> call = client.Start(operation, options);
  Canceller::Registration registration = client.CancelWith(options, call);
  std::make_shared<UnaryCall>(std::move(use))
      ->Begin(std::move(call), std::move(registration), std::move(request), std::move(ended));
}

// Turns the end of a call into a result and, where it is a success and `reply` is wanted, a reply.
Result Conclude(const Operation& operation, std::int32_t format, UnaryCall::End end,
                sfc_reply** reply) {
  if (!end.status.ok()) return Result(std::move(end.status), std::move(end.metadata));
  if (reply == nullptr) return absl::OkStatus();
  absl::StatusOr<std::string> message = DecodeResponse(operation, format, std::move(end.message));
  if (!message.ok()) return message.status();
  *reply = new sfc_reply{*std::move(message), std::move(end.metadata)};
  return absl::OkStatus();
}

Result CallAndWait(Client& client, const char* method, std::int32_t format, const void* request,
                   std::size_t request_size, const sfc_options* options, sfc_reply** reply) {
  absl::StatusOr<const Operation*> operation = FindUnary(method, format);
  if (!operation.ok()) return operation.status();
  absl::StatusOr<std::string> encoded = EncodeRequest(**operation, format, request, request_size);
  if (!encoded.ok()) return encoded.status();
  absl::StatusOr<Client::Use> use = client.Enter();
  if (!use.ok()) return use.status();
  SFC_RETURN_IF_ERROR(client.MayWait());
  auto promise = std::make_shared<std::promise<UnaryCall::End>>();
  std::future<UnaryCall::End> end = promise->get_future();
  Begin(client, **operation, *std::move(use), *std::move(encoded), options,
        [promise](UnaryCall::End result) { promise->set_value(std::move(result)); });
  return Conclude(**operation, format, end.get(), reply);
}

Result CallLater(Client& client, const char* method, std::int32_t format, const void* request,
                 std::size_t request_size, const sfc_options* options, sfc_call_callback callback,
                 void* user) {
  absl::StatusOr<const Operation*> operation = FindUnary(method, format);
  if (!operation.ok()) return operation.status();
  absl::StatusOr<std::string> encoded = EncodeRequest(**operation, format, request, request_size);
  if (!encoded.ok()) return encoded.status();
  absl::StatusOr<std::shared_ptr<Client::Callback>> due = client.ExpectCallback();
  if (!due.ok()) return due.status();
  absl::StatusOr<Client::Use> use = client.Enter();
  if (!use.ok()) return use.status();
  auto conclude = [operation = *operation, format, callback, user](UnaryCall::End end) {
    sfc_reply* reply = nullptr;
    const Result result =
        Contain([&] { return Conclude(*operation, format, std::move(end), &reply); });
    callback(user, result.code, reply, NewError(result));
  };
  Begin(client, **operation, *std::move(use), *std::move(encoded), options,
        [due = *due, conclude](UnaryCall::End end) {
          due->Post([due, conclude, end = std::move(end)]() mutable { conclude(std::move(end)); });
        });
  return absl::OkStatus();
}

}  // namespace
}  // namespace sfconnector::capi

using namespace sfconnector::capi;  // NOLINT(google-build-using-namespace): entry points are global

int32_t sfc_call(sfc_client* client, const char* method, int32_t format, const void* request,
                 size_t request_size, const sfc_options* options, sfc_reply** reply,
                 sfc_error** error) {
  if (reply != nullptr) *reply = nullptr;
  return Guard(error, [&]() -> Result {
    if (client == nullptr) return NullArgument("client");
    return CallAndWait(*client->client, method, format, request, request_size, options, reply);
  });
}

int32_t sfc_call_async(sfc_client* client, const char* method, int32_t format, const void* request,
                       size_t request_size, const sfc_options* options, sfc_call_callback callback,
                       void* user, sfc_error** error) {
  return Guard(error, [&]() -> Result {
    if (client == nullptr) return NullArgument("client");
    if (callback == nullptr) return NullArgument("callback");
    return CallLater(*client->client, method, format, request, request_size, options, callback,
                     user);
  });
}
