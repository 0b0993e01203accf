// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <google/protobuf/descriptor.h>

#include "absl/status/statusor.h"

namespace sfconnector::server {

// Translates a YAML document (1.2, core schema) to the JSON of a message of type `target`. The
// field that a plain scalar is for decides what it is: `api_version: 59.0` is text, `event_loops:
// 2` a number. Names of enum values may be written without their prefix, in any case: `level:
// debug`, `http_version: 1.1`. Whether the fields exist and their values fit is for the JSON's
// reader to say. INVALID_ARGUMENT names line and column where the text is not YAML, or not YAML
// that JSON could say.
absl::StatusOr<std::string> YamlToJson(const std::string& yaml,
                                       const google::protobuf::Descriptor& target);

}  // namespace sfconnector::server
