// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sfconnector {

// An absolute http or https URL, taken apart (RFC 3986). Everything stays percent-encoded.
struct Url {
  std::string scheme;      // "http" or "https"
  std::string host;        // in lower case; an IPv6 address in its brackets
  std::uint16_t port = 0;  // the scheme's own where the URL names none
  std::string path;        // begins with "/"
  std::string query;       // with its "?"; empty where there is none

  // "https://example.com", with the port where it is not the scheme's own.
  std::string Origin() const;
  // The host, with the port where it is not the scheme's own: what a Host header says.
  std::string Authority() const;
  // Path and query.
  std::string Target() const { return path + query; }
};

// INVALID_ARGUMENT for anything but an absolute http or https URL in plain visible ASCII; user
// names and fragments are refused. No error quotes the URL, which may hold data.
absl::StatusOr<Url> ParseUrl(absl::string_view text);

// Scheme, host and port of `url` in their normal form; for telling whether two URLs are of one
// origin.
absl::StatusOr<std::string> OriginOf(absl::string_view url);

// The URL that a reply from `base` means with the Location `location` (RFC 3986, section 5.2),
// without its fragment.
absl::StatusOr<std::string> ResolveUrl(absl::string_view base, absl::string_view location);

// Whether `host` is the one that `pattern` names, or, for `*.example.com`, any name below
// example.com. Case does not matter.
bool HostMatches(absl::string_view host, absl::string_view pattern);

// `text` as one path segment. `/ ? % #`, spaces and everything beyond ASCII are encoded, and so are
// the segments `.` and `..`, which a server or proxy would otherwise resolve.
std::string PercentEncodeSegment(absl::string_view text);

// `text` as a name or a value of a query string; a space becomes %20.
std::string PercentEncodeQuery(absl::string_view text);

}  // namespace sfconnector
