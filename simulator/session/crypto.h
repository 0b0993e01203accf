// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "simulator/json/json_value.h"

namespace sfsim {

// Raw HMAC-SHA256.
std::string HmacSha256(std::string_view key, std::string_view message);

// 32 hexadecimal digits, as file checksums have them.
std::string Md5Hex(std::string_view message);

// The claims of a compact JWT whose RS256 signature the key (PEM, public key or certificate)
// verifies; nothing otherwise.
std::optional<JsonValue> VerifyJwt(std::string_view jwt, const std::string& public_key_pem);

// The claims without any check, to learn who claims to speak.
std::optional<JsonValue> ReadJwtClaims(std::string_view jwt);

// Text of that many letters, digits, dots and underscores that nobody can guess.
std::string RandomText(size_t length);
// The same of hexadecimal digits.
std::string RandomHex(size_t length);

}  // namespace sfsim
