// SPDX-License-Identifier: Apache-2.0
#include "core/retry/retry.h"

#include <algorithm>
#include <memory>
#include <random>
#include <utility>

#include "core/base/proto_duration.h"
#include "core/base/status.h"

namespace sfconnector {
namespace {

bool MayRepeat(const absl::Status& failure, bool idempotent) {
  const std::optional<v1::SalesforceError> detail = GetSalesforceError(failure);
  if (!detail) return false;
  switch (detail->retryability()) {
    case v1::RETRYABILITY_SAFE:
      return true;
    case v1::RETRYABILITY_IF_IDEMPOTENT:
      return idempotent;
    default:
      return false;
  }
}

}  // namespace

Random MakeRandom() {
  auto engine = std::make_shared<std::mt19937_64>(std::random_device{}());
  return [engine] { return std::generate_canonical<double, 53>(*engine); };
}

RetryPolicy::RetryPolicy(const v1::Retry& settings, Random random)
    : left_(settings.count()),
      ceiling_(FromProto(settings.interval())),
      max_ceiling_(FromProto(settings.max_interval())),
      factor_(settings.backoff_factor()),
      random_(std::move(random)) {}

std::optional<Clock::Duration> RetryPolicy::Next(const absl::Status& failure, bool idempotent) {
  if (left_ <= 0 || !MayRepeat(failure, idempotent)) return std::nullopt;
  --left_;
  using Precise = std::chrono::duration<double, Clock::Duration::period>;
  auto pause = std::chrono::duration_cast<Clock::Duration>(Precise(ceiling_) * random_());
  // Compared before the conversion: the product may be beyond what a Duration holds.
  const Precise grown = Precise(ceiling_) * factor_;
  ceiling_ = grown < Precise(max_ceiling_) ? std::chrono::duration_cast<Clock::Duration>(grown)
                                           : max_ceiling_;
  const std::optional<std::chrono::nanoseconds> asked_for = GetRetryDelay(failure);
  if (asked_for) pause = std::max<Clock::Duration>(pause, *asked_for);
  return pause;
}

Task<absl::Status> RunWithRetry(CallContext& context, RetryPolicy policy, bool idempotent,
                                std::function<Task<absl::Status>(int attempt)> attempt) {
  for (int number = 1;; ++number) {
    if (!context.status().ok()) co_return context.status();
    absl::Status status = co_await attempt(number);
    if (status.ok() || !context.status().ok()) co_return status;
    const std::optional<Clock::Duration> pause = policy.Next(status, idempotent);
    if (!pause) co_return status;
    // Compared as what is left: the sum may be beyond what an Instant holds.
    const Clock::Duration left =
        context.deadline() ? *context.deadline() - context.clock().Now() : policy.longest_pause();
    if (context.deadline() ? *pause >= left : *pause > left) co_return status;
    absl::Status slept = co_await SleepFor(context, *pause);
    if (slept.code() == absl::StatusCode::kDeadlineExceeded) co_return status;
    if (!slept.ok()) co_return slept;
  }
}

}  // namespace sfconnector
