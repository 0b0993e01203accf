// SPDX-License-Identifier: Apache-2.0
#include "core/http/header_rules.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace sfconnector {
namespace {

// By whole name, or by prefix.
constexpr absl::string_view kOwnHeaders[] = {"accept",     "accept-encoding", "authorization",
                                             "connection", "cookie",          "expect",
                                             "host",       "keep-alive",      "sforce-call-options",
                                             "te",         "trailer",         "transfer-encoding",
                                             "upgrade",    "x-sfdc-session"};
constexpr absl::string_view kOwnPrefixes[] = {"content-", "proxy-"};

}  // namespace

bool IsHeaderName(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
           absl::StrContains("!#$%&'*+-.^_`|~", c);
  });
}

bool IsHeaderValue(absl::string_view text) {
  if (text != absl::StripAsciiWhitespace(text)) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
  });
}

bool IsOwnHeader(absl::string_view name) {
  const auto* const end = std::end(kOwnHeaders);
  return std::find(std::begin(kOwnHeaders), end, name) != end ||
         std::any_of(std::begin(kOwnPrefixes), std::end(kOwnPrefixes),
                     [name](absl::string_view prefix) { return absl::StartsWith(name, prefix); });
}

}  // namespace sfconnector
