// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/date_literal.h"

#include <array>
#include <string_view>

#include "simulator/base/datetime.h"

namespace sfsim::soql {
namespace {

enum class Unit { kDay, kWeek, kMonth, kQuarter, kYear };

struct UnitName {
  std::string_view singular;
  std::string_view plural;
  Unit unit;
};
constexpr std::array<UnitName, 7> kUnits = {{{"DAY", "DAYS", Unit::kDay},
                                             {"WEEK", "WEEKS", Unit::kWeek},
                                             {"MONTH", "MONTHS", Unit::kMonth},
                                             {"QUARTER", "QUARTERS", Unit::kQuarter},
                                             {"YEAR", "YEARS", Unit::kYear},
                                             {"FISCAL_QUARTER", "FISCAL_QUARTERS", Unit::kQuarter},
                                             {"FISCAL_YEAR", "FISCAL_YEARS", Unit::kYear}}};

// The first day of the unit that lies `away` units from the one of today.
int64_t StartOf(Unit unit, int64_t today, int64_t away) {
  const CivilDate date = CivilFromDays(today);
  const auto month = static_cast<int64_t>(date.month) - 1;
  switch (unit) {
    case Unit::kDay:
      return today + away;
    case Unit::kWeek:
      return today - ((today + 4) % 7 + 7) % 7 + away * 7;
    case Unit::kMonth:
      return MonthStart(date, away);
    case Unit::kQuarter:
      return MonthStart(date, away * 3 - month % 3);
    case Unit::kYear:
      return MonthStart(date, away * 12 - month);
  }
  return today;
}

DayRange Units(Unit unit, int64_t today, int64_t first, int64_t last) {
  return {StartOf(unit, today, first), StartOf(unit, today, last + 1)};
}

bool TakePrefix(std::string_view* text, std::string_view prefix) {
  if (text->substr(0, prefix.size()) != prefix) return false;
  text->remove_prefix(prefix.size());
  return true;
}

std::optional<Unit> FindUnit(std::string_view name, bool plural) {
  for (const UnitName& known : kUnits) {
    if (name == (plural ? known.plural : known.singular)) return known.unit;
  }
  return std::nullopt;
}

}  // namespace

std::optional<DayRange> ResolveDateLiteral(const Literal& literal, int64_t today) {
  std::string_view name = literal.text;
  const int64_t n = literal.count;
  if (name == "TODAY") return DayRange{today, today + 1};
  if (name == "YESTERDAY") return DayRange{today - 1, today};
  if (name == "TOMORROW") return DayRange{today + 1, today + 2};
  if (name == "LAST_90_DAYS") return DayRange{today - 90, today + 1};
  if (name == "NEXT_90_DAYS") return DayRange{today + 1, today + 91};
  if (TakePrefix(&name, "LAST_N_")) {
    const auto unit = FindUnit(name, true);
    if (!unit) return std::nullopt;
    // Days reach into today, longer units end before the current one.
    return *unit == Unit::kDay ? DayRange{today - n, today + 1} : Units(*unit, today, -n, -1);
  }
  if (TakePrefix(&name, "NEXT_N_")) {
    const auto unit = FindUnit(name, true);
    return unit ? std::optional(Units(*unit, today, 1, n)) : std::nullopt;
  }
  if (TakePrefix(&name, "N_")) {
    if (!name.ends_with("_AGO")) return std::nullopt;
    const auto unit = FindUnit(name.substr(0, name.size() - 4), true);
    return unit ? std::optional(Units(*unit, today, -n, -n)) : std::nullopt;
  }
  const int away = TakePrefix(&name, "LAST_")   ? -1
                   : TakePrefix(&name, "NEXT_") ? 1
                   : TakePrefix(&name, "THIS_") ? 0
                                                : 2;
  const auto unit = away == 2 ? std::nullopt : FindUnit(name, false);
  if (!unit || *unit == Unit::kDay) return std::nullopt;
  return Units(*unit, today, away, away);
}

bool IsDateLiteral(std::string_view name, bool counted) {
  Literal literal;
  literal.text = name;
  const bool takes_count =
      name.starts_with("LAST_N_") || name.starts_with("NEXT_N_") || name.starts_with("N_");
  return counted == takes_count && ResolveDateLiteral(literal, 0).has_value();
}

}  // namespace sfsim::soql
