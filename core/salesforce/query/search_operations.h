// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "core/base/task.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/query_service.pb.h"

namespace sfconnector {

// QueryService/ExplainQuery.
Task<absl::StatusOr<v1::ExplainQueryResponse>> ExplainQuery(OperationContext context,
                                                            const v1::ExplainQueryRequest& request);

// QueryService/Search.
Task<absl::StatusOr<v1::SearchResponse>> Search(OperationContext context,
                                                const v1::SearchRequest& request);

}  // namespace sfconnector
