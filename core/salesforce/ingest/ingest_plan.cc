// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/ingest_plan.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/rest/description.h"

namespace sfconnector {
namespace {

constexpr std::array<absl::string_view, 5> kOperations{"insert", "update", "upsert", "delete",
                                                       "hardDelete"};
constexpr int kMaxParallelJobs = 20;
constexpr int kParallelJobs = 4;
// Salesforce takes 150 MB after base64, and batches of 10 MB and 10,000 rows.
constexpr std::int64_t kMaxJobBytes = 100'000'000;
constexpr std::int64_t kMaxBatchBytes = 10'000'000;
// What a job may have so that its rows can be found again in a few MB of memory.
constexpr std::int64_t kMaxJobRows = 100'000;
constexpr std::int64_t kMaxBatchRows = 10'000;
// So that the longest header leaves room for rows.
constexpr std::int64_t kMinJobBytes = 1'000;

// Reads a number whose default is 0's place.
absl::StatusOr<std::int64_t> Within(absl::string_view field, std::int64_t value, std::int64_t min,
                                    std::int64_t max, std::int64_t otherwise) {
  if (value == 0) return otherwise;
  if (value >= min && value <= max) return value;
  return InvalidField(field, absl::StrCat("is not between ", min, " and ", max));
}

absl::Status CheckJob(const v1::IngestHead& head) {
  if (head.sobject().empty()) return InvalidField("sobject", "is required");
  if (std::find(kOperations.begin(), kOperations.end(), head.operation()) == kOperations.end()) {
    return InvalidField("operation", "is not insert, update, upsert, delete or hardDelete");
  }
  const bool upsert = head.operation() == "upsert";
  if (upsert && head.external_id_field_name().empty()) {
    return InvalidField("external_id_field_name", "is required for an upsert");
  }
  if (!upsert && !head.external_id_field_name().empty()) {
    return InvalidField("external_id_field_name", "is for upserts alone");
  }
  if (!head.assignment_rule_id().empty() && !LooksLikeRecordId(head.assignment_rule_id())) {
    return InvalidField("assignment_rule_id",
                        "is no record id: those have 15 or 18 letters and digits");
  }
  return absl::OkStatus();
}

absl::Status ReadSizes(const v1::IngestHead& head, IngestPlan& plan) {
  const std::int64_t most_bytes = plan.ordered ? kMaxBatchBytes : kMaxJobBytes;
  const std::int64_t most_rows = plan.ordered ? kMaxBatchRows : kMaxJobRows;
  const absl::StatusOr<std::int64_t> jobs =
      Within("max_parallel_jobs", head.max_parallel_jobs(), 1, kMaxParallelJobs, kParallelJobs);
  const absl::StatusOr<std::int64_t> bytes =
      Within("max_job_bytes", head.max_job_bytes(), kMinJobBytes, most_bytes, most_bytes);
  const absl::StatusOr<std::int64_t> rows =
      Within("max_job_rows", head.max_job_rows(), 1, most_rows, most_rows);
  SFC_RETURN_IF_ERROR(jobs.status());
  SFC_RETURN_IF_ERROR(bytes.status());
  SFC_RETURN_IF_ERROR(rows.status());
  plan.max_parallel_jobs = static_cast<int>(*jobs);
  plan.max_job_bytes = static_cast<std::uint64_t>(*bytes);
  plan.max_job_rows = static_cast<std::uint32_t>(*rows);
  return absl::OkStatus();
}

absl::Status ReadChoices(const v1::IngestHead& head, IngestPlan& plan) {
  SFC_RETURN_IF_ERROR(CheckMode(head.mode(), head.column_delimiter()));
  if (!v1::IngestOnCancel_IsValid(head.on_cancel())) {
    return InvalidField("on_cancel", "is none that there is");
  }
  const absl::StatusOr<bool> failures_only = FailuresOnly(head.outcomes());
  SFC_RETURN_IF_ERROR(failures_only.status());
  plan.ordered = head.mode() == v1::INGEST_MODE_ORDERED;
  plan.failures_only = *failures_only;
  plan.abort_on_cancel = head.on_cancel() == v1::INGEST_ON_CANCEL_ABORT;
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckMode(v1::IngestMode mode, absl::string_view column_delimiter) {
  if (!v1::IngestMode_IsValid(mode)) return InvalidField("mode", "is none that there is");
  const bool comma = column_delimiter.empty() || column_delimiter == "COMMA";
  if (mode != v1::INGEST_MODE_ORDERED || comma) return absl::OkStatus();
  return InvalidField("column_delimiter",
                      "must be COMMA in the mode ORDERED: Bulk API 1.0 takes no other");
}

absl::StatusOr<bool> FailuresOnly(v1::IngestOutcomes outcomes) {
  if (!v1::IngestOutcomes_IsValid(outcomes)) {
    return InvalidField("outcomes", "are none that there are");
  }
  return outcomes == v1::INGEST_OUTCOMES_FAILURES;
}

absl::StatusOr<IngestPlan> PlanIngest(const v1::IngestHead& head) {
  SFC_RETURN_IF_ERROR(CheckJob(head));
  IngestPlan plan;
  SFC_RETURN_IF_ERROR(ReadChoices(head, plan));
  SFC_RETURN_IF_ERROR(ReadSizes(head, plan));
  const absl::StatusOr<JobPauses> pauses = JobPauses::Create(head.polling());
  if (!pauses.ok()) return PrefixField("polling", pauses.status());
  plan.pauses = *pauses;
  plan.job.set_object(head.sobject());
  plan.job.set_operation(head.operation());
  plan.job.set_external_id_field_name(head.external_id_field_name());
  plan.job.set_assignment_rule_id(head.assignment_rule_id());
  return plan;
}

}  // namespace sfconnector
