// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/resumed_jobs.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "absl/strings/str_cat.h"

namespace sfconnector {
namespace {

// How many questions are on their way at once.
constexpr std::size_t kQuestions = 8;

}  // namespace

ResumedJobs::ResumedJobs(CallContext& call, std::vector<std::unique_ptr<ResumedJob>> jobs)
    : call_(call), jobs_(std::move(jobs)) {
  waiting_.reserve(jobs_.size());
  for (const std::unique_ptr<ResumedJob>& job : jobs_) waiting_.emplace_back().job = job.get();
}

Task<absl::Status> ResumedJobs::Run(JobPauses pauses) {
  while (true) {
    co_await AskAll();
    if (!call_.status().ok()) co_return call_.status();
    absl::Status status = co_await ReadEnded();
    if (!status.ok() || waiting_.empty()) co_return status;
    const Clock::Duration pause = PauseFor(pauses.Next());
    status = co_await SleepFor(call_, pause);
    if (!status.ok()) co_return status;
  }
}

const absl::Status& ResumedJobs::failure() const {
  for (const std::unique_ptr<ResumedJob>& job : jobs_) {
    if (!job->failure().ok()) return job->failure();
  }
  return ok_;
}

const absl::Status& ResumedJobs::uncertain() const {
  for (const std::unique_ptr<ResumedJob>& job : jobs_) {
    if (!job->uncertain().ok()) return job->uncertain();
  }
  return ok_;
}

Task<void> ResumedJobs::AskAll() {
  next_ = 0;
  at_work_ = static_cast<int>(std::min(kQuestions, waiting_.size()));
  for (int i = at_work_; i > 0; --i) Spawn(call_.executor(), AskSome(*this));
  while (at_work_ > 0) {
    changed_.Reset();
    co_await changed_.Wait();
  }
}

// Libraries throw where memory is short; then, too, the round must end.
Task<void> ResumedJobs::AskSome(ResumedJobs& self) {
  while (self.next_ < self.waiting_.size() && self.call_.status().ok()) {
    Waiting& asked = self.waiting_[self.next_++];
    try {
      asked.ended = co_await asked.job->Ask(asked.answer);
    } catch (const std::exception& error) {
      asked.ended =
          absl::ResourceExhaustedError(absl::StrCat("a job cannot be asked for: ", error.what()));
    }
  }
  --self.at_work_;
  self.changed_.Set();
}

Task<absl::Status> ResumedJobs::ReadEnded() {
  std::vector<Waiting> left;
  for (Waiting& asked : waiting_) {
    if (!asked.ended.ok()) {
      if (EndsTelling(asked.ended.status(), call_)) co_return asked.ended.status();
      asked.job->Fail(asked.ended.status());
    } else if (*asked.ended) {
      absl::Status status = co_await asked.job->Read();
      if (!status.ok()) co_return status;
    } else {
      left.push_back(std::move(asked));
    }
  }
  waiting_ = std::move(left);
  co_return absl::OkStatus();
}

Clock::Duration ResumedJobs::PauseFor(Clock::Duration pause) const {
  for (const Waiting& asked : waiting_) pause = PauseAfter(asked.answer, pause);
  return pause;
}

}  // namespace sfconnector
