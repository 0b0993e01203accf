// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/operation/registry.h"

namespace sfconnector {

// CompositeService.
void AddCompositeFamily(Registry& registry);

}  // namespace sfconnector
