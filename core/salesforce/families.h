// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/operation/registry.h"

namespace sfconnector {

// Adds every family of operations that this program offers.
void AddFamilies(Registry& registry);

}  // namespace sfconnector
