// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/call_context.h"
#include "core/base/clock.h"
#include "core/base/task.h"
#include "sfconnector/v1/connection.pb.h"

namespace sfconnector {

// Random numbers from [0, 1). Injected, so that tests know the pauses. Used on one executor, with
// all its copies.
using Random = std::function<double()>;
Random MakeRandom();

// How often, and after which pauses, one request is repeated. A value: every request gets its own
// copy of the connection's.
class RetryPolicy {
 public:
  // Never repeats.
  RetryPolicy() = default;
  // `settings` as ValidateConnection returns them: all fields set.
  RetryPolicy(const v1::Retry& settings, Random random);

  // The pause before `failure` may be tried again; nothing where it must not be. Looks at
  // SalesforceError.retryability: NEVER is never repeated, SAFE is, IF_IDEMPOTENT only for
  // idempotent requests. Full jitter, exponential growth, and never less than the failure's
  // RetryInfo. Counts the attempt.
  std::optional<Clock::Duration> Next(const absl::Status& failure, bool idempotent);

  // The longest pause that the settings allow; a RetryInfo may ask for more.
  Clock::Duration longest_pause() const { return max_ceiling_; }

 private:
  int left_ = 0;
  Clock::Duration ceiling_{};
  Clock::Duration max_ceiling_{};
  double factor_ = 2;
  Random random_;
};

// Runs `attempt` (its argument counts from 1) until it succeeds, `policy` gives up, or the call
// ends. A pause that would end after the call's deadline is not begun, nor, where the call has
// none, one that is longer than the settings allow. Returns the last attempt's
// status; where the call ended in a pause, that of the last attempt too, if the call ended by its
// deadline.
Task<absl::Status> RunWithRetry(CallContext& context, RetryPolicy policy, bool idempotent,
                                std::function<Task<absl::Status>(int attempt)> attempt);

// Refuses attempts for a while after many failures in a row (closed -> open -> half-open with one
// trial -> closed or open). Confined to one executor.
class CircuitBreaker {
 public:
  // `settings` as ValidateConnection returns them; never opens where `failure_threshold` is 0.
  CircuitBreaker(const v1::CircuitBreaker& settings, Clock& clock);

  // Belongs to one admitted attempt.
  class Ticket {
   private:
    friend class CircuitBreaker;
    explicit Ticket(std::uint64_t period) : period_(period) {}
    std::uint64_t period_;
  };

  // A ticket, or UNAVAILABLE with reason CIRCUIT_OPEN, RETRYABILITY_SAFE and a RetryInfo.
  absl::StatusOr<Ticket> Admit();
  // Tells how an admitted attempt ended; every admitted one must be reported, once. A failure is
  // one of the far end: no reply, or 5xx; a caller's end is none and settles nothing. An attempt
  // that was admitted before the circuit opened, or closed again, says nothing about it any more.
  enum class Verdict { kSuccess, kFailure, kUndecided };
  void Report(Ticket ticket, Verdict verdict);

 private:
  const int threshold_;
  const Clock::Duration reset_timeout_;
  Clock& clock_;
  int failures_ = 0;
  std::optional<Clock::Instant> opened_;
  bool trial_running_ = false;
  std::uint64_t period_ = 0;  // counts openings, trials and closings
};

}  // namespace sfconnector
