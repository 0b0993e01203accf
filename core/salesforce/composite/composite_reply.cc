// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/composite/composite_reply.h"

#include "core/base/status.h"

namespace sfconnector {

absl::Status SortResults(const CompositeSubrequests& requests,
                         v1::ExecuteCompositeResponse& response) {
  for (const v1::CompositeSubrequestResult& result : response.composite_response()) {
    if (result.http_status_code() == 0) return absl::InternalError("a result has no status");
  }
  return SortResults(
      requests, [](const auto& named) -> const std::string& { return named.reference_id(); },
      *response.mutable_composite_response());
}

}  // namespace sfconnector
