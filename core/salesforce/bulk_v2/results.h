// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "core/base/message_stream.h"
#include "core/base/task.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/bulk_v2_results.pb.h"

namespace sfconnector {

// The operations of BulkV2Service that read results.

Task<absl::Status> GetIngestResults(OperationContext context,
                                    const v1::GetIngestResultsRequest& request,
                                    Writer<v1::GetIngestResultsResponse>& writer);
Task<absl::Status> GetQueryResults(OperationContext context,
                                   const v1::GetQueryResultsRequest& request,
                                   Writer<v1::GetQueryResultsResponse>& writer);

}  // namespace sfconnector
