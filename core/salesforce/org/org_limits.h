// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "core/base/task.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/org_service.pb.h"

namespace sfconnector {

// OrgService.GetLimits: limits are told from other keys of a limit by having a maximum themselves.
Task<absl::StatusOr<v1::GetLimitsResponse>> GetLimits(OperationContext context,
                                                      const v1::GetLimitsRequest& request);

}  // namespace sfconnector
