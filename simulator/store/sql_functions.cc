// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "simulator/base/datetime.h"
#include "simulator/base/text.h"
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

}  // namespace

absl::Status AddSoqlFunctions(sqlite3* database) {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
  const auto add = [database](const char* name,
                              void (*function)(sqlite3_context*, int, sqlite3_value**)) {
    return sqlite3_create_function_v2(database, name, 2, kFlags, nullptr, function, nullptr,
                                      nullptr, nullptr) == SQLITE_OK;
  };
  const bool added = sqlite3_create_collation_v2(database, "SFTEXT", SQLITE_UTF8, nullptr, Collate,
                                                 nullptr) == SQLITE_OK &&
                     add("sf_like", Like) && add("sf_includes", Includes) &&
                     add("sf_date_part", DatePartFunction);
  return added ? absl::OkStatus() : absl::InternalError(sqlite3_errmsg(database));
}

}  // namespace sfsim
