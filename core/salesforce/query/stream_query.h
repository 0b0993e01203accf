// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "core/base/message_stream.h"
#include "core/base/task.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/query_service.pb.h"

namespace sfconnector {

// QueryService.StreamQuery: all rows of a query, page by page, with the child rows that Salesforce
// puts on pages of their own behind those of the page that names them.
Task<absl::Status> StreamQuery(OperationContext context, const v1::StreamQueryRequest& request,
                               Writer<v1::StreamQueryResponse>& writer);

}  // namespace sfconnector
