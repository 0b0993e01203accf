// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "simulator/soql/ast.h"

namespace sfsim::soql {

// Days since the epoch, `end` not included.
struct DayRange {
  int64_t begin;
  int64_t end;
};

// The days that a date literal names when today is `today`. Weeks begin on Sunday, fiscal years are
// calendar years. Nothing when there is no such literal.
std::optional<DayRange> ResolveDateLiteral(const Literal& literal, int64_t today);

// Whether there is a date literal of that name (in capitals), with or without a count.
bool IsDateLiteral(std::string_view name, bool counted);

}  // namespace sfsim::soql
