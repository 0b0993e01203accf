// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/job_wait.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/proto_duration.h"
#include "core/base/status.h"
#include "core/bulk/job_failure.h"

namespace sfconnector {
namespace {

constexpr Clock::Duration kShortestPause = std::chrono::milliseconds(100);
constexpr Clock::Duration kLongestPause = std::chrono::hours(1);
constexpr Clock::Duration kReportAtLeastEvery = std::chrono::seconds(10);
// How long questions may fail, one after the other, in a call without a deadline.
constexpr Clock::Duration kMaxFailing = std::chrono::minutes(10);

absl::Status ReadPause(const google::protobuf::Duration& pause, absl::string_view field,
                       Clock::Duration& out) {
  static constexpr std::int64_t kMaxSeconds = 3600;
  const bool sane = pause.seconds() >= 0 && pause.seconds() <= kMaxSeconds;
  if (sane) out = FromProto(pause);
  if (sane && out >= kShortestPause && out <= kLongestPause) return absl::OkStatus();
  return InvalidField(field, "must be from 0.1 s to 1 h");
}

bool IsPassing(const absl::Status& status) {
  const v1::SalesforceError detail = GetSalesforceError(status).value_or(v1::SalesforceError());
  return detail.retryability() == v1::RETRYABILITY_SAFE ||
         detail.retryability() == v1::RETRYABILITY_IF_IDEMPOTENT;
}

// What of a job is progress.
bool HasChanged(const v1::BulkV2Job& before, const v1::BulkV2Job& now) {
  return before.state() != now.state() ||
         before.number_records_processed() != now.number_records_processed() ||
         before.number_records_failed() != now.number_records_failed();
}

}  // namespace

absl::StatusOr<JobPauses> JobPauses::Create(const v1::JobPolling& polling) {
  JobPauses pauses;
  if (polling.has_first_pause()) {
    SFC_RETURN_IF_ERROR(ReadPause(polling.first_pause(), "first_pause", pauses.next_));
  }
  if (polling.has_max_pause()) {
    SFC_RETURN_IF_ERROR(ReadPause(polling.max_pause(), "max_pause", pauses.max_));
    if (!polling.has_first_pause()) pauses.next_ = std::min(pauses.next_, pauses.max_);
    if (pauses.max_ < pauses.next_) {
      return InvalidField("max_pause", "is shorter than the first pause");
    }
  }
  pauses.max_ = std::max(pauses.max_, pauses.next_);
  return pauses;
}

Clock::Duration JobPauses::Next() {
  return std::exchange(next_, std::min(next_ + next_ / 2, max_));
}

v1::JobProgress ProgressOf(const v1::BulkV2Job& job, Clock::Duration elapsed) {
  v1::JobProgress progress;
  progress.set_job_id(job.id());
  progress.set_state(job.state());
  progress.set_number_records_processed(job.number_records_processed());
  progress.set_number_records_failed(job.number_records_failed());
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(elapsed);
  progress.mutable_elapsed()->set_seconds(seconds.count());
  progress.mutable_elapsed()->set_nanos(static_cast<int>((elapsed - seconds).count()));
  return progress;
}

absl::Status QuestionPatience::Judge(const CallContext& call, absl::string_view job_id,
                                     const absl::Status& failure) {
  const Clock::Instant now = call.clock().Now();
  if (!failing_since_) failing_since_ = now;
  const bool has_time = call.deadline().has_value() || now - *failing_since_ < kMaxFailing;
  if (IsPassing(failure) && has_time) return absl::OkStatus();
  absl::Status status =
      Reworded(failure, failure.code(),
               absl::StrCat("the state of the job ", job_id,
                            ", which goes on, cannot be told: ", failure.message()));
  return WithJobId(std::move(status), job_id);
}

Clock::Duration PauseAfter(const absl::Status& answer, Clock::Duration pause) {
  const std::optional<std::chrono::nanoseconds> asked_for = GetRetryDelay(answer);
  return asked_for ? std::clamp<Clock::Duration>(*asked_for, pause, kLongestPause) : pause;
}

JobWatch::JobWatch(CallContext& call, std::string id, OnJobProgress on_progress)
    : call_(call),
      id_(std::move(id)),
      on_progress_(std::move(on_progress)),
      begin_(call.clock().Now()) {}

Task<absl::StatusOr<bool>> JobWatch::Take(const absl::StatusOr<v1::BulkV2Job>& answer) {
  if (!call_.status().ok()) co_return call_.status();
  if (!answer.ok()) {
    absl::Status status = patience_.Judge(call_, id_, answer.status());
    if (!status.ok()) co_return status;
    co_return false;
  }
  patience_.Answered();
  absl::Status status = co_await Report(*answer);
  if (!status.ok()) co_return status;
  co_return HasEnded(*answer);
}

Task<absl::Status> JobWatch::Report(const v1::BulkV2Job& job) {
  const Clock::Instant now = call_.clock().Now();
  const bool due =
      !reported_ || HasChanged(reported_job_, job) || now - *reported_ >= kReportAtLeastEvery;
  if (!due || !on_progress_) co_return absl::OkStatus();
  reported_ = now;
  reported_job_ = job;
  absl::Status status = co_await on_progress_(job, now - begin_);
  co_return status;
}

Task<absl::StatusOr<v1::BulkV2Job>> WaitForBulkV2Job(OperationContext context, BulkV2JobKind kind,
                                                     std::string id, JobPauses pauses,
                                                     OnJobProgress on_progress) {
  JobWatch watch(context.call, id, std::move(on_progress));
  while (true) {
    absl::StatusOr<v1::BulkV2Job> job = co_await GetBulkV2Job(context, kind, id);
    absl::StatusOr<bool> ended = co_await watch.Take(job);
    if (!ended.ok()) co_return ended.status();
    if (*ended) co_return job;
    absl::Status status = co_await SleepFor(context.call, PauseAfter(job.status(), pauses.Next()));
    if (!status.ok()) co_return status;
  }
}

}  // namespace sfconnector
