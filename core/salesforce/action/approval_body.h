// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "sfconnector/v1/processes.pb.h"

namespace sfconnector {

// The JSON that `process/approvals` takes for these requests. INVALID_ARGUMENT where there are
// none, or one lacks what it needs; the field is its path, such as `requests[2].context_id`.
absl::StatusOr<std::string> ApprovalBody(const v1::SubmitApprovalRequest& request);
absl::StatusOr<std::string> ApprovalBody(const v1::ApproveOrRejectRequest& request);

}  // namespace sfconnector
