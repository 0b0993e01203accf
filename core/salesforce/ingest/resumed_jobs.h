// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/call_context.h"
#include "core/base/event.h"
#include "core/base/task.h"
#include "core/bulk/job_wait.h"
#include "core/salesforce/ingest/resumed_job.h"

namespace sfconnector {

// Brings the jobs of a resumed load to their end: asks for all that have not ended, some at once,
// in the order in which they were given, and again after each pause, so that the wait is as long as
// the longest job. The results of those that have ended are read between two rounds of questions.
class ResumedJobs {
 public:
  // `call` outlives it.
  ResumedJobs(CallContext& call, std::vector<std::unique_ptr<ResumedJob>> jobs);

  // Runs until all results were read. Errors are those that EndsTelling; nothing is at work then.
  Task<absl::Status> Run(JobPauses pauses);

  // The first error that the load has for a job, in the order of the jobs, and likewise why a row
  // without a result may have been processed.
  const absl::Status& failure() const;
  const absl::Status& uncertain() const;

 private:
  // A job that has not ended, and what the last question came to.
  struct Waiting {
    ResumedJob* job = nullptr;
    absl::StatusOr<bool> ended = false;
    absl::Status answer;
  };

  // Asks for each of those that wait once.
  Task<void> AskAll();
  static Task<void> AskSome(ResumedJobs& self);
  // Reads the results of those that have ended, which no longer wait.
  Task<absl::Status> ReadEnded();
  // Until the next questions.
  Clock::Duration PauseFor(Clock::Duration pause) const;

  CallContext& call_;
  const std::vector<std::unique_ptr<ResumedJob>> jobs_;
  const absl::Status ok_;
  std::vector<Waiting> waiting_;
  std::size_t next_ = 0;  // the one of them to be asked for next
  int at_work_ = 0;
  Event changed_;
};

}  // namespace sfconnector
