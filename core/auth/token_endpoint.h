// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/auth/grants.h"
#include "core/auth/token_reply.h"
#include "core/base/call_context.h"
#include "core/base/secret.h"
#include "core/base/task.h"
#include "core/http/http_client.h"
#include "core/http/url.h"
#include "core/retry/retry.h"
#include "sfconnector/v1/connection.pb.h"

namespace sfconnector {

// Makes the token requests of one grant. Confined to one executor.
class TokenEndpoint {
 public:
  // `settings` as ValidateConnection returns it. `http` outlives the endpoint.
  TokenEndpoint(const v1::Connection& settings, Grant grant, Url url, HttpClient& http,
                Random random);

  // Asks for a token, again and again as the retry policy says. `repeatable`: whether a request
  // whose reply was lost may be made a second time. Errors as ReadTokenReply says, and those of the
  // transport; a missed time limit is UNAVAILABLE, since it is not the caller's. All say that
  // nothing was done on the caller's behalf.
  Task<absl::StatusOr<TokenReply>> Request(CallContext& context, const Secret& refresh_token,
                                           bool repeatable);

 private:
  Task<absl::Status> Attempt(CallContext& context, const Secret& refresh_token, bool repeatable,
                             int number, TokenReply& granted);
  // Sends the request and reads the reply; `raw` has as much of it as has come.
  Task<absl::Status> Exchange(CallContext& context, HttpRequest request, int number,
                              RawTokenReply& raw);
  HttpRequest MakeHttpRequest(const TokenRequest& request, bool repeatable) const;
  absl::Status Settle(absl::Status failure) const;

  const v1::Retry retry_settings_;
  const RetryPolicy retry_;
  const Clock::Duration timeout_;
  const std::string user_agent_;
  const Grant grant_;
  const Url url_;
  HttpClient& http_;
};

}  // namespace sfconnector
