// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "simulator/json/json_value.h"

namespace sfsim {

// What a describe says beyond what the model works with, kept as it was written: JSON by key.
using DescribedKeys = std::map<std::string, std::string>;

// Checks that the members of a field or of an object that describe knows are of describe's kinds
// (null passes for absent), and keeps those that are only to be repeated. Unknown members are
// ignored. INVALID_ARGUMENT names the member.
absl::Status ReadFieldKeys(const JsonValue& field, DescribedKeys* kept);
absl::Status ReadObjectKeys(const JsonValue& object, DescribedKeys* kept);

}  // namespace sfsim
