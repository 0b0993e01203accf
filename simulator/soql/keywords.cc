// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/keywords.h"

#include <algorithm>
#include <array>

#include "simulator/base/text.h"

namespace sfsim::soql {
namespace {

using namespace std::string_view_literals;

// From "Alias Notation" of the SOQL reference.
constexpr std::array kReservedAliases = {
    "AND"sv,    "ASC"sv,   "DESC"sv,     "EXCLUDES"sv, "FIRST"sv, "FROM"sv,  "GROUP"sv,
    "HAVING"sv, "IN"sv,    "INCLUDES"sv, "LAST"sv,     "LIKE"sv,  "LIMIT"sv, "NOT"sv,
    "NULL"sv,   "NULLS"sv, "OR"sv,       "SELECT"sv,   "USING"sv, "WHERE"sv, "WITH"sv};

constexpr std::array kReservedNames = {"AND"sv,      "EXCLUDES"sv, "FROM"sv,  "HAVING"sv, "IN"sv,
                                       "INCLUDES"sv, "LIKE"sv,     "NOT"sv,   "NULL"sv,   "OR"sv,
                                       "SELECT"sv,   "USING"sv,    "WHERE"sv, "WITH"sv};

constexpr std::array kAggregates = {"COUNT"sv, "COUNT_DISTINCT"sv, "SUM"sv, "AVG"sv, "MIN"sv,
                                    "MAX"sv};

constexpr std::array kDateFunctions = {"CALENDAR_YEAR"sv, "CALENDAR_QUARTER"sv, "CALENDAR_MONTH"sv,
                                       "FISCAL_YEAR"sv,   "FISCAL_QUARTER"sv,   "FISCAL_MONTH"sv,
                                       "DAY_IN_MONTH"sv,  "DAY_IN_WEEK"sv,      "DAY_IN_YEAR"sv,
                                       "DAY_ONLY"sv,      "HOUR_IN_DAY"sv,      "WEEK_IN_MONTH"sv,
                                       "WEEK_IN_YEAR"sv,  "CONVERTTIMEZONE"sv};

constexpr std::array kPresentation = {"TOLABEL"sv, "CONVERTCURRENCY"sv, "FORMAT"sv};

// Clients write the names with and without underscores.
constexpr std::array kScopes = {"everything"sv,        "mine"sv,       "mineandmygroups"sv,
                                "delegated"sv,         "team"sv,       "myterritory"sv,
                                "myteamterritory"sv,   "queueowned"sv, "userowned"sv,
                                "salesteam"sv,         "allprivate"sv, "mru"sv,
                                "organizationowned"sv, "scopingrule"sv};

template <size_t N>
bool Contains(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::any_of(list.begin(), list.end(),
                     [word](std::string_view known) { return EqualsIgnoreCase(known, word); });
}

}  // namespace

bool IsReservedAlias(std::string_view word) { return Contains(kReservedAliases, word); }
bool IsReservedName(std::string_view word) { return Contains(kReservedNames, word); }
bool IsAggregateFunction(std::string_view function) { return Contains(kAggregates, function); }
bool IsDateFunction(std::string_view function) { return Contains(kDateFunctions, function); }
bool IsPresentationFunction(std::string_view function) { return Contains(kPresentation, function); }

bool IsFunction(std::string_view function) {
  return IsAggregateFunction(function) || IsDateFunction(function) ||
         IsPresentationFunction(function) || EqualsIgnoreCase(function, "GROUPING") ||
         EqualsIgnoreCase(function, "DISTANCE");
}

bool IsScopeName(std::string_view name) {
  std::string bare;
  for (const char c : name) {
    if (c != '_') bare.push_back(c);
  }
  return Contains(kScopes, bare);
}

}  // namespace sfsim::soql
