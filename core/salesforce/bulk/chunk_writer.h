// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/base/message_stream.h"
#include "core/base/task.h"

namespace sfconnector {

// How many bytes a message has at most.
inline constexpr std::size_t kMaxChunkBytes = std::size_t{256} * 1024;

// Writes bytes as messages of a stream, whose first one says more.
template <class Message>
class ChunkWriter {
 public:
  // `writer` outlives it.
  explicit ChunkWriter(Writer<Message>& writer) : writer_(writer) {}

  // The message that comes next, to which the first bytes will be added.
  Message& head() { return message_; }

  Task<absl::Status> Write(absl::string_view bytes) {
    for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), kMaxChunkBytes))) {
      message_.set_chunk(std::string(bytes.substr(0, kMaxChunkBytes)));
      absl::Status written = co_await WriteMessage();
      if (!written.ok()) co_return written;
    }
    co_return absl::OkStatus();
  }

  // Writes the first message where it was not written yet.
  Task<absl::Status> Finish() {
    absl::Status status;
    if (!begun_) status = co_await WriteMessage();
    co_return status;
  }

 private:
  Task<absl::Status> WriteMessage() {
    begun_ = true;
    absl::Status status = co_await writer_.Write(message_);
    message_.Clear();
    co_return status;
  }

  Writer<Message>& writer_;
  Message message_;
  bool begun_ = false;
};

}  // namespace sfconnector
