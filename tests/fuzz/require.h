// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <cstdlib>
#include <source_location>

// Ends the program, in every build, where something does not hold, and says where that is.
inline void Require(bool holds,
                    const std::source_location& where = std::source_location::current()) {
  if (holds) return;
  std::fprintf(stderr, "%s:%u does not hold\n", where.file_name(),
               static_cast<unsigned>(where.line()));
  std::abort();
}
