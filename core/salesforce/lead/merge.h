// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/lead_service.pb.h"

namespace sfconnector {

// LeadService/Merge.
Task<absl::StatusOr<v1::MergeResponse>> Merge(OperationContext context,
                                              const v1::MergeRequest& request);

}  // namespace sfconnector
