// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/utf8.h"

namespace sfsim {
namespace {

unsigned char At(std::string_view text, size_t i) { return static_cast<unsigned char>(text[i]); }

// The length of the well-formed sequence at `begin`; 0 if there is none (RFC 3629).
size_t SequenceLength(std::string_view text, size_t begin) {
  const unsigned char lead = At(text, begin);
  if (lead < 0x80) return 1;
  const size_t length = lead >= 0xC2 && lead < 0xE0   ? 2
                        : lead >= 0xE0 && lead < 0xF0 ? 3
                        : lead >= 0xF0 && lead < 0xF5 ? 4
                                                      : 0;
  if (length == 0 || begin + length > text.size()) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((At(text, begin + i) & 0xC0) != 0x80) return 0;
  }
  const unsigned char second = At(text, begin + 1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second > 0x9F;
  const bool too_large = lead == 0xF4 && second > 0x8F;
  return overlong || surrogate || too_large ? 0 : length;
}

}  // namespace

size_t FindInvalidUtf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const size_t length = SequenceLength(text, i);
    if (length == 0) return i;
    i += length;
  }
  return std::string_view::npos;
}

std::string RepairUtf8(std::string text) {
  if (FindInvalidUtf8(text) == std::string_view::npos) return text;
  std::string repaired;
  for (size_t i = 0; i < text.size();) {
    const size_t length = SequenceLength(text, i);
    if (length == 0) {
      repaired.append("\xEF\xBF\xBD");
    } else {
      repaired.append(text, i, length);
    }
    i += length == 0 ? 1 : length;
  }
  return repaired;
}

}  // namespace sfsim
