// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/numeric/int128.h"

namespace sfsim {

// Numbers are kept as integers scaled by a power of ten (the field's `scale`), which is exact for
// the 18 digits that a field may have.

// The scaled value, rounded half up away from zero; nothing when the text is no decimal number or
// the result has more than 18 digits.
std::optional<int64_t> ParseDecimal(std::string_view text, int scale);

// Whether the text is a decimal number at all.
bool IsDecimal(std::string_view text);

// Appends the number without trailing zeros; `keep_point` writes 23 as `23.0`, as replies do for
// every type but int.
void AppendDecimal(int64_t scaled, int scale, bool keep_point, std::string* out);
// Sums may have more digits than fields.
void AppendDecimal(absl::int128 scaled, int scale, bool keep_point, std::string* out);

// The shortest text that reads back as the same double, with a decimal point and no exponent below
// 10^15.
void AppendDouble(double value, std::string* out);

// 10 to the power of `exponent`, 0 to 18.
int64_t PowerOfTen(int exponent);

}  // namespace sfsim
