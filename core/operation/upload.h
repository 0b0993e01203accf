// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/event.h"
#include "core/base/message_stream.h"
#include "core/base/status.h"
#include "core/operation/operation.h"
#include "core/rest/reply_error.h"
#include "core/rest/rest_client.h"
#include "core/rest/upload_pipe.h"

namespace sfconnector {

// What a streamed body has beside the bytes of the call's messages.
struct UploadFrame {
  std::string beginning;
  std::string end;
  // Sees each chunk before it is sent, and then the end; an error breaks the upload off with it.
  // May be empty.
  std::function<absl::Status(absl::string_view chunk)> check;
  std::function<absl::Status()> check_end;
};

// Sends a request whose body is the bytes that follow in the call's messages, each of which has one
// in its field `chunk`. Half of an upload is never completed: where the messages break off, so does
// the body.
template <class Request>
class Upload {
 public:
  // What is referred to outlives the upload.
  Upload(OperationContext context, Reader<Request>& messages, UploadFrame frame = {})
      : context_(context), messages_(messages), frame_(std::move(frame)) {}

  // Called once. The errors of the messages come before those of the request.
  Task<absl::StatusOr<RestReply>> Send(RestRequest rest) {
    rest.upload = pipe_;
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
    std::string piece = std::move(frame_.beginning);
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
      absl::Status checked = frame_.check ? frame_.check(piece) : absl::OkStatus();
      if (!checked.ok()) co_return checked;
    }
    absl::Status whole = frame_.check_end ? frame_.check_end() : absl::OkStatus();
    if (!whole.ok()) co_return whole;
    piece = std::move(frame_.end);
    absl::Status put = co_await pipe_->Put(context_.call, std::move(piece));
    co_return put;
  }

  const OperationContext context_;
  Reader<Request>& messages_;
  UploadFrame frame_;
  const std::shared_ptr<UploadPipe> pipe_ = std::make_shared<UploadPipe>();
  absl::Status fed_status_;  // once fed_ is set
  Event fed_;
};

}  // namespace sfconnector
