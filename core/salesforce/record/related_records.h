// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/record_relations.pb.h"

namespace sfconnector {

// RecordService.GetRelatedRecord.
Task<absl::StatusOr<v1::GetRelatedRecordResponse>> GetRelatedRecord(
    OperationContext context, const v1::GetRelatedRecordRequest& request);

// RecordService.GetRelatedRecords.
Task<absl::StatusOr<v1::GetRelatedRecordsResponse>> GetRelatedRecords(
    OperationContext context, const v1::GetRelatedRecordsRequest& request);

}  // namespace sfconnector
