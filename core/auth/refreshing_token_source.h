// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>

#include "core/auth/refusal_memory.h"
#include "core/auth/token_endpoint.h"
#include "core/auth/token_source.h"
#include "core/auth/token_store.h"
#include "core/base/clock.h"
#include "core/base/event.h"
#include "core/base/observer.h"
#include "sfconnector/v1/connection.pb.h"

namespace sfconnector {

// Gets access tokens from a token endpoint, one request at a time.
class RefreshingTokenSource final : public TokenSource {
 public:
  // `settings` as ValidateConnection returns it. References outlive the source.
  RefreshingTokenSource(const v1::Connection& settings, TokenEndpoint endpoint, Executor executor,
                        Clock& clock, Observer& observer, std::string connection);
  ~RefreshingTokenSource() override;

  Task<absl::StatusOr<AccessToken>> Get(CallContext& context) override;
  bool Refused(const AccessToken& token) override;
  void Worked(const AccessToken& token) override;
  Task<void> Close() override;

 private:
  struct Refresh;
  // An access token and how long it is used.
  struct Grip {
    AccessToken token;
    std::optional<Clock::Instant> good_until;
    bool worked = false;  // the org has accepted it once
  };
  // A refresh token that is not in the store yet, and the access token that came with it.
  struct Unstored {
    Secret refresh_token;
    Grip grip;
  };

  bool IsUsable(const std::optional<Grip>& grip) const;
  // A refresh: its own task, with its own time limit, so that no caller's end is its end.
  Task<void> Run(std::shared_ptr<Refresh> refresh);
  Task<absl::StatusOr<AccessToken>> Renew(CallContext& context);
  Task<absl::StatusOr<AccessToken>> RenewWithRefreshToken(CallContext& context);
  Task<absl::StatusOr<AccessToken>> Ask(CallContext& context);
  Grip GripOf(const TokenReply& reply, Clock::Instant asked) const;
  absl::Status StoreRotated(Secret refresh_token, const Grip& grip);
  absl::StatusOr<AccessToken> Adopt(Grip grip);

  const std::string connection_;
  const std::string base_url_;  // empty: the token reply names the instance
  const Clock::Duration timeout_;
  const Clock::Duration clock_skew_;
  const std::optional<Clock::Duration> default_lifetime_;
  TokenEndpoint endpoint_;
  const Executor executor_;
  Clock& clock_;
  Observer& observer_;

  std::optional<Grip> current_;
  RefusalMemory refusals_;
  // The same for tokens that the token endpoint grants and the org refuses.
  RefusalMemory vain_tokens_;
  int vain_in_a_row_ = 0;
  std::shared_ptr<Refresh> refresh_;  // the one in flight
  bool closed_ = false;

  // Of the refresh token grant only.
  std::unique_ptr<TokenStore> store_;
  Secret refresh_token_;  // the newest that is known
  bool rotates_ = false;  // a refresh has brought a new refresh token once
  std::optional<Unstored> unstored_;
};

}  // namespace sfconnector
