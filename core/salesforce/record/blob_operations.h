// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/message_stream.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/record_blobs.pb.h"

namespace sfconnector {

// The operations of RecordService on binary fields.

Task<absl::Status> GetBlob(OperationContext context, const v1::GetBlobRequest& request,
                           Writer<v1::GetBlobResponse>& writer);
Task<absl::StatusOr<v1::CreateRecordWithBlobResponse>> CreateRecordWithBlob(
    OperationContext context, Reader<v1::CreateRecordWithBlobRequest>& messages);
Task<absl::StatusOr<v1::UpdateRecordWithBlobResponse>> UpdateRecordWithBlob(
    OperationContext context, Reader<v1::UpdateRecordWithBlobRequest>& messages);

}  // namespace sfconnector
