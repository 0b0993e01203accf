// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/call_context.h"
#include "core/base/secret.h"
#include "core/base/task.h"
#include "sfconnector/v1/connection.pb.h"

namespace sfconnector {

// Keeps the refresh token that a chain of rotations has arrived at, from the configured one on.
// Used on one executor.
class TokenStore {
 public:
  // The right to refresh; given back by its destruction.
  class Lock {
   public:
    virtual ~Lock() = default;
  };

  virtual ~TokenStore() = default;

  // Waits until nobody else who uses the store refreshes, at the longest until the call ends.
  virtual Task<absl::StatusOr<std::unique_ptr<Lock>>> Acquire(CallContext& context) = 0;

  // The stored token, if it descends from the configured one. Used under the lock.
  virtual absl::StatusOr<std::optional<Secret>> Load() = 0;

  // Replaces the stored token. Once it returns OK the token survives whatever the store survives.
  // Used under the lock.
  virtual absl::Status Save(const Secret& refresh_token) = 0;
};

// The store that `settings` asks for. `configured` is the refresh token of the configuration.
std::unique_ptr<TokenStore> MakeTokenStore(const v1::TokenStore& settings,
                                           const Secret& configured);

}  // namespace sfconnector
