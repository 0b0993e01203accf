// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/operation/registry.h"

namespace sfconnector {

// RecordService.
void AddRecordFamily(Registry& registry);

}  // namespace sfconnector
