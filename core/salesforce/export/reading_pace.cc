// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/reading_pace.h"

#include <algorithm>
#include <chrono>

namespace sfconnector {
namespace {

using std::chrono::milliseconds;

// What passes before the pace is looked at. The first messages only fill what lies between the call
// and its reader, and say nothing of how fast that reads: half a megabyte of them over gRPC.
constexpr std::size_t kWindowBytes = std::size_t{1024} * 1024;
// Within which time so much has passed where messages may be longer, and after which they must be
// short again.
constexpr Clock::Duration kBrief = milliseconds(320);
constexpr Clock::Duration kLong = milliseconds(1600);
// A page that comes so fast (128 MB/s) takes the time of a processor, of which a further page would
// have to have its share.
constexpr std::size_t kFastBytesPerMillisecond = std::size_t{128} * 1000;

}  // namespace

void ReadingPace::OnWritten(std::size_t bytes, Clock::Instant now, Clock::Duration waited) {
  bytes_ += bytes;
  waited_ += waited;
  if (bytes_ < kWindowBytes) return;
  const Clock::Duration elapsed = now - begin_;
  SetMessageBytes(elapsed);
  SetPages(elapsed);
  begin_ = now;
  bytes_ = 0;
  waited_ = {};
}

void ReadingPace::SetMessageBytes(Clock::Duration elapsed) {
  if (elapsed <= kBrief) {
    message_bytes_ = std::min(2 * message_bytes_, kMaxMessageBytes);
  } else if (elapsed >= kLong) {
    message_bytes_ = kMinMessageBytes;
  }
}

void ReadingPace::SetPages(Clock::Duration elapsed) {
  const bool waits_for_reader = 2 * waited_ > elapsed;
  const auto fast = milliseconds(bytes_ / kFastBytesPerMillisecond);
  if (waits_for_reader) {
    pages_ = std::max(pages_ - 1, 1);
  } else if (elapsed > fast) {
    pages_ = std::min(pages_ + 2, max_pages_);
  }
}

}  // namespace sfconnector
