// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "core/base/task.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/org_service.pb.h"

namespace sfconnector {

// OrgService.DescribeSObject: answered from the connection's cache where the org says that nothing
// has changed.
Task<absl::StatusOr<v1::DescribeSObjectResponse>> DescribeSObject(
    OperationContext context, const v1::DescribeSObjectRequest& request);

}  // namespace sfconnector
