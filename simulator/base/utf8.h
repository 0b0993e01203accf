// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace sfsim {

// Where the first byte stands that is no part of well-formed UTF-8; npos if there is none.
size_t FindInvalidUtf8(std::string_view text);

// The text with U+FFFD for every such byte.
std::string RepairUtf8(std::string text);

}  // namespace sfsim
