// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace sfconnector {

// A check sum (XXH3, 128 bits) by which texts may be told apart. It does not withstand whoever
// wants two texts to have the same.
struct ContentHash128 {
  std::uint64_t low = 0;
  std::uint64_t high = 0;

  static ContentHash128 Of(absl::string_view text);
};

}  // namespace sfconnector
