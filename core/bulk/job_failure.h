// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "sfconnector/v1/bulk_batch.pb.h"
#include "sfconnector/v1/bulk_v2_job.pb.h"

namespace sfconnector {

inline constexpr char kJobFailedReason[] = "JOB_FAILED";
inline constexpr char kJobAbortedReason[] = "JOB_ABORTED";

// Whether a job's state is one that it does not leave: JobComplete, Failed or Aborted.
bool HasEnded(const v1::BulkV2Job& job);

// The error that a job has ended with, with its id (SalesforceError.job_id) and Salesforce's
// message: FAILED_PRECONDITION with reason JOB_FAILED for a job that has failed, ABORTED with
// reason JOB_ABORTED for one that somebody has aborted. OK for all others. Of an ingest job some
// records may have been processed: its results tell, and SalesforceError.outcome says so.
absl::Status JobFailure(const v1::BulkV2Job& job);

// The same for a batch of Bulk API 1.0: whether it is Completed, Failed or NotProcessed, and the
// error that it has ended with. One that was not processed is that of an aborted job.
bool HasEnded(const v1::BulkBatch& batch);
absl::Status BatchFailure(const v1::BulkBatch& batch);

// Says which job an error is about. OK stays OK.
absl::Status WithJobId(absl::Status status, absl::string_view job_id);

}  // namespace sfconnector
