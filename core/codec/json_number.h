// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "absl/strings/string_view.h"

namespace sfconnector {

// The value of a JSON number without fraction and exponent; nothing for other numbers, beyond 64
// bits, and for other text.
std::optional<std::int64_t> JsonInteger(absl::string_view text);

// The value of a whole number in any form that JSON has for it, such as `1.0` or `1e3`; nothing
// where it would have to be rounded.
std::optional<std::int64_t> WholeNumber(absl::string_view text);
std::optional<std::uint64_t> UnsignedNumber(absl::string_view text);

// The nearest value that `Float` (float or double) has for a JSON number, and the values of `NaN`,
// `Infinity` and `-Infinity`; nothing beyond its range.
template <class Float>
std::optional<Float> FloatingNumber(absl::string_view text);

// The value as another integer type; nothing where it does not fit.
template <class Integer>
std::optional<Integer> Narrow(std::optional<std::int64_t> value) {
  if (!value || *value < std::numeric_limits<Integer>::min() ||
      *value > std::numeric_limits<Integer>::max()) {
    return std::nullopt;
  }
  return static_cast<Integer>(*value);
}

}  // namespace sfconnector
