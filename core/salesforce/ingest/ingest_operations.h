// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/operation/registry.h"

namespace sfconnector {

// IngestService.
void AddIngestFamily(Registry& registry);

}  // namespace sfconnector
