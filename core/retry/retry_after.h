// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "core/base/clock.h"

namespace sfconnector {

// How long a `Retry-After` header (RFC 9110, section 10.2.3: seconds or an HTTP date) asks to wait
// from `now` on, at most a day; nothing where it cannot be read. A date that has passed is no wait.
std::optional<Clock::Duration> ParseRetryAfter(absl::string_view value, Clock::WallTime now);

}  // namespace sfconnector
