// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/operation/registry.h"

namespace sfconnector {

// LeadService.
void AddLeadFamily(Registry& registry);

}  // namespace sfconnector
