// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "sfconnector/v1/server_config.pb.h"

namespace sfconnector::server {

// What the command line and the environment say. Texts are empty where they say nothing.
struct Flags {
  std::string config;
  std::string listen;
  v1::LogLevel log_level = v1::LOG_LEVEL_UNSPECIFIED;
  bool simulator = false;
  std::string simulator_schema;  // a file; goes with `simulator`
  bool check_config = false;
  bool version = false;
  bool help = false;
};

using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// Reads the arguments behind the program's name, as `--name value` or `--name=value`, and for flags
// that are not given their environment variables. INVALID_ARGUMENT names the flag or variable that
// is wrong.
absl::StatusOr<Flags> ReadFlags(const std::vector<std::string>& arguments,
                                const Environment& environment);

// The text of --help.
std::string HelpText();

}  // namespace sfconnector::server
