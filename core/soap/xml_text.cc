// SPDX-License-Identifier: Apache-2.0
#include "core/soap/xml_text.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"

namespace sfconnector {
namespace {

// Takes one character off the front of the text; 0, which XML does not have either, where it is no
// UTF-8.
std::uint32_t TakeCharacter(absl::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if ((lead >= 0x80 && lead < 0xC2) || lead > 0xF4 || text.size() < length) return 0;
  std::uint32_t character = length == 1 ? lead : lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80U) return 0;
    character = (character << 6U) | (byte & 0x3FU);
  }
  // What a shorter sequence can hold is none.
  if ((length == 3 && character < 0x800) || (length == 4 && character < 0x10000)) return 0;
  text.remove_prefix(length);
  return character;
}

bool IsXmlCharacter(std::uint32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

}  // namespace

bool IsXmlText(absl::string_view text) {
  while (!text.empty()) {
    if (!IsXmlCharacter(TakeCharacter(text))) return false;
  }
  return true;
}

bool IsApiName(absl::string_view text) {
  return !text.empty() && absl::ascii_isalpha(static_cast<unsigned char>(text.front())) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
         });
}

}  // namespace sfconnector
