// SPDX-License-Identifier: Apache-2.0
#include "core/codec/datetime.h"

#include <chrono>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace sfconnector {
namespace {

using google::protobuf::Duration;
using google::protobuf::Timestamp;

constexpr std::int64_t kMinSeconds = -62135596800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t kMaxSeconds = 253402300799;  // 9999-12-31T23:59:59Z
constexpr std::int64_t kMaxDurationSeconds = 315576000000;
constexpr int kNanosPerSecond = 1000000000;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Takes text from its beginning.
class Scanner {
 public:
  explicit Scanner(absl::string_view text) : text_(text) {}

  bool Take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }

  // Exactly `count` digits.
  std::optional<int> Digits(std::size_t count) {
    if (text_.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!IsDigit(text_[i])) return std::nullopt;
      value = value * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(count);
    return value;
  }

  // A number of seconds, one to twelve digits.
  std::optional<std::int64_t> Seconds() {
    std::int64_t value = 0;
    std::size_t count = 0;
    for (; count < text_.size() && IsDigit(text_[count]); ++count) {
      if (count == 12) return std::nullopt;
      value = value * 10 + (text_[count] - '0');
    }
    if (count == 0) return std::nullopt;
    text_.remove_prefix(count);
    return value;
  }

  // An optional point with one to nine digits after it, as nanoseconds.
  std::optional<int> Fraction() {
    if (!Take('.')) return 0;
    int value = 0;
    std::size_t count = 0;
    for (; count < text_.size() && IsDigit(text_[count]); ++count) {
      if (count == 9) return std::nullopt;
      value = value * 10 + (text_[count] - '0');
    }
    if (count == 0) return std::nullopt;
    text_.remove_prefix(count);
    for (; count < 9; ++count) value *= 10;
    return value;
  }

  bool empty() const { return text_.empty(); }

 private:
  absl::string_view text_;
};

std::optional<std::chrono::sys_days> ScanDate(Scanner& scanner) {
  const std::optional<int> year = scanner.Digits(4);
  if (!year || !scanner.Take('-')) return std::nullopt;
  const std::optional<int> month = scanner.Digits(2);
  if (!month || !scanner.Take('-')) return std::nullopt;
  const std::optional<int> day = scanner.Digits(2);
  if (!day || *year == 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

// Hours, minutes and seconds of a day. Neither RFC 3339's leap seconds nor 24:00 exist in
// Salesforce.
std::optional<int> ScanTimeOfDay(Scanner& scanner) {
  const std::optional<int> hour = scanner.Digits(2);
  if (!hour || *hour > 23 || !scanner.Take(':')) return std::nullopt;
  const std::optional<int> minute = scanner.Digits(2);
  if (!minute || *minute > 59 || !scanner.Take(':')) return std::nullopt;
  const std::optional<int> second = scanner.Digits(2);
  if (!second || *second > 59) return std::nullopt;
  return *hour * 3600 + *minute * 60 + *second;
}

// `Z`, `+HH:MM` or `+HHMM`, in seconds.
std::optional<int> ScanOffset(Scanner& scanner) {
  if (scanner.Take('Z') || scanner.Take('z')) return 0;
  const bool east = scanner.Take('+');
  if (!east && !scanner.Take('-')) return std::nullopt;
  const std::optional<int> hours = scanner.Digits(2);
  if (!hours || *hours > 23) return std::nullopt;
  scanner.Take(':');
  const std::optional<int> minutes = scanner.Digits(2);
  if (!minutes || *minutes > 59) return std::nullopt;
  const int offset = *hours * 3600 + *minutes * 60;
  return east ? offset : -offset;
}

std::string FormatFraction(int nanos) {
  if (nanos == 0) return "";
  if (nanos % 1000000 == 0) return absl::StrFormat(".%03d", nanos / 1000000);
  if (nanos % 1000 == 0) return absl::StrFormat(".%06d", nanos / 1000);
  return absl::StrFormat(".%09d", nanos);
}

// `2015-06-26T19:46:33`
std::string FormatSeconds(const Timestamp& time) {
  const std::chrono::sys_seconds instant{std::chrono::seconds(time.seconds())};
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const auto seconds = static_cast<int>((instant - day).count());
  return absl::StrFormat("%04d-%02d-%02dT%02d:%02d:%02d", static_cast<int>(date.year()),
                         static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                         seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace

std::optional<Timestamp> ParseDatetime(absl::string_view text) {
  Scanner scanner(text);
  const std::optional<std::chrono::sys_days> date = ScanDate(scanner);
  if (!date || !(scanner.Take('T') || scanner.Take('t'))) return std::nullopt;
  const std::optional<int> seconds = ScanTimeOfDay(scanner);
  if (!seconds) return std::nullopt;
  const std::optional<int> nanos = scanner.Fraction();
  if (!nanos) return std::nullopt;
  const std::optional<int> offset = ScanOffset(scanner);
  if (!offset || !scanner.empty()) return std::nullopt;
  Timestamp time;
  time.set_seconds(std::chrono::sys_seconds(*date).time_since_epoch().count() + *seconds - *offset);
  time.set_nanos(*nanos);
  if (!IsValidDatetime(time)) return std::nullopt;
  return time;
}

std::string FormatDatetime(const Timestamp& time) {
  return absl::StrCat(FormatSeconds(time), FormatFraction(time.nanos()), "Z");
}

std::string FormatSalesforceDatetime(const Timestamp& time) {
  return absl::StrFormat("%s.%03dZ", FormatSeconds(time), time.nanos() / 1000000);
}

std::string FormatDatetimeParameter(const Timestamp& time) {
  return absl::StrCat(FormatSeconds(time), "+00:00");
}

bool IsValidDatetime(const Timestamp& time) {
  return time.seconds() >= kMinSeconds && time.seconds() <= kMaxSeconds && time.nanos() >= 0 &&
         time.nanos() < kNanosPerSecond;
}

bool IsDate(absl::string_view text) {
  Scanner scanner(text);
  return ScanDate(scanner).has_value() && scanner.empty();
}

std::optional<Duration> ParseDuration(absl::string_view text) {
  Scanner scanner(text);
  const int sign = scanner.Take('-') ? -1 : 1;
  const std::optional<std::int64_t> seconds = scanner.Seconds();
  if (!seconds) return std::nullopt;
  const std::optional<int> nanos = scanner.Fraction();
  if (!nanos || !scanner.Take('s') || !scanner.empty()) return std::nullopt;
  Duration duration;
  duration.set_seconds(sign * *seconds);
  duration.set_nanos(sign * *nanos);
  if (!IsValidDuration(duration)) return std::nullopt;
  return duration;
}

std::string FormatDuration(const Duration& duration) {
  const bool negative = duration.seconds() < 0 || duration.nanos() < 0;
  const int sign = negative ? -1 : 1;
  return absl::StrCat(negative ? "-" : "", sign * duration.seconds(),
                      FormatFraction(sign * duration.nanos()), "s");
}

bool IsValidDuration(const Duration& duration) {
  const std::int64_t seconds = duration.seconds();
  const int nanos = duration.nanos();
  if (seconds < -kMaxDurationSeconds || seconds > kMaxDurationSeconds) return false;
  if (nanos <= -kNanosPerSecond || nanos >= kNanosPerSecond) return false;
  return (seconds >= 0 || nanos <= 0) && (seconds <= 0 || nanos >= 0);
}

}  // namespace sfconnector
