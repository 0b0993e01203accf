// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "sfconnector/v1/connection.pb.h"

namespace sfconnector {

// Where a configuration's references lead. Injected for tests.
struct ConfigSources {
  std::function<std::optional<std::string>(const std::string& name)> environment;
  std::function<absl::StatusOr<std::string>(const std::string& path)> file;
};
ConfigSources SystemConfigSources();

// Reads a configuration message from JSON. Names are snake_case or lowerCamelCase; unknown keys,
// duplicate keys and wrong types are INVALID_ARGUMENT with the path of the field. `${NAME}` in a
// string value is replaced by the environment variable (an unset one is an error; `$${` stands for
// a literal `${`). For a field with the option `secret`, `<field>_file` names a file whose content,
// without one trailing newline, is the value; giving both is an error.
absl::Status ConfigFromJson(absl::string_view json, const ConfigSources& sources,
                            google::protobuf::Message& message);

// Checks a connection and returns it with every default filled in. Errors name the field, as
// `auth.password.username`.
absl::StatusOr<v1::Connection> ValidateConnection(v1::Connection connection);

// The message as JSON with every secret replaced by `***`; passwords within URLs too.
std::string RedactedJson(const google::protobuf::Message& message);

}  // namespace sfconnector
