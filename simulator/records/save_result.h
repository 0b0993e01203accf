// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulator/base/api_error.h"

namespace sfsim {

struct SaveResult {
  std::string id;
  bool created = false;
  std::vector<ApiError> errors;

  bool ok() const { return errors.empty(); }
};

// Who writes, and when.
struct Author {
  std::string user_id;
  // Milliseconds since the epoch.
  int64_t now = 0;
  // May write what users may only read: loaders, not clients.
  bool system = false;
};

}  // namespace sfsim
