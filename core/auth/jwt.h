// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/clock.h"
#include "core/base/secret.h"

namespace sfconnector {

// An RSA private key that signs JSON Web Tokens with RS256 (RFC 7518, section 3.3). Immutable.
class RsaKey {
 public:
  // Reads a PEM key, PKCS #1 or PKCS #8, encrypted or not. Errors name the field `private_key` or
  // `private_key_passphrase`.
  static absl::StatusOr<RsaKey> FromPem(const Secret& pem, const Secret& passphrase);

  // The signature of `data`: RSASSA-PKCS1-v1_5 with SHA-256.
  absl::StatusOr<std::string> Sign(absl::string_view data) const;

 private:
  explicit RsaKey(std::shared_ptr<void> key) : key_(std::move(key)) {}

  std::shared_ptr<void> key_;  // an EVP_PKEY
};

// What a JWT bearer assertion (RFC 7523, section 3) says.
struct JwtClaims {
  std::string issuer;
  std::string subject;
  std::string audience;
  std::string key_id;  // of the header; may be empty
};

// A signed JWT that is good for three minutes from `now` on: Salesforce accepts no longer ones.
absl::StatusOr<Secret> MakeJwt(const RsaKey& key, const JwtClaims& claims, Clock::WallTime now);

}  // namespace sfconnector
