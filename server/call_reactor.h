// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include "absl/status/status.h"
#include "core/operation/call.h"
#include "server/byte_buffer.h"
#include "server/call_counter.h"
#include "server/call_starter.h"
#include "server/trailers.h"

namespace sfconnector::server {

// The reactors of gRPC's callback API, one for each kind of rpc. Each joins a gRPC call to a Call
// of the core: nothing is read from the client before the core has room for it, and nothing is
// taken from the core before the client has taken what came before.
//
// A reactor lives until gRPC is done with it (OnDone) and no callback of the call refers to it any
// more. gRPC runs reactions on threads of its own, never within the method that causes them, so
// those may be called under the lock.

// What all kinds share: cancellation and the end. `Base` is one of gRPC's four reactors.
template <class Base>
class CallReactor : public Base, public std::enable_shared_from_this<CallReactor<Base>> {
 public:
  CallReactor(grpc::CallbackServerContext* context, CallCounter& counter)
      : context_(context), ticket_(std::in_place, counter) {}

  // Begins the call; to be used once, before gRPC gets the reactor. The reactor owns itself from
  // now on.
  void Begin(const CallStarter& starter, const Operation& operation) {
    self_ = this->shared_from_this();
    absl::StatusOr<std::shared_ptr<Call>> call = starter.Start(operation, *context_);
    if (!call.ok()) return Finish(call.status());
    call_ = *std::move(call);
    Run();
  }

  void OnCancel() final {
    if (call_ != nullptr) call_->Cancel(CancelReason(*context_));
  }

  void OnDone() final {
    ticket_.reset();
    self_.reset();
  }

 protected:
  // Sends and receives the first messages.
  virtual void Run() = 0;

  // A reference for a callback of the call.
  template <class Reactor>
  std::shared_ptr<Reactor> Self() {
    return std::static_pointer_cast<Reactor>(this->shared_from_this());
  }

  Call& call() { return *call_; }
  grpc::CallbackServerContext& context() { return *context_; }

  // Sends the only request message.
  void SendRequest(const grpc::ByteBuffer& buffer) {
    if (buffer.Valid()) {
      absl::StatusOr<std::string> message = ToString(buffer);
      if (!message.ok()) return call_->Cancel(message.status());
      call_->Send(*std::move(message), [](bool) {});
    }
    call_->CloseRequests();
  }

  // Ends the gRPC call. To be used once, after the core's call has ended.
  void Finish(const absl::Status& status) {
    grpc::Status grpc_status = ToGrpcStatus(status);
    if (call_ != nullptr) AddReplyMetadata(call_->reply(), grpc_status, *context_);
    {
      std::lock_guard lock(mutex_);
      finished_ = true;
    }
    Base::Finish(std::move(grpc_status));
  }

  // Runs `start`, which starts a reaction, unless the call has been finished: gRPC takes nothing
  // after that.
  template <class Start>
  void UnlessFinished(Start start) {
    std::lock_guard lock(mutex_);
    if (!finished_) start();
  }

 private:
  grpc::CallbackServerContext* const context_;
  std::optional<CallCounter::Ticket> ticket_;
  std::shared_ptr<CallReactor> self_;
  std::shared_ptr<Call> call_;
  std::mutex mutex_;
  bool finished_ = false;  // guarded by mutex_
};

// A call with one response, which goes into `*response` and is sent with the end.
template <class Base>
class SingleResponse : public CallReactor<Base> {
 public:
  SingleResponse(grpc::CallbackServerContext* context, CallCounter& counter,
                 grpc::ByteBuffer* response)
      : CallReactor<Base>(context, counter), response_(response) {}

 protected:
  void Receive() {
    auto self = this->template Self<SingleResponse>();
    this->call().Receive([self](std::optional<std::string> message) {
      if (!message) return self->End();
      *self->response_ = ToByteBuffer(*std::move(message));
      self->Receive();
    });
  }

 private:
  void End() {
    if (this->call().status().ok() && !response_->Valid()) {
      return this->Finish(absl::InternalError("the operation has ended without a response"));
    }
    this->Finish(this->call().status());
  }

  grpc::ByteBuffer* const response_;
};

// A call with a stream of responses.
template <class Base>
class ResponseStream : public CallReactor<Base> {
 public:
  using CallReactor<Base>::CallReactor;

  // A write that failed is the end of the client; that gRPC also says so by OnCancel may come
  // later.
  void OnWriteDone(bool ok) final {
    if (!ok) this->call().Cancel(CancelReason(this->context()));
    Receive();
  }

 protected:
  void Receive() {
    auto self = this->template Self<ResponseStream>();
    this->call().Receive([self](std::optional<std::string> message) {
      if (!message) return self->Finish(self->call().status());
      self->response_ = ToByteBuffer(*std::move(message));
      self->StartWrite(&self->response_);
    });
  }

 private:
  grpc::ByteBuffer response_;
};

// A call with one request.
template <class Responses>
class SingleRequest final : public Responses {
 public:
  template <class... Args>
  explicit SingleRequest(const grpc::ByteBuffer* request, Args&&... args)
      : Responses(std::forward<Args>(args)...), request_(request) {}

 private:
  void Run() override {
    this->SendRequest(*request_);
    this->Receive();
  }

  const grpc::ByteBuffer* const request_;
};

// A call with a stream of requests.
template <class Responses>
class RequestStream final : public Responses {
 public:
  using Responses::Responses;

  void OnReadDone(bool ok) override {
    // A stream that broke must not look like one that was complete: what was uploaded halfway would
    // be carried out.
    if (!ok && this->context().IsCancelled())
      return this->call().Cancel(CancelReason(this->context()));
    if (!ok) return this->call().CloseRequests();
    absl::StatusOr<std::string> message = ToString(request_);
    if (!message.ok()) return this->call().Cancel(message.status());
    request_.Clear();
    auto self = this->template Self<RequestStream>();
    this->call().Send(*std::move(message), [self](bool accepted) {
      if (accepted) self->Read();
    });
  }

 private:
  void Run() override {
    Read();
    this->Receive();
  }

  void Read() {
    this->UnlessFinished([this] { this->StartRead(&request_); });
  }

  grpc::ByteBuffer request_;
};

using UnaryReactor = SingleRequest<SingleResponse<grpc::ServerUnaryReactor>>;
using ServerStreamReactor =
    SingleRequest<ResponseStream<grpc::ServerWriteReactor<grpc::ByteBuffer>>>;
using ClientStreamReactor =
    RequestStream<SingleResponse<grpc::ServerReadReactor<grpc::ByteBuffer>>>;
using BidiReactor =
    RequestStream<ResponseStream<grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>>>;

}  // namespace sfconnector::server
