// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/base/clock.h"

namespace sfconnector {

// How fast an export's rows come and are taken, and what follows from that: a reader that takes
// them at once is given long messages, which cost less, and further pages at a time where the pages
// come slowly; one that lets them wait has short messages and few pages, which each hold a
// connection. Confined to its executor.
class ReadingPace {
 public:
  static constexpr std::size_t kMinMessageBytes = std::size_t{64} * 1024;
  static constexpr std::size_t kMaxMessageBytes = std::size_t{256} * 1024;

  // `start`: when the first page is opened.
  ReadingPace(int max_pages, Clock::Instant start) : max_pages_(max_pages), begin_(start) {}

  // A page has written a message at `now`, for which it has waited so long.
  void OnWritten(std::size_t bytes, Clock::Instant now, Clock::Duration waited);

  // How many pages may be open at once.
  int pages() const { return pages_; }

  // How long a message should be.
  std::size_t message_bytes() const { return message_bytes_; }

 private:
  void SetMessageBytes(Clock::Duration elapsed);
  void SetPages(Clock::Duration elapsed);

  const int max_pages_;
  int pages_ = 1;
  std::size_t message_bytes_ = kMinMessageBytes;

  // Since the pace was looked at last.
  Clock::Instant begin_;
  std::size_t bytes_ = 0;
  Clock::Duration waited_{};  // of all pages
};

}  // namespace sfconnector
