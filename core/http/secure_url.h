// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/strings/match.h"
#include "core/http/url.h"

namespace sfconnector {

// Whether `host` is this machine, whatever its resolver says: localhost (RFC 6761, section 6.3) or
// a loopback address in its usual notation.
inline bool IsLoopbackHost(absl::string_view host) {
  if (host == "localhost" || absl::EndsWith(host, ".localhost") || host == "[::1]") return true;
  if (!absl::StartsWith(host, "127.")) return false;
  return host.find_first_not_of("0123456789.") == absl::string_view::npos;
}

// Whether credentials may be sent to `url`: over TLS, or without leaving this machine.
inline bool MayCarrySecrets(const Url& url) {
  return url.scheme == "https" || IsLoopbackHost(url.host);
}

}  // namespace sfconnector
