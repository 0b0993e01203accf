// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace sfconnector::conformance {

// An RSA key, made for this run.
struct RsaKeyPair {
  std::string private_pem;
  std::string public_pem;
};
RsaKeyPair MakeRsaKey();
// The private key, encrypted.
std::string LockKey(const std::string& private_pem, const std::string& passphrase);

}  // namespace sfconnector::conformance
