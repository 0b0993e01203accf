// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/actions/definitions.h"
#include "simulator/handlers/services.h"

namespace sfsim {

// The JSON texts that tell of quick actions.

// An entry of a list: recorded keys, in their order.
std::string QuickActionEntry(const Call& call, const QuickAction& action);
// What `describe` says.
std::string QuickActionDescription(const Services& services, const QuickAction& action);

}  // namespace sfsim
