// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <string>

#include "simulator/base/datetime.h"
#include "simulator/base/text.h"
#include "simulator/base/user_format.h"
#include "simulator/store/sqlite.h"

namespace sfsim {
namespace {

std::string_view TextOf(sqlite3_value* value) {
  const auto* text = sqlite3_value_text(value);
  const int size = sqlite3_value_bytes(value);
  return {reinterpret_cast<const char*>(text), static_cast<size_t>(size)};
}

int Collate(void*, int a_size, const void* a, int b_size, const void* b) {
  return CompareText({static_cast<const char*>(a), static_cast<size_t>(a_size)},
                     {static_cast<const char*>(b), static_cast<size_t>(b_size)});
}

// sf_like(pattern, value): 1 or 0, null never matches.
void Like(sqlite3_context* context, int, sqlite3_value** arguments) {
  const bool null = sqlite3_value_type(arguments[1]) == SQLITE_NULL;
  sqlite3_result_int(context, !null && LikeText(TextOf(arguments[0]), TextOf(arguments[1])));
}

// sf_includes(wanted, value): whether the multi-picklist value holds all of `wanted` (`a;b`).
void Includes(sqlite3_context* context, int, sqlite3_value** arguments) {
  bool all = sqlite3_value_type(arguments[1]) != SQLITE_NULL;
  if (all) {
    const auto chosen = Split(TextOf(arguments[1]), ';');
    for (const std::string& wanted : Split(TextOf(arguments[0]), ';')) {
      all = all && std::any_of(chosen.begin(), chosen.end(), [&](const std::string& value) {
              return CompareText(TrimView(value), TrimView(wanted)) == 0;
            });
    }
  }
  sqlite3_result_int(context, all);
}

int64_t DatePart(std::string_view part, int64_t instant) {
  const int64_t days = DayOf(instant);
  const CivilDate date = CivilFromDays(days);
  const int64_t day_of_year = days - DaysFromCivil(date.year, 1, 1) + 1;
  if (part == "CALENDAR_YEAR" || part == "FISCAL_YEAR") return date.year;
  if (part == "CALENDAR_MONTH" || part == "FISCAL_MONTH") return date.month;
  if (part == "CALENDAR_QUARTER" || part == "FISCAL_QUARTER") return (date.month + 2) / 3;
  if (part == "DAY_IN_MONTH") return date.day;
  if (part == "DAY_IN_WEEK") return ((days + 4) % 7 + 7) % 7 + 1;
  if (part == "DAY_IN_YEAR") return day_of_year;
  if (part == "WEEK_IN_YEAR") return (day_of_year + 6) / 7;
  if (part == "WEEK_IN_MONTH") return (date.day + 6) / 7;
  if (part == "HOUR_IN_DAY") return (instant - days * kMillisOfDay) / 3'600'000;
  return days;  // DAY_ONLY
}

// sf_date_part(function, instant).
void DatePartFunction(sqlite3_context* context, int, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[1]) == SQLITE_NULL) {
    sqlite3_result_null(context);
  } else {
    sqlite3_result_int64(context,
                         DatePart(TextOf(arguments[0]), sqlite3_value_int64(arguments[1])));
  }
}

// sf_distance(latitude, longitude, latitude, longitude, unit): along the earth's surface, in miles
// or kilometres; null when a coordinate is.
void DistanceFunction(sqlite3_context* context, int, sqlite3_value** arguments) {
  constexpr double kDegree = 3.14159265358979323846 / 180;
  double angles[4];
  for (int i = 0; i < 4; ++i) {
    if (sqlite3_value_type(arguments[i]) == SQLITE_NULL) return sqlite3_result_null(context);
    angles[i] = sqlite3_value_double(arguments[i]) * kDegree;
  }
  // The haversine formula, which is exact for near places.
  const double rise = std::sin((angles[2] - angles[0]) / 2);
  const double run = std::sin((angles[3] - angles[1]) / 2);
  const double chord = rise * rise + std::cos(angles[0]) * std::cos(angles[2]) * run * run;
  const double radius = TextOf(arguments[4]) == "km" ? 6371.0088 : 3958.7613;
  sqlite3_result_double(context, 2 * radius * std::asin(std::min(1.0, std::sqrt(chord))));
}

// sf_format(kind, scale, value).
void FormatFunction(sqlite3_context* context, int, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[2]) == SQLITE_NULL) return sqlite3_result_null(context);
  std::string text;
  const std::string_view kind = TextOf(arguments[0]);
  if (sqlite3_value_type(arguments[2]) == SQLITE_FLOAT) {
    text = FormatForUser(kind, sqlite3_value_int(arguments[1]),
                         RoundToInteger(sqlite3_value_double(arguments[2])));
  } else {
    text = FormatForUser(kind, sqlite3_value_int(arguments[1]), sqlite3_value_int64(arguments[2]));
  }
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

}  // namespace

absl::Status AddSoqlFunctions(sqlite3* database) {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
  const auto add = [database](const char* name, int arguments,
                              void (*function)(sqlite3_context*, int, sqlite3_value**)) {
    return sqlite3_create_function_v2(database, name, arguments, kFlags, nullptr, function, nullptr,
                                      nullptr, nullptr) == SQLITE_OK;
  };
  const bool added = sqlite3_create_collation_v2(database, "SFTEXT", SQLITE_UTF8, nullptr, Collate,
                                                 nullptr) == SQLITE_OK &&
                     add("sf_like", 2, Like) && add("sf_includes", 2, Includes) &&
                     add("sf_date_part", 2, DatePartFunction) &&
                     add("sf_distance", 5, DistanceFunction) && add("sf_format", 3, FormatFunction);
  return added ? absl::OkStatus() : absl::InternalError(sqlite3_errmsg(database));
}

}  // namespace sfsim
