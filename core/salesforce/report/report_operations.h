// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/operation/registry.h"

namespace sfconnector {

// ReportService.
void AddReportFamily(Registry& registry);

}  // namespace sfconnector
