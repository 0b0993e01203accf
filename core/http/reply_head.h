// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"
#include "core/http/http_client.h"

namespace sfconnector {

// Status and headers of a reply, put together from its lines.
class ReplyHead {
 public:
  enum class Progress {
    kMore,      // the head goes on
    kInterim,   // a 1xx reply has ended; the real one follows
    kComplete,  // the head is complete; further lines are trailers, which are not kept
    kTooLarge,  // beyond the limit
  };

  // `max_bytes` limits all lines together, interim replies included; 0 for no limit.
  explicit ReplyHead(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  // Takes a line as libcurl hands it out, with its line end.
  Progress Add(absl::string_view line);

  bool complete() const { return complete_; }
  int status() const { return status_; }
  const HttpHeaders& headers() const { return headers_; }
  // Whether the reply came over HTTP/2.
  bool http2() const { return http2_; }

 private:
  void AddStatusLine(absl::string_view line);
  void AddHeader(absl::string_view line);

  const std::size_t max_bytes_;
  std::size_t bytes_ = 0;
  bool complete_ = false;
  bool http2_ = false;
  int status_ = 0;
  HttpHeaders headers_;
};

}  // namespace sfconnector
