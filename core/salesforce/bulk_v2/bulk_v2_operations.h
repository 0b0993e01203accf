// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/operation/registry.h"

namespace sfconnector {

// BulkV2Service.
void AddBulkV2Family(Registry& registry);

}  // namespace sfconnector
