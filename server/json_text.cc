// SPDX-License-Identifier: Apache-2.0
#include "server/json_text.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace sfconnector::server {
namespace {

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";

// The length of the UTF-8 sequence (RFC 3629) that `text` begins with; 0 where it begins with none.
std::size_t Utf8Length(absl::string_view text) {
  const auto at = [text](std::size_t i) {
    return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0};
  };
  const auto within = [](std::uint8_t byte, int low, int high) {
    return byte >= low && byte <= high;
  };
  const std::uint8_t first = at(0);
  if (first < 0x80) return 1;
  if (within(first, 0xC2, 0xDF)) return within(at(1), 0x80, 0xBF) ? 2 : 0;
  if (within(first, 0xE0, 0xEF)) {
    // Overlong forms and surrogates are not UTF-8.
    const int low = first == 0xE0 ? 0xA0 : 0x80;
    const int high = first == 0xED ? 0x9F : 0xBF;
    return within(at(1), low, high) && within(at(2), 0x80, 0xBF) ? 3 : 0;
  }
  if (!within(first, 0xF0, 0xF4)) return 0;
  const int low = first == 0xF0 ? 0x90 : 0x80;
  const int high = first == 0xF4 ? 0x8F : 0xBF;
  return within(at(1), low, high) && within(at(2), 0x80, 0xBF) && within(at(3), 0x80, 0xBF) ? 4 : 0;
}

void AppendAscii(char c, std::string& out) {
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else if (c == '\n') {
    out += "\\n";
  } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
    absl::StrAppend(&out, "\\u", absl::Hex(static_cast<unsigned char>(c), absl::kZeroPad4));
  } else {
    out += c;
  }
}

// Takes the digits off the front; false where there are none.
bool TakeDigits(absl::string_view& text) {
  const std::size_t before = text.size();
  while (!text.empty() && absl::ascii_isdigit(text.front())) text.remove_prefix(1);
  return text.size() < before;
}

bool Take(absl::string_view& text, absl::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == absl::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

void AppendJsonString(absl::string_view text, std::string& out) {
  out += '"';
  while (!text.empty()) {
    const std::size_t length = Utf8Length(text);
    if (length == 1) {
      AppendAscii(text.front(), out);
    } else {
      const absl::string_view character = length == 0 ? kReplacement : text.substr(0, length);
      out.append(character.data(), character.size());
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out += '"';
}

bool IsJsonNumber(absl::string_view text) {
  Take(text, "-");
  if (!Take(text, "0") && !TakeDigits(text)) return false;
  if (Take(text, ".") && !TakeDigits(text)) return false;
  if (Take(text, "eE")) {
    Take(text, "+-");
    if (!TakeDigits(text)) return false;
  }
  return text.empty();
}

}  // namespace sfconnector::server
