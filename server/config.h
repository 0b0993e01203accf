// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/flags.h"
#include "sfconnector/v1/server_config.pb.h"

namespace sfconnector::server {

// The content of a file that the command line names. INVALID_ARGUMENT names the file.
absl::StatusOr<std::string> ReadTextFile(const std::string& path);

// Reads a configuration file: JSON where its name ends with `.json`, otherwise YAML. Errors name
// the file, and the field or line.
absl::StatusOr<v1::ServerConfig> ReadConfigFile(const std::string& path);

// The same for a text.
absl::StatusOr<v1::ServerConfig> ConfigFromYaml(const std::string& yaml);

// Puts what the command line and the environment say over what the file says.
void ApplyFlags(const Flags& flags, v1::ServerConfig& config);

// Checks a configuration and returns it with every default filled in. Errors name the field, as
// `keepalive.interval`. What the connections hold is checked when they are made.
absl::StatusOr<v1::ServerConfig> CompleteConfig(v1::ServerConfig config);

}  // namespace sfconnector::server
