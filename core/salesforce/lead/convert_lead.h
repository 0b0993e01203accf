// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/lead_service.pb.h"

namespace sfconnector {

// LeadService/ConvertLead.
Task<absl::StatusOr<v1::ConvertLeadResponse>> ConvertLead(OperationContext context,
                                                          const v1::ConvertLeadRequest& request);

}  // namespace sfconnector
