// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/numeric/int128.h"

namespace sfsim {

// A value as FORMAT() shows it to a user with the locale en_US: `$1,234.50`, `5/15/2024, 12:00 PM`.
// `kind` is the name of the field's type, `number` for what is none; numbers are scaled by `scale`,
// moments are as in base/datetime.h.
std::string FormatForUser(std::string_view kind, int scale, int64_t value);

// The same of a number of any size.
std::string FormatNumberForUser(std::string_view kind, int scale, absl::int128 value);

// The nearest whole number, within the bounds of the result.
int64_t RoundToInteger(double value);

}  // namespace sfsim
