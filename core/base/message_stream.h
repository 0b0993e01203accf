// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/status.h"
#include "core/base/task.h"

namespace sfconnector {

// Where a call's request messages come from, in Protobuf's wire format.
class MessageReader {
 public:
  virtual ~MessageReader() = default;
  // The next message; nothing after the last one; an error once the call has ended.
  virtual Task<absl::StatusOr<std::optional<std::string>>> Read() = 0;
  // Nobody wants the messages that are still to come: from now on, and where a Read is waiting,
  // there is nothing after those that were read. For calls that end before their input does.
  virtual void StopReading() = 0;
};

// Where a call's response messages go, in Protobuf's wire format.
class MessageWriter {
 public:
  virtual ~MessageWriter() = default;
  // Returns once there is room for another message, so that a slow reader slows the writer down. An
  // error once the call has ended: the writer should then end too.
  virtual Task<absl::Status> Write(std::string encoded) = 0;
};

// What a request message is answered with that is not in its type's wire format.
inline absl::Status MalformedMessage() {
  return WithReason(
      absl::InvalidArgumentError("the request message is not valid Protobuf wire format"),
      "MALFORMED_MESSAGE");
}

// What a call is answered with that wants a request message and gets none.
inline absl::Status MissingMessage() {
  return WithReason(absl::InvalidArgumentError("the call has no request message"),
                    "MISSING_MESSAGE");
}

// Request messages of type `Message`.
template <class Message>
class Reader {
 public:
  explicit Reader(MessageReader& encoded) : encoded_(encoded) {}

  Task<absl::StatusOr<std::optional<Message>>> Read() {
    absl::StatusOr<std::optional<std::string>> bytes = co_await encoded_.Read();
    if (!bytes.ok()) co_return bytes.status();
    std::optional<Message> message;
    if (!bytes->has_value()) co_return message;
    message.emplace();
    if (!message->ParseFromString(**bytes)) co_return MalformedMessage();
    co_return message;
  }

  void StopReading() { encoded_.StopReading(); }

 private:
  MessageReader& encoded_;
};

// Response messages of type `Message`.
template <class Message>
class Writer {
 public:
  explicit Writer(MessageWriter& encoded) : encoded_(encoded) {}

  Task<absl::Status> Write(const Message& message) {
    std::string bytes = message.SerializeAsString();
    absl::Status status = co_await encoded_.Write(std::move(bytes));
    co_return status;
  }

  // The writer under it, for messages of several types with the same fields.
  MessageWriter& encoded() { return encoded_; }

  // The same for a message that was written in the wire format already.
  Task<absl::Status> WriteEncoded(std::string bytes) {
    absl::Status status = co_await encoded_.Write(std::move(bytes));
    co_return status;
  }

 private:
  MessageWriter& encoded_;
};

}  // namespace sfconnector
