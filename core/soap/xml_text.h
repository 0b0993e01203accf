// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/strings/string_view.h"

namespace sfconnector {

// Whether XML 1.0 can hold the text, given in UTF-8: it has no way to write most control characters
// (https://www.w3.org/TR/xml/#charsets).
bool IsXmlText(absl::string_view text);

// What is wrong with a field that holds another text.
inline constexpr absl::string_view kNoXmlText = "has a character that XML cannot hold";

// Whether the text is the API name of an sObject or a field, and so the name of an element:
// letters, digits and underscores, a letter first.
bool IsApiName(absl::string_view text);

}  // namespace sfconnector
