// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include <google/protobuf/duration.pb.h>

#include "core/base/clock.h"

namespace sfconnector {

// A configured duration. At most 292 years, which ValidateConnection has seen to.
inline Clock::Duration FromProto(const google::protobuf::Duration& duration) {
  return std::chrono::seconds(duration.seconds()) + std::chrono::nanoseconds(duration.nanos());
}

}  // namespace sfconnector
