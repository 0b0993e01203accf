// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/secret.h"

namespace sfconnector {

// What a caller says beside its request. gRPC carries it as metadata, the C ABI as an options
// handle; both use the same keys:
//
// - `sfconnector-connection`: the named connection (default `default`);
// - `sfconnector-api-version`: the API version of this call: `59.0`, `v59.0` or `v59`;
// - `sfconnector-access-token`: the caller's own access token; needs an instance URL whose host is
//   on the connection's allow-list;
// - `sfconnector-instance-url`: the instance that the caller's token is for;
// - `traceparent`, `tracestate`: W3C trace context, passed on to Salesforce;
// - `sforce-*`, `x-sfdc-packageversion-*`, `if-match`, `if-none-match`, `if-modified-since`,
//   `if-unmodified-since`: passed on to Salesforce.
struct CallOptions {
  std::string connection = "default";
  std::string api_version;  // "59.0"; empty: the connection's
  Secret access_token;
  std::string instance_url;
  std::vector<std::pair<std::string, std::string>> headers;  // passed on; names in lower case

  // Takes one entry. Keys are case-insensitive. Unknown keys that begin with `sfconnector-`, and
  // values that no header may have, are INVALID_ARGUMENT; `*recognised` says whether the key is one
  // of the above (others are left to the door, whatever their values).
  absl::Status Set(absl::string_view key, absl::string_view value, bool* recognised = nullptr);
};

// What a reply says beside its messages: `sforce-limit-info`, `sfconnector-request-id`, `warning`,
// and the like. Keys are in lower case. The last HTTP reply of a call wins.
struct ReplyMetadata {
  std::map<std::string, std::string> entries;
};

// Turns `59.0`, `v59.0`, `v59` or `59` into `59.0`; INVALID_ARGUMENT for anything else.
absl::StatusOr<std::string> NormaliseApiVersion(absl::string_view text);

}  // namespace sfconnector
