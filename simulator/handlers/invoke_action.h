// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/handlers/services.h"

namespace sfsim {

// Runs the action of that kind and name once for each input of the request's body.
Response InvokeAction(Services* services, const Call& call, const std::string& kind,
                      const std::string& name);

}  // namespace sfsim
