// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace sfconnector::server {

// Appends `text` as a JSON string (RFC 8259, section 7). Bytes that are not UTF-8 become U+FFFD.
void AppendJsonString(absl::string_view text, std::string& out);

// Whether `text` is a number as JSON writes it (RFC 8259, section 6).
bool IsJsonNumber(absl::string_view text);

}  // namespace sfconnector::server
