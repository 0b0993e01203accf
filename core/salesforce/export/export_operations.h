// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/operation/registry.h"

namespace sfconnector {

// ExportService.
void AddExportFamily(Registry& registry);

}  // namespace sfconnector
