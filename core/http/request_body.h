// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/base/event.h"
#include "core/http/http_client.h"

namespace sfconnector {

// The body of a request, as libcurl takes it: a whole text, or a source that a coroutine
// (CurlExchange::Pump) reads ahead by one piece.
class RequestBody {
 public:
  RequestBody(std::string text, std::unique_ptr<HttpBodySource> source)
      : text_(std::move(text)), source_(std::move(source)), complete_(source_ == nullptr) {}

  HttpBodySource* source() { return source_.get(); }
  bool streamed() const { return source_ != nullptr; }
  // Bytes of a whole text.
  std::size_t size() const { return text_.size(); }

  // Copies up to `capacity` bytes out; nothing where the source has to give more first.
  std::optional<std::size_t> Take(char* out, std::size_t capacity);
  // Whether everything was taken.
  bool taken() const { return complete_ && offset_ == text_.size(); }

  // Starts again from the beginning; only for a whole text.
  void Rewind() { offset_ = 0; }

  // Set when a piece of the source is wanted.
  Event& wanted() { return wanted_; }
  // The source's next piece, in place of one that was taken; nothing at its end.
  void Supply(std::optional<std::string> piece);

 private:
  std::string text_;  // the whole text, or the source's current piece
  std::size_t offset_ = 0;
  const std::unique_ptr<HttpBodySource> source_;
  bool complete_;  // nothing will follow text_
  Event wanted_;
};

}  // namespace sfconnector
