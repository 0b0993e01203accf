// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "core/base/call_context.h"
#include "core/base/secret.h"
#include "core/base/task.h"

namespace sfconnector {

// A token that is good for requests to one instance.
struct AccessToken {
  Secret token;
  std::string instance_url;  // scheme and host, without a trailing slash
};

// Hands out the access token of one connection. Used on one executor; many calls may ask at the
// same time.
class TokenSource {
 public:
  virtual ~TokenSource() = default;

  // The current token; got first if there is none or it has expired. However many callers wait, one
  // token request is in flight. A caller that gives up (deadline, cancellation) does not stop the
  // request for the others. Errors: UNAUTHENTICATED with Salesforce's OAuth error where the grant
  // is refused, and the same with a RetryInfo while it would be too early to present the
  // credentials again (RefusalMemory); UNAVAILABLE and the like where the token endpoint cannot be
  // reached (retried as the connection's policy says); reason TOKEN_STORE_FAILED where a rotated
  // refresh token could not be stored: it is kept, and stored again by the next call; reason
  // TOKEN_STORE_LOCKED where another process holds the store for too long; UNAUTHENTICATED with
  // reason TOKEN_EXPIRED where a bearer token was refused. Each says in its SalesforceError that
  // nothing was done; one that may pass is RETRYABILITY_SAFE although the policy's retries are used
  // up, so a caller with retries of its own does not count it among them.
  virtual Task<absl::StatusOr<AccessToken>> Get(CallContext& context) = 0;

  // Says that Salesforce has refused `token` as expired. The next Get gets a new one, unless a
  // newer one is there already. False where there is no way to get another (a bearer token). Where
  // tokens are refused again and again before they have worked once, Get fails with
  // UNAUTHENTICATED and reason SESSION_REFUSED for a pause that grows: logins are counted.
  virtual bool Refused(const AccessToken& token) = 0;

  // Says that Salesforce has taken `token` for valid.
  virtual void Worked(const AccessToken& token) = 0;

  // Ends the source: later Gets fail with CANCELLED, and a token request in flight is stopped,
  // except that one which may bring a new refresh token gets a few seconds to end and to store it.
  // Must be awaited before the source is destroyed, unless Get was never called; then no Get may be
  // in progress any more. Called once.
  virtual Task<void> Close() = 0;
};

}  // namespace sfconnector
