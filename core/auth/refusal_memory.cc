// SPDX-License-Identifier: Apache-2.0
#include "core/auth/refusal_memory.h"

#include <algorithm>
#include <chrono>

#include "core/base/status.h"

namespace sfconnector {
namespace {

constexpr Clock::Duration kFirstPause = std::chrono::seconds(5);
constexpr Clock::Duration kLongestPause = std::chrono::minutes(5);

bool IsRefusal(const absl::Status& status) {
  if (absl::IsUnauthenticated(status)) return true;
  if (!absl::IsResourceExhausted(status)) return false;
  const std::optional<v1::SalesforceError> detail = GetSalesforceError(status);
  return detail && detail->retryability() == v1::RETRYABILITY_NEVER;
}

}  // namespace

absl::Status RefusalMemory::Standing() const {
  if (!refusal_) return absl::OkStatus();
  const Clock::Duration left = refusal_->until - clock_.Now();
  if (left <= Clock::Duration::zero()) return absl::OkStatus();
  return WithRetryDelay(refusal_->status, left);
}

void RefusalMemory::Report(const absl::Status& status) {
  if (status.ok()) {
    refusal_.reset();
    return;
  }
  if (!IsRefusal(status)) return;
  const Clock::Duration pause =
      refusal_ ? std::min(2 * refusal_->pause, kLongestPause) : kFirstPause;
  refusal_ = Refusal{status, clock_.Now() + pause, pause};
}

}  // namespace sfconnector
