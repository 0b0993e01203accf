// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "simulator/http/message.h"

namespace sfsim {

// The reply to a request for metadata that was last changed at that instant: the full one with
// Last-Modified and ETag, 304 when the caller knows it, 412 when it changed since.
Response ConditionalReply(const Request& request, int64_t modified, Response full);

// 400 to a request that writes and carries a date condition that is no date.
std::optional<Response> CheckConditions(const Request& request);

}  // namespace sfsim
