// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <google/protobuf/descriptor.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/message_stream.h"
#include "core/base/task.h"
#include "core/operation/operation.h"

namespace sfconnector {

// An operation with logic is a function of one of four shapes, one for each kind of rpc.
template <class Request, class Response>
using UnaryFunction = Task<absl::StatusOr<Response>> (*)(OperationContext, const Request&);
template <class Request, class Response>
using ServerStreamFunction = Task<absl::Status> (*)(OperationContext, const Request&,
                                                    Writer<Response>&);
template <class Request, class Response>
using ClientStreamFunction = Task<absl::StatusOr<Response>> (*)(OperationContext, Reader<Request>&);
template <class Request, class Response>
using BidiStreamFunction = Task<absl::Status> (*)(OperationContext, Reader<Request>&,
                                                  Writer<Response>&);

namespace internal {

// Reads the one request message of a unary or server-streaming rpc.
template <class Request>
Task<absl::StatusOr<Request>> ReadOne(MessageReader& requests) {
  Reader<Request> reader(requests);
  absl::StatusOr<std::optional<Request>> request = co_await reader.Read();
  if (!request.ok()) co_return request.status();
  if (!request->has_value()) co_return MissingMessage();
  co_return std::move(**request);
}

// Writes the one response message of a unary or client-streaming rpc.
template <class Response>
Task<absl::Status> WriteOne(absl::StatusOr<Response> response, MessageWriter& responses) {
  if (!response.ok()) co_return response.status();
  Writer<Response> writer(responses);
  absl::Status status = co_await writer.Write(*response);
  co_return status;
}

template <class Request, class Response>
Task<absl::Status> Invoke(UnaryFunction<Request, Response> function, OperationContext context,
                          MessageReader& requests, MessageWriter& responses) {
  absl::StatusOr<Request> request = co_await ReadOne<Request>(requests);
  if (!request.ok()) co_return request.status();
  absl::StatusOr<Response> response = co_await function(context, *request);
  absl::Status status = co_await WriteOne<Response>(std::move(response), responses);
  co_return status;
}

template <class Request, class Response>
Task<absl::Status> Invoke(ServerStreamFunction<Request, Response> function,
                          OperationContext context, MessageReader& requests,
                          MessageWriter& responses) {
  absl::StatusOr<Request> request = co_await ReadOne<Request>(requests);
  if (!request.ok()) co_return request.status();
  Writer<Response> writer(responses);
  absl::Status status = co_await function(context, *request, writer);
  co_return status;
}

template <class Request, class Response>
Task<absl::Status> Invoke(ClientStreamFunction<Request, Response> function,
                          OperationContext context, MessageReader& requests,
                          MessageWriter& responses) {
  Reader<Request> reader(requests);
  absl::StatusOr<Response> response = co_await function(context, reader);
  absl::Status status = co_await WriteOne<Response>(std::move(response), responses);
  co_return status;
}

template <class Request, class Response>
Task<absl::Status> Invoke(BidiStreamFunction<Request, Response> function, OperationContext context,
                          MessageReader& requests, MessageWriter& responses) {
  Reader<Request> reader(requests);
  Writer<Response> writer(responses);
  absl::Status status = co_await function(context, reader, writer);
  co_return status;
}

// Takes a function's shape apart: its message types and the kind of rpc it is.
template <class Function>
struct Shape;
template <class Q, class R>
struct Shape<UnaryFunction<Q, R>> {
  using Request = Q;
  using Response = R;
  static constexpr bool kClientStreaming = false, kServerStreaming = false;
};
template <class Q, class R>
struct Shape<ServerStreamFunction<Q, R>> {
  using Request = Q;
  using Response = R;
  static constexpr bool kClientStreaming = false, kServerStreaming = true;
};
template <class Q, class R>
struct Shape<ClientStreamFunction<Q, R>> {
  using Request = Q;
  using Response = R;
  static constexpr bool kClientStreaming = true, kServerStreaming = false;
};
template <class Q, class R>
struct Shape<BidiStreamFunction<Q, R>> {
  using Request = Q;
  using Response = R;
  static constexpr bool kClientStreaming = true, kServerStreaming = true;
};

}  // namespace internal

// An operation that a function of one of the shapes above implements.
template <class Function>
class FunctionOperation final : public Operation {
 public:
  FunctionOperation(const google::protobuf::MethodDescriptor* method, Function function)
      : Operation(method), function_(function) {}

  // Whether `method` has the message types and the kind of the function.
  static bool Fits(const google::protobuf::MethodDescriptor* method) {
    using Shape = internal::Shape<Function>;
    return method->input_type() == Shape::Request::descriptor() &&
           method->output_type() == Shape::Response::descriptor() &&
           method->client_streaming() == Shape::kClientStreaming &&
           method->server_streaming() == Shape::kServerStreaming;
  }

  Task<absl::Status> Run(OperationContext context, MessageReader& requests,
                         MessageWriter& responses) const override {
    return internal::Invoke(function_, context, requests, responses);
  }

 private:
  const Function function_;
};

}  // namespace sfconnector
