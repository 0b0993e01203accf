// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "core/rest/rest_client.h"
#include "sfconnector/v1/apex_service.pb.h"

namespace sfconnector {

// The request to an endpoint. INVALID_ARGUMENT names the field that is wrong.
absl::StatusOr<RestRequest> RenderApexRequest(const v1::ExecuteRequest& request);

}  // namespace sfconnector
