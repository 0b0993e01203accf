// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/clock.h"
#include "core/base/task.h"
#include "core/bulk/bulk_v2_job.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/bulk_v2_job.pb.h"

namespace sfconnector {

// The pauses between two questions for a job's state. A value: each wait has its own copy.
class JobPauses {
 public:
  JobPauses() = default;

  // INVALID_ARGUMENT names the field of `polling` that is out of bounds.
  static absl::StatusOr<JobPauses> Create(const v1::JobPolling& polling);

  // The next pause: half as long again as the one before, up to the longest.
  Clock::Duration Next();

 private:
  Clock::Duration next_ = std::chrono::milliseconds(250);
  Clock::Duration max_ = std::chrono::seconds(10);
};

// Told of a job whenever it has changed, and at least every ten seconds or so; an error ends the
// wait with it. `elapsed` is how long the wait has taken.
using OnJobProgress =
    std::function<Task<absl::Status>(const v1::BulkV2Job& job, Clock::Duration elapsed)>;

// A message that says how far a job is.
v1::JobProgress ProgressOf(const v1::BulkV2Job& job, Clock::Duration elapsed);

// For how long questions for a job's state may fail before whoever asks gives up.
class QuestionPatience {
 public:
  // OK where the question may be asked again: it has failed in passing, and either the call has a
  // deadline or questions have failed for less than ten minutes. Otherwise `failure`; its text says
  // that the job goes on, and its SalesforceError has the job's id.
  absl::Status Judge(const CallContext& call, absl::string_view job_id,
                     const absl::Status& failure);
  // A question was answered.
  void Answered() { failing_since_.reset(); }

 private:
  std::optional<Clock::Instant> failing_since_;
};

// The pause before a question is asked again: `pause`, or longer where the answer to the last one
// says so.
Clock::Duration PauseAfter(const absl::Status& answer, Clock::Duration pause);

// What the answers to questions for one job's state come to, whoever asks them.
class JobWatch {
 public:
  // `call` outlives it.
  JobWatch(CallContext& call, std::string id, OnJobProgress on_progress);

  // Takes the next answer, and tells progress. Returns whether the job has ended; an error where
  // the questions are to end: QuestionPatience's, the call's end or that of `on_progress`.
  Task<absl::StatusOr<bool>> Take(const absl::StatusOr<v1::BulkV2Job>& answer);

 private:
  Task<absl::Status> Report(const v1::BulkV2Job& job);

  CallContext& call_;
  const std::string id_;
  const OnJobProgress on_progress_;
  const Clock::Instant begin_;
  QuestionPatience patience_;
  std::optional<Clock::Instant> reported_;
  v1::BulkV2Job reported_job_;
};

// Waits until a job has ended (HasEnded) and returns it, however it has ended: see JobFailure. Asks
// for its state at once, and then after each pause.
//
// Waiting is not owning: the call's deadline and cancellation end the wait, never the job. A
// question that fails in passing is asked again, with growing pauses, until the call's deadline;
// for ten minutes where it has none. Any other failure ends the wait; its text says that the job
// goes on, and its SalesforceError has the job's id.
Task<absl::StatusOr<v1::BulkV2Job>> WaitForBulkV2Job(OperationContext context, BulkV2JobKind kind,
                                                     std::string id, JobPauses pauses,
                                                     OnJobProgress on_progress);

}  // namespace sfconnector
