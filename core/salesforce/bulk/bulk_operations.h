// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/operation/registry.h"

namespace sfconnector {

// Adds BulkService: jobs and batches of Bulk API 1.0.
void AddBulkFamily(Registry& registry);

}  // namespace sfconnector
