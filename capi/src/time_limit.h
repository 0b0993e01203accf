// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "core/base/clock.h"

namespace sfconnector::capi {

// A caller's milliseconds as a duration that can be added to any instant without overflow; who asks
// for more than a year waits one.
inline Clock::Duration TimeLimit(std::int64_t milliseconds) {
  constexpr std::chrono::milliseconds kYear = std::chrono::hours(24 * 365);
  return std::min(std::chrono::milliseconds(milliseconds), kYear);
}

}  // namespace sfconnector::capi
