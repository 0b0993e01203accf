// SPDX-License-Identifier: Apache-2.0
#include "core/codec/json_number.h"

#include <charconv>
#include <cmath>

#include "absl/strings/numbers.h"
#include "core/codec/json.h"

namespace sfconnector {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

const char* SkipDigits(const char* at, const char* end) {
  while (at != end && IsDigit(*at)) ++at;
  return at;
}

// The end of the integer part of a number: `-`, then 0 or digits that do not begin with 0. Null
// where it is wrong.
const char* SkipInteger(const char* at, const char* end) {
  if (at != end && *at == '-') ++at;
  if (at == end || !IsDigit(*at)) return nullptr;
  return *at == '0' ? at + 1 : SkipDigits(at, end);
}

}  // namespace

bool IsJsonNumber(absl::string_view text) {
  const char* const end = text.data() + text.size();
  const char* at = SkipInteger(text.data(), end);
  if (at == nullptr) return false;
  if (at != end && *at == '.') {
    const char* const fraction = ++at;
    at = SkipDigits(at, end);
    if (at == fraction) return false;
  }
  if (at != end && (*at | 0x20) == 'e') {
    ++at;
    if (at != end && (*at == '+' || *at == '-')) ++at;
    const char* const exponent = at;
    at = SkipDigits(at, end);
    if (at == exponent) return false;
  }
  return at == end;
}

std::optional<std::int64_t> JsonInteger(absl::string_view text) {
  const char* const end = text.data() + text.size();
  if (SkipInteger(text.data(), end) != end) return std::nullopt;
  std::int64_t value = 0;
  if (std::from_chars(text.data(), end, value).ec != std::errc()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> WholeNumber(absl::string_view text) {
  if (const std::optional<std::int64_t> integer = JsonInteger(text)) return integer;
  constexpr double kLargestExact = 9007199254740992;  // 2^53
  double value = 0;
  if (!IsJsonNumber(text) || !absl::SimpleAtod(text, &value)) return std::nullopt;
  if (std::trunc(value) != value || std::abs(value) > kLargestExact) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::optional<std::uint64_t> UnsignedNumber(absl::string_view text) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  if (IsJsonNumber(text)) {
    const auto result = std::from_chars(text.data(), end, value);
    if (result.ec == std::errc() && result.ptr == end) return value;
  }
  const std::optional<std::int64_t> whole = WholeNumber(text);
  if (!whole || *whole < 0) return std::nullopt;
  return static_cast<std::uint64_t>(*whole);
}

template <class Float>
std::optional<Float> FloatingNumber(absl::string_view text) {
  using Limits = std::numeric_limits<Float>;
  if (text == "NaN") return Limits::quiet_NaN();
  if (text == "Infinity") return Limits::infinity();
  if (text == "-Infinity") return -Limits::infinity();
  double value = 0;
  if (!IsJsonNumber(text) || !absl::SimpleAtod(text, &value)) return std::nullopt;
  if (std::abs(value) > static_cast<double>(Limits::max())) return std::nullopt;
  return static_cast<Float>(value);
}

template std::optional<float> FloatingNumber(absl::string_view text);
template std::optional<double> FloatingNumber(absl::string_view text);

}  // namespace sfconnector
