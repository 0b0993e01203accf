// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/operation/registry.h"

namespace sfconnector {

// UserService.
void AddUserFamily(Registry& registry);

}  // namespace sfconnector
