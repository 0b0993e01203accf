// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/job_failure.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/bulk_v2_job.h"

namespace sfconnector {
namespace {

// Takes the code off a job's message: `InvalidBatch : Field name not found : Email`.
v1::ErrorItem ErrorOf(absl::string_view message) {
  static constexpr absl::string_view kSeparator = " : ";
  v1::ErrorItem error;
  const std::size_t end = message.find(kSeparator);
  const absl::string_view code = message.substr(0, end);
  const bool has_code = end != absl::string_view::npos && !code.empty() &&
                        std::all_of(code.begin(), code.end(), [](char c) {
                          return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
                        });
  if (has_code) {
    error.set_code(std::string(code));
    message.remove_prefix(end + kSeparator.size());
  }
  error.set_message(std::string(message));
  return error;
}

v1::Outcome OutcomeOf(const v1::BulkV2Job& job) {
  const bool reads = job.operation() == "query" || job.operation() == "queryAll";
  return reads ? v1::OUTCOME_UNSPECIFIED : v1::OUTCOME_UNKNOWN;
}

}  // namespace

bool HasEnded(const v1::BulkV2Job& job) {
  return job.state() == kJobComplete || job.state() == kJobFailed || job.state() == kJobAborted;
}

absl::Status JobFailure(const v1::BulkV2Job& job) {
  const bool failed = job.state() == kJobFailed;
  if (!failed && job.state() != kJobAborted) return absl::OkStatus();
  std::string message = absl::StrCat("the job ", job.id(), failed ? " has failed" : " was aborted");
  v1::SalesforceError detail;
  detail.set_job_id(job.id());
  detail.set_retryability(v1::RETRYABILITY_NEVER);
  detail.set_outcome(OutcomeOf(job));
  if (!job.error_message().empty()) {
    absl::StrAppend(&message, ": ", job.error_message());
    *detail.add_errors() = ErrorOf(job.error_message());
  }
  absl::Status status(failed ? absl::StatusCode::kFailedPrecondition : absl::StatusCode::kAborted,
                      message);
  return WithReason(WithSalesforceError(std::move(status), detail),
                    failed ? kJobFailedReason : kJobAbortedReason);
}

bool HasEnded(const v1::BulkBatch& batch) {
  return batch.state() == "Completed" || batch.state() == "Failed" ||
         batch.state() == "NotProcessed";
}

absl::Status BatchFailure(const v1::BulkBatch& batch) {
  const std::string name = absl::StrCat("the batch ", batch.id(), " of the job ", batch.job_id());
  absl::Status error;
  if (batch.state() == "Failed") {
    error = WithReason(
        absl::FailedPreconditionError(absl::StrCat(name, " has failed: ", batch.state_message())),
        kJobFailedReason);
  } else if (batch.state() == "NotProcessed") {
    error = WithReason(absl::AbortedError(absl::StrCat(name, " was aborted")), kJobAbortedReason);
  }
  return WithJobId(std::move(error), batch.job_id());
}

absl::Status WithJobId(absl::Status status, absl::string_view job_id) {
  if (status.ok()) return status;
  v1::SalesforceError detail = GetSalesforceError(status).value_or(v1::SalesforceError());
  detail.set_job_id(std::string(job_id));
  // The reason stays, whosever it is; so does its domain, which is Salesforce's where the first
  // error has it.
  const std::string reason = GetReason(status);
  const bool salesforces = detail.errors_size() > 0 && detail.errors(0).code() == reason;
  status = WithSalesforceError(std::move(status), detail);
  return salesforces || reason.empty() ? status : WithReason(std::move(status), reason);
}

}  // namespace sfconnector
