// SPDX-License-Identifier: Apache-2.0
#include "core/codec/json_text.h"

#include <cstring>
#include <optional>

namespace sfconnector {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Four hexadecimal digits.
std::optional<std::uint32_t> ReadHex4(const char* at, const char* end) {
  if (end - at < 4) return std::nullopt;
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = at[i];
    const char lower = static_cast<char>(c | 0x20);
    if (IsDigit(c)) {
      value = value * 16 + static_cast<std::uint32_t>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      value = value * 16 + static_cast<std::uint32_t>(lower - 'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  return value;
}

void AppendUtf8(std::uint32_t code, std::string& out) {
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0 | code >> 6));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | code >> 12));
    out.push_back(static_cast<char>(0x80 | (code >> 6 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | code >> 18));
    out.push_back(static_cast<char>(0x80 | (code >> 12 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code >> 6 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

// Reads what follows `\u`. The end of the escape, or of both halves of a surrogate pair; null where
// they are wrong.
const char* UnescapeUnicode(const char* at, const char* end, std::string& out) {
  const std::optional<std::uint32_t> first = ReadHex4(at, end);
  if (!first) return nullptr;
  at += 4;
  if (*first < 0xD800 || *first > 0xDFFF) {
    AppendUtf8(*first, out);
    return at;
  }
  if (*first > 0xDBFF || end - at < 6 || at[0] != '\\' || at[1] != 'u') return nullptr;
  const std::optional<std::uint32_t> second = ReadHex4(at + 2, end);
  if (!second || *second < 0xDC00 || *second > 0xDFFF) return nullptr;
  AppendUtf8(0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00), out);
  return at + 6;
}

// The character that `\` and `c` stand for; 0 where they stand for none.
char SimpleEscape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return '\0';
  }
}

}  // namespace

std::size_t Utf8SequenceSize(const char* at, const char* end) {
  if (at == end) return 0;
  const auto first = static_cast<unsigned char>(*at);
  if (first < 0x80) return 1;
  const std::ptrdiff_t left = end - at;
  if (first < 0xC2 || left < 2 || !IsContinuation(at[1])) return 0;
  if (first < 0xE0) return 2;
  const auto second = static_cast<unsigned char>(at[1]);
  if (left < 3 || !IsContinuation(at[2])) return 0;
  if (first < 0xF0) {
    if (first == 0xE0 && second < 0xA0) return 0;
    return first == 0xED && second > 0x9F ? 0 : 3;
  }
  if (first > 0xF4 || left < 4 || !IsContinuation(at[3])) return 0;
  if (first == 0xF0 && second < 0x90) return 0;
  return first == 0xF4 && second > 0x8F ? 0 : 4;
}

bool UnescapeJson(absl::string_view body, std::string& out) {
  const char* at = body.data();
  const char* const end = at + body.size();
  while (at != end) {
    const auto* escape =
        static_cast<const char*>(std::memchr(at, '\\', static_cast<std::size_t>(end - at)));
    if (escape == nullptr) break;
    out.append(at, escape);
    if (end - escape < 2) return false;
    at = escape + 2;
    if (escape[1] == 'u') {
      at = UnescapeUnicode(at, end, out);
      if (at == nullptr) return false;
      continue;
    }
    const char character = SimpleEscape(escape[1]);
    if (character == '\0') return false;
    out.push_back(character);
  }
  out.append(at, end);
  return true;
}

}  // namespace sfconnector
