// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/bulk/job_wait.h"
#include "core/salesforce/export/resume_point.h"
#include "sfconnector/v1/bulk_v2_job.pb.h"
#include "sfconnector/v1/export_service.pb.h"

namespace sfconnector {

// What an export is to do: a request that was checked.
struct ExportPlan {
  // The job to create; not used where the point names one.
  v1::NewQueryJob job;
  // Where to begin. Its `job_id` is empty for a new export.
  ResumePoint point;
  // Pages are delivered in order.
  bool ordered = false;
  // How many pages may be open at a time.
  int parallel_pages = 1;
  bool delete_job = false;
  JobPauses pauses;

  bool is_resumed() const { return !point.job_id.empty(); }
};

// `version` is the API version of the call, `v59.0`. INVALID_ARGUMENT names the field that is
// wrong.
absl::StatusOr<ExportPlan> PlanExport(const v1::ExportRequest& request, absl::string_view version);

// What tells a job from the one of the same id in another org.
std::uint64_t JobHash(const v1::BulkV2Job& job);

}  // namespace sfconnector
