// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace sfconnector {

// `text` as a name or value of application/x-www-form-urlencoded (WHATWG URL, section 5.2; RFC
// 6749, appendix B).
std::string FormEncode(absl::string_view text);

// A form's body. Fields keep their order.
std::string EncodeForm(const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace sfconnector
