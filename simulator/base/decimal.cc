// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/decimal.h"

#include <charconv>
#include <cmath>

namespace sfsim {
namespace {

constexpr int64_t kLimit = 1'000'000'000'000'000'000;

struct Digits {
  bool negative = false;
  std::string digits;
  // The value is digits * 10^-fraction.
  int fraction = 0;
};

std::optional<Digits> ReadDigits(std::string_view text) {
  Digits number;
  size_t i = 0;
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) number.negative = text[i++] == '-';
  bool point = false;
  for (; i < text.size() && text[i] != 'e' && text[i] != 'E'; ++i) {
    if (text[i] == '.' && !point) {
      point = true;
    } else if (text[i] >= '0' && text[i] <= '9') {
      number.digits.push_back(text[i]);
      number.fraction += point;
    } else {
      return std::nullopt;
    }
  }
  if (number.digits.empty()) return std::nullopt;
  if (i < text.size()) {
    ++i;
    if (i < text.size() && text[i] == '+') ++i;
    int exponent = 0;
    const auto read = std::from_chars(text.data() + i, text.data() + text.size(), exponent);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    if (exponent > 400 || exponent < -400) return std::nullopt;
    number.fraction -= exponent;
  }
  return number;
}

// Writes a magnitude of either width.
template <typename Magnitude>
void AppendMagnitude(Magnitude rest, bool negative, int scale, bool keep_point, std::string* out) {
  char digits[48];
  char* end = digits + sizeof digits;
  char* begin = end;
  for (; scale > 0 && rest % 10 == 0; --scale) rest /= 10;
  if (scale <= 0 && keep_point) {
    *--begin = '0';
    *--begin = '.';
  }
  for (int written = 0; rest > 0 || written <= scale; ++written, rest /= 10) {
    if (written > 0 && written == scale) *--begin = '.';
    *--begin = static_cast<char>('0' + static_cast<int>(rest % 10));
  }
  if (negative) *--begin = '-';
  out->append(begin, static_cast<size_t>(end - begin));
}

}  // namespace

bool IsDecimal(std::string_view text) { return ReadDigits(text).has_value(); }

std::optional<int64_t> ParseDecimal(std::string_view text, int scale) {
  auto number = ReadDigits(text);
  if (!number) return std::nullopt;
  int64_t value = 0;
  const int shift = scale - number->fraction;
  const auto kept = static_cast<int>(number->digits.size()) + std::min(shift, 0);
  for (int i = 0; i < kept + std::max(shift, 0); ++i) {
    if (value >= kLimit / 10) return std::nullopt;
    const auto at = static_cast<size_t>(i);
    value = value * 10 + (i < kept ? number->digits[at] - '0' : 0);
  }
  if (shift < 0 && kept >= 0 && number->digits[static_cast<size_t>(kept)] >= '5') ++value;
  if (value >= kLimit) return std::nullopt;
  return number->negative ? -value : value;
}

int64_t PowerOfTen(int exponent) {
  int64_t power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

void AppendDecimal(int64_t scaled, int scale, bool keep_point, std::string* out) {
  const auto bits = static_cast<uint64_t>(scaled);
  AppendMagnitude(scaled < 0 ? 0 - bits : bits, scaled < 0, scale, keep_point, out);
}

void AppendDecimal(absl::int128 scaled, int scale, bool keep_point, std::string* out) {
  const auto bits = static_cast<absl::uint128>(scaled);
  AppendMagnitude(scaled < 0 ? 0 - bits : bits, scaled < 0, scale, keep_point, out);
}

void AppendDouble(double value, std::string* out) {
  if (!std::isfinite(value)) {
    out->append("null");
    return;
  }
  char text[64];
  const bool plain = std::fabs(value) < 1e15;
  const auto end = plain ? std::to_chars(text, text + sizeof text, value, std::chars_format::fixed)
                         : std::to_chars(text, text + sizeof text, value);
  const std::string_view written(text, static_cast<size_t>(end.ptr - text));
  out->append(written);
  if (written.find_first_of(".e") == std::string_view::npos) out->append(".0");
}

}  // namespace sfsim
