// SPDX-License-Identifier: Apache-2.0
#include "simulator/bulk/job.h"

#include <cstdlib>

#include "simulator/base/bulk_text.h"

namespace sfsim {
namespace {

// How many parts of a job follow each other before other jobs have their turn.
constexpr int kPartsInARow = 25;

std::shared_ptr<const JobFault> NoFault() {
  static const auto none = std::make_shared<const JobFault>();
  return none;
}

BulkJobSpec WithFault(BulkJobSpec spec) {
  if (spec.fault == nullptr) spec.fault = NoFault();
  return spec;
}

}  // namespace

std::string_view BulkJobStateName(BulkJobState state) {
  switch (state) {
    case BulkJobState::kOpen:
      return "Open";
    case BulkJobState::kUploadComplete:
      return "UploadComplete";
    case BulkJobState::kInProgress:
      return "InProgress";
    case BulkJobState::kJobComplete:
      return "JobComplete";
    case BulkJobState::kFailed:
      return "Failed";
    default:
      return "Aborted";
  }
}

bool IsTerminal(BulkJobState state) { return state >= BulkJobState::kJobComplete; }

int BulkJobSpec::version_number() const { return std::atoi(version.c_str()); }

BulkJob::BulkJob(const BulkContext* context, BulkJobSpec spec, BulkJobState state)
    : context_(*context),
      spec_(WithFault(std::move(spec))),
      due_(spec_.created + context_.options.queued_ms + fault().queued_ms) {
  progress_.state = state;
  progress_.modified = spec_.created;
}

BulkJobProgress BulkJob::progress() const {
  std::lock_guard lock(mutex_);
  return progress_;
}

void BulkJob::Enter(BulkJobState state) {
  std::lock_guard lock(mutex_);
  const int64_t now = context_.now();
  progress_.state = state;
  progress_.modified = now;
  if (state == BulkJobState::kInProgress) progress_.began = now;
  if (IsTerminal(state)) progress_.ended = now;
  if (state == BulkJobState::kFailed && failure_) progress_.error_message = *failure_;
}

void BulkJob::Count(int64_t processed, int64_t failed) {
  std::lock_guard lock(mutex_);
  progress_.processed += processed;
  progress_.failed += failed;
}

ApiError BulkJob::StateError(std::string message) {
  return {400, "INVALIDJOBSTATE", std::move(message), {}};
}

std::optional<ApiError> BulkJob::Queue() {
  const BulkJobState state = progress().state;
  if (state != BulkJobState::kOpen) {
    return StateError(text::WrongJobState(BulkJobStateName(state), "UploadComplete"));
  }
  due_ = context_.now() + context_.options.queued_ms + fault().queued_ms;
  Enter(BulkJobState::kUploadComplete);
  return std::nullopt;
}

std::optional<ApiError> BulkJob::Abort() {
  stopping_ = true;
  std::lock_guard lock(step_mutex_);
  const BulkJobState state = progress().state;
  if (IsTerminal(state)) {
    return StateError(text::WrongJobState(BulkJobStateName(state), "Aborted"));
  }
  Enter(BulkJobState::kAborted);
  return std::nullopt;
}

std::optional<int64_t> BulkJob::Step() {
  std::lock_guard lock(step_mutex_);
  const BulkJobState state = progress().state;
  if (stopping_ || IsTerminal(state)) return std::nullopt;
  if (context_.now() < due_) return due_;
  if (state == BulkJobState::kUploadComplete) Enter(BulkJobState::kInProgress);
  if (!worked_) {
    if (const auto due = RunParts()) return due_ = *due;
  }
  if (stopping_) return std::nullopt;
  if (failure_) {
    Enter(BulkJobState::kFailed);
    return std::nullopt;
  }
  due_ = progress().began + running_ms();
  if (context_.now() < due_) return due_;
  Enter(BulkJobState::kJobComplete);
  return std::nullopt;
}

// When the next part is due; nothing when there is none.
std::optional<int64_t> BulkJob::RunParts() {
  const int64_t began = progress().began;
  for (int part = 0; part < kPartsInARow && !stopping_; ++part) {
    const double share = Work();
    worked_ = share >= 1;
    if (worked_ || failure_) return std::nullopt;
    // A job that is to take time spreads its parts over it.
    const auto pace = static_cast<int64_t>(share * static_cast<double>(running_ms()));
    if (context_.now() < began + pace) return began + pace;
  }
  return context_.now();
}

}  // namespace sfsim
