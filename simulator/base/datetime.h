// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sfsim {

// Instants are milliseconds since the Unix epoch, dates are days since it, times are milliseconds
// of the day. Everything is UTC.
constexpr int64_t kMillisOfDay = 86'400'000;

struct CivilDate {
  int64_t year;
  unsigned month;
  unsigned day;
};

int64_t DaysFromCivil(int64_t year, unsigned month, unsigned day);
CivilDate CivilFromDays(int64_t days);
// The first of the month that is `months` away from the month of `date`.
int64_t MonthStart(const CivilDate& date, int64_t months);
// Whole days before an instant, also for instants before 1970.
int64_t DayOf(int64_t instant);

// `yyyy-MM-dd`.
std::optional<int64_t> ParseDate(std::string_view text);
// `yyyy-MM-ddTHH:mm:ss[.fraction](Z|±HH:mm|±HHmm)`.
std::optional<int64_t> ParseInstant(std::string_view text);
// `HH:mm:ss[.SSS][Z]`.
std::optional<int64_t> ParseTimeOfDay(std::string_view text);

void AppendDate(int64_t days, std::string* out);
// `2015-06-26T19:46:33.000+0000`, the form of REST replies.
void AppendInstant(int64_t instant, std::string* out);
// `19:46:33.000Z`.
void AppendTimeOfDay(int64_t millis, std::string* out);
// `Tue, 10 Aug 2015 00:00:00 GMT`, the form of HTTP headers, and its reader.
std::string HttpDate(int64_t instant);
std::optional<int64_t> ParseHttpDate(std::string_view text);

}  // namespace sfsim
