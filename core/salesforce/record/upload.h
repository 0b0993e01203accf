// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/event.h"
#include "core/base/message_stream.h"
#include "core/base/status.h"
#include "core/operation/operation.h"
#include "core/rest/reply_error.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/record/multipart.h"
#include "core/salesforce/record/upload_pipe.h"

namespace sfconnector {

// Sends a request whose body is a Multipart with the bytes that follow in the call's messages, each
// of which has one in its field `chunk`. Half of an upload is never completed: where the messages
// break off, so does the body.
template <class Request>
class Upload {
 public:
  // All of them outlive the upload.
  Upload(OperationContext context, Reader<Request>& messages, const Multipart& multipart)
      : context_(context), messages_(messages), multipart_(multipart) {}

  // Called once.
  Task<absl::StatusOr<RestReply>> Send(RestRequest rest) {
    rest.upload = pipe_;
    rest.content_type = multipart_.ContentType();
    const Effect effect = rest.effect;
    Spawn(context_.call.executor(), Feed(*this));
    absl::StatusOr<RestReply> reply = co_await context_.rest.Send(context_.call, std::move(rest));
    const bool fed = fed_.is_set();
    if (!fed) {
      if (reply.ok()) reply = WithOutcome(AnsweredTooEarly(), effect);
      // Only the end of the call ends a wait for its messages, which nobody wants any more.
      context_.call.Stop(reply.status());
    }
    co_await fed_.Wait();
    if (fed && !fed_status_.ok()) co_return WithOutcome(fed_status_, effect);
    co_return reply;
  }

 private:
  static absl::Status AnsweredTooEarly() {
    absl::Status error =
        absl::DataLossError("Salesforce answered before it had received the whole upload");
    return WithReason(std::move(error), "INCOMPLETE_UPLOAD");
  }

  static Task<void> Feed(Upload& self) {
    absl::Status status = co_await self.Forward();
    self.fed_status_ = status;
    if (status.ok()) {
      self.pipe_->End();
    } else {
      self.pipe_->Fail(std::move(status));
    }
    self.fed_.Set();
  }

  Task<absl::Status> Forward() {
    std::string piece = multipart_.Beginning();
    while (true) {
      absl::Status put = co_await pipe_->Put(context_.call, std::move(piece));
      if (!put.ok()) co_return put;
      absl::StatusOr<std::optional<Request>> message = co_await messages_.Read();
      if (!message.ok()) co_return message.status();
      if (!message->has_value()) break;
      if (!(*message)->has_chunk()) {
        co_return InvalidField("chunk", "is required in all messages but the first");
      }
      piece = std::move(*(*message)->mutable_chunk());
    }
    piece = multipart_.End();
    absl::Status put = co_await pipe_->Put(context_.call, std::move(piece));
    co_return put;
  }

  const OperationContext context_;
  Reader<Request>& messages_;
  const Multipart& multipart_;
  const std::shared_ptr<UploadPipe> pipe_ = std::make_shared<UploadPipe>();
  absl::Status fed_status_;  // once fed_ is set
  Event fed_;
};

}  // namespace sfconnector
