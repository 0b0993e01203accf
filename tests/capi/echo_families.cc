// SPDX-License-Identifier: Apache-2.0
// The operations of the library that the tests load: the echo service in the place of Salesforce's
// families.
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/base/status.h"
#include "core/salesforce/families.h"
#include "sfconnector/test/v1/echo_service.pb.h"

namespace sfconnector {
namespace {

using namespace test::v1;  // NOLINT(google-build-using-namespace): the messages of the one service
                           // that this file implements

// Fails as a call to Salesforce does.
absl::Status Failure(int code, const std::string& message) {
  if (code == 0) return absl::OkStatus();
  v1::SalesforceError detail;
  v1::ErrorItem& error = *detail.add_errors();
  error.set_code("ECHO_FAILED");
  error.set_message(message);
  error.add_fields("Name");
  v1::Field& extra = *error.add_extra();
  extra.set_name("hint");
  extra.mutable_value()->set_string_value("try again");
  detail.set_http_status(418);
  detail.set_request_id("request-1");
  detail.set_retryability(v1::RETRYABILITY_IF_IDEMPOTENT);
  detail.set_outcome(v1::OUTCOME_UNKNOWN);
  absl::Status status =
      WithSalesforceError(absl::Status(static_cast<absl::StatusCode>(code), message), detail);
  return WithRetryDelay(std::move(status), std::chrono::milliseconds(1500));
}

// The text `wait` stands for an operation that takes for ever, `throw` for a library that throws.
Task<absl::Status> WaitIfAsked(CallContext& call, std::string text) {
  if (text == "throw") throw std::runtime_error("as asked");
  if (text != "wait") co_return call.status();
  absl::Status status = co_await SleepFor(call, std::chrono::hours(1000));
  co_return status;
}

// Says in the reply what the call was begun with.
void Annotate(CallContext& call) {
  auto& entries = call.reply().entries;
  entries["echo-api-version"] = call.options().api_version;
  for (const auto& [name, value] : call.options().headers) entries["echo-" + name] += value;
}

Task<absl::StatusOr<UnaryResponse>> Unary(OperationContext context, const UnaryRequest& request) {
  Annotate(context.call);
  std::string text = request.text();
  absl::Status status = co_await WaitIfAsked(context.call, text);
  if (!status.ok()) co_return status;
  if (request.fail_code() != 0) co_return Failure(request.fail_code(), request.fail_message());
  UnaryResponse response;
  response.set_text(text);
  response.set_padding(std::string(static_cast<std::size_t>(request.size()), 'x'));
  co_return response;
}

Task<absl::Status> ServerStream(OperationContext context, const ServerStreamRequest& request,
                                Writer<ServerStreamResponse>& responses) {
  Annotate(context.call);
  std::string text = request.text();
  absl::Status status = co_await WaitIfAsked(context.call, text);
  if (!status.ok()) co_return status;
  for (int i = 0; i < request.count(); ++i) {
    ServerStreamResponse response;
    response.set_text(text);
    response.set_index(i);
    response.set_padding(std::string(static_cast<std::size_t>(request.size()), 'x'));
    absl::Status written = co_await responses.Write(response);
    if (!written.ok()) co_return written;
  }
  co_return Failure(request.fail_code(), request.fail_message());
}

Task<absl::StatusOr<ClientStreamResponse>> ClientStream(OperationContext context,
                                                        Reader<ClientStreamRequest>& requests) {
  Annotate(context.call);
  ClientStreamResponse response;
  while (true) {
    absl::StatusOr<std::optional<ClientStreamRequest>> request = co_await requests.Read();
    if (!request.ok()) co_return request.status();
    if (!request->has_value()) co_return response;
    std::string text = (*request)->text();
    absl::Status status = co_await WaitIfAsked(context.call, text);
    if (!status.ok()) co_return status;
    response.set_count(response.count() + 1);
    response.mutable_text()->append(text);
  }
}

Task<absl::Status> BidiStream(OperationContext context, Reader<BidiStreamRequest>& requests,
                              Writer<BidiStreamResponse>& responses) {
  Annotate(context.call);
  while (true) {
    absl::StatusOr<std::optional<BidiStreamRequest>> request = co_await requests.Read();
    if (!request.ok()) co_return request.status();
    if (!request->has_value()) co_return absl::OkStatus();
    if ((*request)->fail_code() != 0) co_return Failure((*request)->fail_code(), "as asked");
    BidiStreamResponse response;
    response.set_text((*request)->text());
    absl::Status written = co_await responses.Write(response);
    if (!written.ok()) co_return written;
  }
}

}  // namespace

void AddFamilies(Registry& registry) {
  const auto* file = UnaryRequest::descriptor()->file();
  registry.AddService(file->FindServiceByName("EchoService"));
  registry.Implement("sfconnector.test.v1.EchoService/Unary", &Unary);
  registry.Implement("sfconnector.test.v1.EchoService/ServerStream", &ServerStream);
  registry.Implement("sfconnector.test.v1.EchoService/ClientStream", &ClientStream);
  registry.Implement("sfconnector.test.v1.EchoService/BidiStream", &BidiStream);
}

}  // namespace sfconnector
