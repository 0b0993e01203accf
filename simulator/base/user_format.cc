// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/user_format.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/datetime.h"
#include "simulator/base/decimal.h"
#include "simulator/base/str_cat.h"

namespace sfsim {
namespace {

std::string TwoDigits(int64_t number) { return StrCat(number < 10 ? "0" : "", number); }

// `1,234.50`; the digits behind the point are as many as the scale.
std::string Grouped(std::string digits, int scale) {
  const auto decimals = static_cast<size_t>(std::max(scale, 0));
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  const size_t whole = digits.size() - decimals;
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i == whole) text.push_back('.');
    if (i > 0 && i < whole && (whole - i) % 3 == 0) text.push_back(',');
    text.push_back(digits[i]);
  }
  return text;
}

std::string Day(int64_t days) {
  const CivilDate date = CivilFromDays(days);
  return StrCat(date.month, "/", date.day, "/", date.year);
}

std::string Clock(int64_t millis) {
  const int64_t hour = millis / 3'600'000;
  return StrCat(hour % 12 == 0 ? 12 : hour % 12, ":", TwoDigits(millis / 60'000 % 60),
                hour < 12 ? " AM" : " PM");
}

}  // namespace

std::string FormatForUser(std::string_view kind, int scale, int64_t value) {
  if (kind == "date") return Day(value);
  if (kind == "time") return Clock(value);
  if (kind == "datetime") {
    const int64_t day = DayOf(value);
    return StrCat(Day(day), ", ", Clock(value - day * kMillisOfDay));
  }
  return FormatNumberForUser(kind, scale, value);
}

std::string FormatNumberForUser(std::string_view kind, int scale, absl::int128 value) {
  std::string digits;
  AppendDecimal(value < 0 ? -value : value, 0, false, &digits);
  return StrCat(value < 0 ? "-" : "", kind == "currency" ? "$" : "",
                Grouped(std::move(digits), scale), kind == "percent" ? "%" : "");
}

int64_t RoundToInteger(double value) {
  constexpr double kBound = 9e18;
  return std::llround(std::clamp(value, -kBound, kBound));
}

}  // namespace sfsim
