// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/operation/registry.h"

namespace sfconnector {

// ApexService.
void AddApexFamily(Registry& registry);

}  // namespace sfconnector
