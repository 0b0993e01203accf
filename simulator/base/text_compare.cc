// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/text.h"

namespace sfsim {
namespace {

// Simple case folding of the alphabets that have case and fit in one table each.
char32_t Fold(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
  if (c >= 0x100 && c <= 0x17F && c != 0x130 && c != 0x131 && c != 0x138 && c != 0x149) {
    if (c == 0x178) return 0xFF;
    const bool odd_is_lower = c < 0x139 || (c > 0x148 && c < 0x179);
    return odd_is_lower ? (c | 1) : (c + (c & 1));
  }
  if (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) return c + 32;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  return c;
}

// Takes one code point off the front; a broken sequence yields its first byte.
char32_t Next(std::string_view* text) {
  const auto lead = static_cast<unsigned char>(text->front());
  const size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (length == 1 || text->size() < length) {
    text->remove_prefix(1);
    return lead;
  }
  char32_t c = lead & (0xFFu >> (length + 1));
  for (size_t i = 1; i < length; ++i) c = c << 6 | ((*text)[i] & 0x3Fu);
  text->remove_prefix(length);
  return c;
}

}  // namespace

int CompareText(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const char32_t x = Fold(Next(&a));
    const char32_t y = Fold(Next(&b));
    if (x != y) return x < y ? -1 : 1;
  }
  return static_cast<int>(!a.empty()) - static_cast<int>(!b.empty());
}

bool LikeText(std::string_view pattern, std::string_view value) {
  // The classic two-pointer match: on a mismatch the last `%` swallows one more character.
  std::string_view retry_pattern;
  std::string_view retry_value;
  bool has_retry = false;
  while (true) {
    std::string_view rest = pattern;
    if (!pattern.empty() && pattern.front() == '%') {
      pattern.remove_prefix(1);
      retry_pattern = pattern;
      retry_value = value;
      has_retry = true;
      continue;
    }
    if (pattern.empty() && value.empty()) return true;
    bool matched = false;
    if (!pattern.empty() && !value.empty()) {
      char32_t wanted = Next(&rest);
      const bool any = wanted == U'_';
      if (wanted == U'\\' && !rest.empty()) wanted = Next(&rest);
      std::string_view after = value;
      matched = Fold(Next(&after)) == Fold(wanted) || any;
      if (matched) {
        value = after;
        pattern = rest;
      }
    }
    if (matched) continue;
    if (!has_retry || retry_value.empty()) return false;
    Next(&retry_value);
    value = retry_value;
    pattern = retry_pattern;
  }
}

}  // namespace sfsim
