// SPDX-License-Identifier: Apache-2.0
#include "core/retry/retry_after.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/time/time.h"

namespace sfconnector {
namespace {

constexpr std::int64_t kMaxSeconds = 24 * 60 * 60;

}  // namespace

std::optional<Clock::Duration> ParseRetryAfter(absl::string_view value, Clock::WallTime now) {
  value = absl::StripAsciiWhitespace(value);
  std::int64_t seconds = 0;
  if (!absl::SimpleAtoi(value, &seconds)) {
    absl::Time date;
    if (!absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT", value, &date, nullptr)) return std::nullopt;
    seconds = std::max<std::int64_t>(
        0, absl::ToInt64Seconds(absl::Ceil(date - absl::FromChrono(now), absl::Seconds(1))));
  }
  if (seconds < 0) return std::nullopt;
  return std::chrono::seconds(std::min(seconds, kMaxSeconds));
}

}  // namespace sfconnector
