// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "core/base/message_stream.h"
#include "core/base/task.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/bulk_v2_service.pb.h"

namespace sfconnector {

// The operations of BulkV2Service that wait for a job.

Task<absl::Status> CloseIngestJobAndWait(OperationContext context,
                                         const v1::CloseIngestJobAndWaitRequest& request,
                                         Writer<v1::CloseIngestJobAndWaitResponse>& writer);
Task<absl::Status> CreateQueryJobAndWait(OperationContext context,
                                         const v1::CreateQueryJobAndWaitRequest& request,
                                         Writer<v1::CreateQueryJobAndWaitResponse>& writer);

}  // namespace sfconnector
