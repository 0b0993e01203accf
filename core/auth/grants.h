// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "core/auth/jwt.h"
#include "core/auth/secret_mask.h"
#include "core/base/clock.h"
#include "core/base/secret.h"
#include "sfconnector/v1/connection.pb.h"

namespace sfconnector {

// What a token request sends.
struct TokenRequest {
  Secret form;           // the body, application/x-www-form-urlencoded
  Secret authorization;  // the value of the Authorization header; empty for none
  SecretMask mask;       // everything secret that it is made of
};

// Writes the token requests of one grant (RFC 6749, RFC 7523; Salesforce Help, "OAuth Authorization
// Flows").
class Grant {
 public:
  // `auth` as ValidateConnection returns it, with any grant but a bearer token. Errors name fields
  // from `jwt_bearer` down.
  static absl::StatusOr<Grant> Make(const v1::Auth& auth);

  // The token endpoint.
  const std::string& url() const { return url_; }

  // The request to make at `now`. `refresh_token` is used by the refresh token grant only.
  absl::StatusOr<TokenRequest> MakeRequest(const Secret& refresh_token, Clock::WallTime now) const;

 private:
  using Fields = std::vector<std::pair<std::string, std::string>>;
  Grant(const v1::Auth& auth, std::optional<RsaKey> key);

  absl::StatusOr<Fields> GrantFields(const Secret& refresh_token, Clock::WallTime now) const;
  void KeepCommon(const std::string& url, const std::string& client_id,
                  const std::string& client_secret);

  v1::Auth auth_;
  std::optional<RsaKey> key_;  // of a JWT grant
  std::string url_;
  std::string client_id_;  // empty where the grant does not send it
  Secret client_secret_;
  SecretMask mask_;
};

}  // namespace sfconnector
