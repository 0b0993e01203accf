// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/operation/registry.h"

namespace sfconnector {

// QueryService.
void AddQueryFamily(Registry& registry);

}  // namespace sfconnector
