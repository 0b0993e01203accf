// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace sfconnector {

// The size of the UTF-8 sequence at `at` (RFC 3629: shortest form, no surrogates); 0 where there is
// none.
std::size_t Utf8SequenceSize(const char* at, const char* end);

// Appends the characters that `body`, the text between the quotes of a JSON string, stands for.
// False where an escape is wrong or half of a surrogate pair stands alone; `out` then holds a part.
bool UnescapeJson(absl::string_view body, std::string& out);

// Whether every escape of `text` is right, which is the text between the quotes of a JSON string,
// or a value that has backslashes nowhere but in strings.
bool HasRightEscapes(absl::string_view text);

}  // namespace sfconnector
