// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
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
  Author(std::string user, int64_t instant, bool is_system)
      : user_id(std::move(user)), now(instant - instant % 1000), system(is_system) {}

  std::string user_id;
  // Milliseconds since the epoch, of whole seconds: a real org stamps rows no finer.
  int64_t now = 0;
  // May write what users may only read: loaders, not clients.
  bool system = false;
};

}  // namespace sfsim
