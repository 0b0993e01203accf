// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/http/url.h"

namespace sfconnector {

// What the values of a configuration may look like. Errors are InvalidField(`field`, ...), and do
// not quote what may be secret.

// A host name (RFC 1123), IPv4 address, or IPv6 address in brackets.
bool IsHost(absl::string_view text);

// A host, or `*.` and a domain of at least two labels.
absl::Status CheckHostPattern(absl::string_view field, absl::string_view pattern);

// The URL of a server that credentials are sent to: required, https, or http to this machine;
// without user name and fragment.
absl::StatusOr<Url> CheckSecureUrl(absl::string_view field, absl::string_view text);

absl::Status CheckRequired(absl::string_view field, absl::string_view text);

// Visible ASCII and nothing else, so that it can stand in a header.
bool IsVisibleAscii(absl::string_view text);

// A regular file that can be read, or nothing.
absl::Status CheckReadableFile(absl::string_view field, const std::string& path);

}  // namespace sfconnector
