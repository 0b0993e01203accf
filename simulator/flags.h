// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "simulator/org_options.h"

namespace sfsim {

struct Flags {
  std::string listen = "127.0.0.1:8080";
  OrgOptions org;
  bool help = false;
  bool version = false;
};

// Reads the arguments behind the program's name, and the files that they name. INVALID_ARGUMENT
// says what is wrong with which flag.
absl::StatusOr<Flags> ReadFlags(const std::vector<std::string>& arguments);

// What --help prints.
extern const char kUsage[];

}  // namespace sfsim
