// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/task.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/bulk_v2_job.pb.h"

namespace sfconnector {

// Jobs of Bulk API 2.0.
// https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/bulk_api_2_0.htm

enum class BulkV2JobKind { kIngest, kQuery };

inline constexpr char kJobOpen[] = "Open";
inline constexpr char kJobUploadComplete[] = "UploadComplete";
inline constexpr char kJobInProgress[] = "InProgress";
inline constexpr char kJobComplete[] = "JobComplete";
inline constexpr char kJobFailed[] = "Failed";
inline constexpr char kJobAborted[] = "Aborted";

// The path of all jobs of a kind, `/services/data/{version}/jobs/ingest`; and of one, or of what it
// has: `/services/data/{version}/jobs/query/750…/results`. The version is that of the call.
std::string BulkV2JobsPath(BulkV2JobKind kind);
std::string BulkV2JobPath(BulkV2JobKind kind, absl::string_view id,
                          absl::string_view resource = {});

// INVALID_ARGUMENT where the field's value is no id: in a path it would mean something else.
absl::Status RequireJobId(absl::string_view id, absl::string_view field);

// Reads a reply that is a job. An error where it is none.
absl::Status ReadBulkV2Job(absl::string_view json, v1::BulkV2Job& job);

// Creates a job. A lost reply is answered by creating another one: a job whose reply was lost is
// left behind, and does nothing to the org's data, since an ingest job holds none before its
// upload. The job's error names the field of `job` that is wrong within itself.
Task<absl::StatusOr<v1::BulkV2Job>> CreateIngestJob(OperationContext context,
                                                    const v1::NewIngestJob& job);
Task<absl::StatusOr<v1::BulkV2Job>> CreateQueryJob(OperationContext context,
                                                   const v1::NewQueryJob& job);

// Asks for a job. `id` must look like one (RequireJobId), as in all below.
Task<absl::StatusOr<v1::BulkV2Job>> GetBulkV2Job(OperationContext context, BulkV2JobKind kind,
                                                 std::string id);

// Brings a job to the state UploadComplete or Aborted, and returns it as Salesforce tells it then.
// A lost reply is repeated. A job that is in that state already, or, for UploadComplete, has left
// it behind, is a success: so nobody need know which of two requests was carried out.
// FAILED_PRECONDITION with reason INVALIDJOBSTATE where the job cannot come there.
Task<absl::StatusOr<v1::BulkV2Job>> SetBulkV2JobState(OperationContext context, BulkV2JobKind kind,
                                                      std::string id, std::string state);

// Deletes a job that has ended, with its results. FAILED_PRECONDITION where it has not.
Task<absl::Status> DeleteBulkV2Job(OperationContext context, BulkV2JobKind kind, std::string id);

}  // namespace sfconnector
