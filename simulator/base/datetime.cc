// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/datetime.h"

#include <array>
#include <cstring>

namespace sfsim {
namespace {

constexpr std::array<const char*, 7> kWeekdays = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Reads exactly `count` digits off the front.
std::optional<int64_t> TakeDigits(std::string_view* text, size_t count) {
  if (text->size() < count) return std::nullopt;
  int64_t value = 0;
  for (size_t i = 0; i < count; ++i) {
    const char c = (*text)[i];
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text->remove_prefix(count);
  return value;
}

bool Take(std::string_view* text, char c) {
  if (text->empty() || text->front() != c) return false;
  text->remove_prefix(1);
  return true;
}

std::optional<int64_t> TakeDate(std::string_view* text) {
  const auto year = TakeDigits(text, 4);
  if (!year || !Take(text, '-')) return std::nullopt;
  const auto month = TakeDigits(text, 2);
  if (!month || !Take(text, '-')) return std::nullopt;
  const auto day = TakeDigits(text, 2);
  if (!day || *month < 1 || *month > 12 || *day < 1 || *year < 1) return std::nullopt;
  const int64_t days =
      DaysFromCivil(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
  if (CivilFromDays(days).day != *day) return std::nullopt;
  return days;
}

std::optional<int64_t> TakeTime(std::string_view* text) {
  const auto hour = TakeDigits(text, 2);
  if (!hour || !Take(text, ':')) return std::nullopt;
  const auto minute = TakeDigits(text, 2);
  if (!minute || !Take(text, ':')) return std::nullopt;
  const auto second = TakeDigits(text, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  int64_t millis = ((*hour * 60 + *minute) * 60 + *second) * 1000;
  if (Take(text, '.')) {
    int64_t weight = 100;
    bool any = false;
    while (!text->empty() && text->front() >= '0' && text->front() <= '9') {
      millis += (text->front() - '0') * weight;
      weight /= 10;
      text->remove_prefix(1);
      any = true;
    }
    if (!any) return std::nullopt;
  }
  return millis;
}

// The zone's distance from UTC in milliseconds; a zone must be there.
std::optional<int64_t> TakeZone(std::string_view* text) {
  if (Take(text, 'Z')) return 0;
  const bool negative = !text->empty() && text->front() == '-';
  if (!Take(text, '+') && !Take(text, '-')) return std::nullopt;
  const auto hour = TakeDigits(text, 2);
  if (!hour) return std::nullopt;
  Take(text, ':');
  const auto minute = TakeDigits(text, 2);
  if (!minute || *hour > 18 || *minute > 59) return std::nullopt;
  const int64_t distance = (*hour * 60 + *minute) * 60'000;
  return negative ? -distance : distance;
}

void AppendPadded(int64_t value, int width, std::string* out) {
  char digits[20];
  for (int i = width - 1; i >= 0; --i, value /= 10) digits[i] = static_cast<char>('0' + value % 10);
  out->append(digits, static_cast<size_t>(width));
}

// Writes exactly `width` digits, which the compiler unrolls.
template <int width>
char* Put(uint32_t value, char* out) {
  for (int i = width - 1; i >= 0; --i, value /= 10) out[i] = static_cast<char>('0' + value % 10);
  return out + width;
}

char* Put(char c, char* out) {
  *out = c;
  return out + 1;
}

// `2015-06-26`, for years of four digits.
char* PutDate(const CivilDate& date, char* out) {
  out = Put('-', Put<4>(static_cast<uint32_t>(date.year % 10'000), out));
  return Put<2>(date.day, Put('-', Put<2>(date.month, out)));
}

// `19:46:33.000`
char* PutClock(int64_t of_day, char* out) {
  const auto millis = static_cast<uint32_t>(of_day);
  out = Put(':', Put<2>(millis / 3'600'000, out));
  out = Put(':', Put<2>(millis / 60'000 % 60, out));
  return Put<3>(millis % 1000, Put('.', Put<2>(millis / 1000 % 60, out)));
}

void AppendClock(int64_t millis, std::string* out) {
  char text[12];
  out->append(text, static_cast<size_t>(PutClock(millis, text) - text));
}

}  // namespace

// Both conversions count years from March, in eras of 400 years, so that leap days come last.
int64_t DaysFromCivil(int64_t year, unsigned month, unsigned day) {
  year -= month <= 2;
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const unsigned day_of_year = (153 * (month + (month > 2 ? -3u : 9u)) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + static_cast<int64_t>(day_of_era) - 719468;
}

CivilDate CivilFromDays(int64_t days) {
  days += 719468;
  const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146097);
  const unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * day_of_year + 2) / 153;
  const unsigned day = day_of_year - (153 * shifted + 2) / 5 + 1;
  const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {static_cast<int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

int64_t MonthStart(const CivilDate& date, int64_t months) {
  const int64_t index = date.year * 12 + static_cast<int64_t>(date.month) - 1 + months;
  const int64_t year = index >= 0 ? index / 12 : (index - 11) / 12;
  return DaysFromCivil(year, static_cast<unsigned>(index - year * 12 + 1), 1);
}

int64_t DayOf(int64_t instant) {
  return instant >= 0 ? instant / kMillisOfDay : (instant - kMillisOfDay + 1) / kMillisOfDay;
}

std::optional<int64_t> ParseDate(std::string_view text) {
  const auto days = TakeDate(&text);
  return text.empty() ? days : std::nullopt;
}

std::optional<int64_t> ParseInstant(std::string_view text) {
  const auto days = TakeDate(&text);
  if (!days || !Take(&text, 'T')) return std::nullopt;
  const auto time = TakeTime(&text);
  if (!time) return std::nullopt;
  const auto zone = TakeZone(&text);
  if (!zone || !text.empty()) return std::nullopt;
  return *days * kMillisOfDay + *time - *zone;
}

std::optional<int64_t> ParseTimeOfDay(std::string_view text) {
  const auto time = TakeTime(&text);
  Take(&text, 'Z');
  return text.empty() ? time : std::nullopt;
}

void AppendDate(int64_t days, std::string* out) {
  char text[10];
  out->append(text, static_cast<size_t>(PutDate(CivilFromDays(days), text) - text));
}

void AppendInstant(int64_t instant, std::string* out) {
  const int64_t days = DayOf(instant);
  char text[32];
  char* end = Put('T', PutDate(CivilFromDays(days), text));
  end = PutClock(instant - days * kMillisOfDay, end);
  std::memcpy(end, "+0000", 5);
  out->append(text, static_cast<size_t>(end + 5 - text));
}

void AppendTimeOfDay(int64_t millis, std::string* out) {
  AppendClock(millis, out);
  out->push_back('Z');
}

std::string HttpDate(int64_t instant) {
  const int64_t days = DayOf(instant);
  const CivilDate date = CivilFromDays(days);
  std::string out = kWeekdays[static_cast<size_t>(((days % 7) + 7) % 7)];
  out.append(", ");
  AppendPadded(date.day, 2, &out);
  out.append(" ").append(kMonths[date.month - 1]).append(" ");
  AppendPadded(date.year, 4, &out);
  out.push_back(' ');
  AppendClock(instant - days * kMillisOfDay, &out);
  out.resize(out.size() - 4);
  return out.append(" GMT");
}

std::optional<int64_t> ParseHttpDate(std::string_view text) {
  if (text.size() != 29 || text.substr(25) != " GMT") return std::nullopt;
  text.remove_prefix(5);
  const auto day = TakeDigits(&text, 2);
  if (!day || !Take(&text, ' ')) return std::nullopt;
  unsigned month = 0;
  while (month < 12 && text.substr(0, 3) != kMonths[month]) ++month;
  if (month == 12) return std::nullopt;
  text.remove_prefix(4);
  const auto year = TakeDigits(&text, 4);
  if (!year || !Take(&text, ' ')) return std::nullopt;
  const auto time = TakeTime(&text);
  if (!time) return std::nullopt;
  return DaysFromCivil(*year, month + 1, static_cast<unsigned>(*day)) * kMillisOfDay + *time;
}

}  // namespace sfsim
