// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sfsim {

// API names are ASCII and compared without case.
std::string AsciiLower(std::string_view text);
std::string AsciiUpper(std::string_view text);
bool EqualsIgnoreCase(std::string_view a, std::string_view b);

std::string_view TrimView(std::string_view text);
std::vector<std::string> Split(std::string_view text, char separator);

// -1 when `c` is no hexadecimal digit.
int HexDigit(char c);
void AppendUtf8(char32_t code_point, std::string* out);
// The number of characters (code points), which is what field lengths count.
size_t CharacterCount(std::string_view utf8);

// The first character of a text, with all of its bytes.
std::string_view FirstCharacter(std::string_view utf8);

// Decodes percent escapes; `plus_is_space` as in query strings and forms. Broken escapes stay.
std::string PercentDecode(std::string_view text, bool plus_is_space);
// Escapes everything but RFC 3986 unreserved characters.
std::string PercentEncode(std::string_view text);

std::string Base64Encode(std::string_view bytes);
// Standard or URL alphabet, padding optional; nothing when the text is not base64.
std::optional<std::string> Base64Decode(std::string_view text);

// Compares and matches text as an org does: without case, beyond ASCII too (Latin, Greek,
// Cyrillic). Negative, zero or positive.
int CompareText(std::string_view a, std::string_view b);
// SOQL LIKE: `%` any run, `_` any character, both escaped by `\`.
bool LikeText(std::string_view pattern, std::string_view value);

}  // namespace sfsim
