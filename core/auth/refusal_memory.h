// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "core/base/clock.h"

namespace sfconnector {

// Remembers that the token endpoint has refused the credentials, so that not every call presents
// them again: a handful of wrong passwords locks a Salesforce user out, and the logins of an hour
// are counted. The pause between two attempts doubles from 5 s to 5 minutes and begins anew after
// a success. Confined to one executor.
class RefusalMemory {
 public:
  // `clock` outlives this object.
  explicit RefusalMemory(const Clock& clock) : clock_(clock) {}

  // The refusal while it stands, with a RetryInfo that says how long; OK otherwise.
  absl::Status Standing() const;

  // Takes in how a token request ended. UNAUTHENTICATED, and RESOURCE_EXHAUSTED that is not to be
  // retried (too many logins), are refusals; other failures say nothing of the credentials.
  void Report(const absl::Status& status);

 private:
  struct Refusal {
    absl::Status status;
    Clock::Instant until;
    Clock::Duration pause;
  };

  const Clock& clock_;
  std::optional<Refusal> refusal_;
};

}  // namespace sfconnector
