// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/operation/registry.h"

namespace sfconnector {

// ActionService.
void AddActionFamily(Registry& registry);

}  // namespace sfconnector
