// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/strings/string_view.h"

namespace sfconnector {

// RFC 9110, section 5.6.2 and section 5.5.
bool IsHeaderName(absl::string_view text);
bool IsHeaderValue(absl::string_view text);

// Whether the connector writes a header of that name (in lower case) itself, or it would change
// what the transport does.
bool IsOwnHeader(absl::string_view name);

}  // namespace sfconnector
