// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/bulk/job_wait.h"
#include "sfconnector/v1/bulk_v2_job.pb.h"
#include "sfconnector/v1/ingest_service.pb.h"

namespace sfconnector {

// What the head of a load says, checked and with its defaults.
struct IngestPlan {
  v1::NewIngestJob job;  // without the format of its CSV
  bool ordered = false;
  int max_parallel_jobs = 0;
  std::uint64_t max_job_bytes = 0;
  std::uint32_t max_job_rows = 0;
  bool failures_only = false;
  bool abort_on_cancel = false;
  JobPauses pauses;
};

// INVALID_ARGUMENT names the field that is wrong, within `head`.
absl::StatusOr<IngestPlan> PlanIngest(const v1::IngestHead& head);

// The same for what both heads have.
absl::Status CheckMode(v1::IngestMode mode, absl::string_view column_delimiter);
absl::StatusOr<bool> FailuresOnly(v1::IngestOutcomes outcomes);

}  // namespace sfconnector
