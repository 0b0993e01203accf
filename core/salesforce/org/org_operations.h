// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/operation/registry.h"

namespace sfconnector {

// OrgService.
void AddOrgFamily(Registry& registry);

}  // namespace sfconnector
