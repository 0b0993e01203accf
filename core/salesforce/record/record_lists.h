// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "core/operation/operation.h"
#include "core/rest/references.h"
#include "core/salesforce/record/save_rows.h"
#include "sfconnector/v1/record_lists.pb.h"

namespace sfconnector {

// The operations of RecordService on lists of records: the sObject Collections resources.

Task<absl::StatusOr<v1::CreateRecordsResponse>> CreateRecords(
    OperationContext context, const v1::CreateRecordsRequest& request);
Task<absl::StatusOr<v1::UpdateRecordsResponse>> UpdateRecords(
    OperationContext context, const v1::UpdateRecordsRequest& request);
Task<absl::StatusOr<v1::UpsertRecordsResponse>> UpsertRecords(
    OperationContext context, const v1::UpsertRecordsRequest& request);
Task<absl::StatusOr<v1::DeleteRecordsResponse>> DeleteRecords(
    OperationContext context, const v1::DeleteRecordsRequest& request);
Task<absl::StatusOr<v1::GetRecordsResponse>> GetRecords(OperationContext context,
                                                        const v1::GetRecordsRequest& request);

// Their requests: one for each API call that the list takes. `references` says whether what stands
// in their URLs, the type and the ids, may be references; in a record every text may.
using RowsRequests = std::vector<RowsRequest>;
absl::StatusOr<RowsRequests> RenderRows(const v1::CreateRecordsRequest& request,
                                        References references = References::kNone);
absl::StatusOr<RowsRequests> RenderRows(const v1::UpdateRecordsRequest& request,
                                        References references = References::kNone);
absl::StatusOr<RowsRequests> RenderRows(const v1::UpsertRecordsRequest& request,
                                        References references = References::kNone);
absl::StatusOr<RowsRequests> RenderRows(const v1::DeleteRecordsRequest& request,
                                        References references = References::kNone);
absl::StatusOr<RowsRequests> RenderRows(const v1::GetRecordsRequest& request,
                                        References references = References::kNone);

}  // namespace sfconnector
