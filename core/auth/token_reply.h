// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/auth/secret_mask.h"
#include "core/base/clock.h"
#include "core/base/secret.h"
#include "sfconnector/v1/connection.pb.h"

namespace sfconnector {

// What a token endpoint grants (RFC 6749, section 5.1, and Salesforce's own `instance_url`).
struct TokenReply {
  Secret access_token;
  std::string instance_url;                   // scheme and host; empty where the reply names none
  Secret refresh_token;                       // empty where the reply brings none
  std::optional<Clock::Duration> expires_in;  // Salesforce sends it in few cases
};

// A token endpoint's reply as it came.
struct RawTokenReply {
  int status = 0;
  std::string body;
  std::string request_id;
  std::optional<Clock::Duration> retry_after;
};

// Reads a reply. Errors carry a SalesforceError with OAuth's `error` and `error_description`, and
// say whether to repeat:
// - UNAUTHENTICATED: the grant, the client or the user is refused
// - FAILED_PRECONDITION: the endpoint does not do what the configuration asks of it, or is no token
//   endpoint
// - INVALID_ARGUMENT: the request was not understood
// - RESOURCE_EXHAUSTED: too many logins or requests
// - UNAVAILABLE: a passing failure: unknown_error, 5xx, or one of `retry.status_codes`
//
// No error holds anything of a reply that grants, nor anything that `mask` knows.
absl::StatusOr<TokenReply> ReadTokenReply(const RawTokenReply& raw, const SecretMask& mask,
                                          const v1::Retry& retry);

}  // namespace sfconnector
