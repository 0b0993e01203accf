// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>

// Ends the program, in every build, where something does not hold.
inline void Require(bool holds) {
  if (!holds) std::abort();
}
