// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/base/proto_duration.h"
#include "core/base/status.h"
#include "core/retry/retry.h"

namespace sfconnector {
namespace {

// How long those who meet a trial in progress should wait at least: it will have ended soon.
constexpr std::chrono::seconds kTrialPause{1};

absl::Status CircuitOpen(Clock::Duration delay) {
  v1::SalesforceError detail;
  detail.set_retryability(v1::RETRYABILITY_SAFE);
  detail.set_outcome(v1::OUTCOME_NOT_DONE);
  absl::Status status = WithSalesforceError(
      absl::UnavailableError("the circuit breaker is open: too many requests in a row have failed"),
      detail);
  return WithRetryDelay(WithReason(std::move(status), "CIRCUIT_OPEN"), delay);
}

}  // namespace

CircuitBreaker::CircuitBreaker(const v1::CircuitBreaker& settings, Clock& clock)
    : threshold_(settings.failure_threshold()),
      reset_timeout_(FromProto(settings.reset_timeout())),
      clock_(clock) {}

absl::StatusOr<CircuitBreaker::Ticket> CircuitBreaker::Admit() {
  if (!opened_) return Ticket(period_);
  const Clock::Duration left = *opened_ + reset_timeout_ - clock_.Now();
  if (left > Clock::Duration::zero()) return CircuitOpen(left);
  if (trial_running_) return CircuitOpen(std::min<Clock::Duration>(kTrialPause, reset_timeout_));
  trial_running_ = true;
  return Ticket(++period_);
}

void CircuitBreaker::Report(Ticket ticket, Verdict verdict) {
  if (threshold_ <= 0 || ticket.period_ != period_) return;
  trial_running_ = false;
  switch (verdict) {
    case Verdict::kUndecided:
      return;
    case Verdict::kSuccess:
      failures_ = 0;
      if (opened_) ++period_;
      opened_.reset();
      return;
    case Verdict::kFailure:
      ++failures_;
      if (!opened_ && failures_ < threshold_) return;
      opened_ = clock_.Now();
      ++period_;
      return;
  }
}

}  // namespace sfconnector
