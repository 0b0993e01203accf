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

// Reads what follows `\u` into `code`. The end of the escape, or of both halves of a surrogate
// pair; null where they are wrong.
const char* ReadUnicode(const char* at, const char* end, std::uint32_t& code) {
  const std::optional<std::uint32_t> first = ReadHex4(at, end);
  if (!first) return nullptr;
  at += 4;
  code = *first;
  if (code < 0xD800 || code > 0xDFFF) return at;
  if (code > 0xDBFF || end - at < 6 || at[0] != '\\' || at[1] != 'u') return nullptr;
  const std::optional<std::uint32_t> second = ReadHex4(at + 2, end);
  if (!second || *second < 0xDC00 || *second > 0xDFFF) return nullptr;
  code = 0x10000 + ((code - 0xD800) << 10) + (*second - 0xDC00);
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

// The next backslash; null where there is none.
const char* FindEscape(const char* at, const char* end) {
  if (at == end) return nullptr;
  return static_cast<const char*>(std::memchr(at, '\\', static_cast<std::size_t>(end - at)));
}

// Reads the escape at `at` into `code`; its end, or null where it is wrong.
const char* ReadEscape(const char* at, const char* end, std::uint32_t& code) {
  if (end - at < 2) return nullptr;
  if (at[1] == 'u') return ReadUnicode(at + 2, end, code);
  const char character = SimpleEscape(at[1]);
  code = static_cast<unsigned char>(character);
  return character == '\0' ? nullptr : at + 2;
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
  while (const char* const escape = FindEscape(at, end)) {
    out.append(at, escape);
    std::uint32_t code = 0;
    at = ReadEscape(escape, end, code);
    if (at == nullptr) return false;
    AppendUtf8(code, out);
  }
  out.append(at, end);
  return true;
}

bool HasRightEscapes(absl::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (const char* const escape = FindEscape(at, end)) {
    std::uint32_t code = 0;
    at = ReadEscape(escape, end, code);
    if (at == nullptr) return false;
  }
  return true;
}

}  // namespace sfconnector
