// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "simulator/json/json_value.h"
#include "simulator/org_options.h"

namespace sfsim {

// Takes the member `org` of a schema document into the options: apps, users, refresh tokens and
// limits (docs/simulator.md). INVALID_ARGUMENT names an unknown key.
absl::Status ReadOrgSettings(const JsonValue& document, OrgOptions* options);

}  // namespace sfsim
