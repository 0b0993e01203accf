// SPDX-License-Identifier: Apache-2.0
#include "core/base/call_options.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace sfconnector {
namespace {

constexpr char kOwnPrefix[] = "sfconnector-";

bool IsPassedOn(absl::string_view key) {
  static constexpr absl::string_view kNames[] = {"traceparent",       "tracestate",
                                                 "if-match",          "if-none-match",
                                                 "if-modified-since", "if-unmodified-since"};
  return std::find(std::begin(kNames), std::end(kNames), key) != std::end(kNames) ||
         absl::StartsWith(key, "sforce-") || absl::StartsWith(key, "x-sfdc-packageversion-");
}

// RFC 9110, section 5.5: visible characters, spaces and tabs. Anything else could end the header
// and begin another.
bool IsHeaderValue(absl::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
  });
}

}  // namespace

absl::StatusOr<std::string> NormaliseApiVersion(absl::string_view text) {
  absl::string_view digits = text;
  if (absl::StartsWith(digits, "v") || absl::StartsWith(digits, "V")) digits.remove_prefix(1);
  if (absl::EndsWith(digits, ".0")) digits.remove_suffix(2);
  const bool all_digits =
      !digits.empty() && digits.size() <= 3 && digits.front() != '0' &&
      std::all_of(digits.begin(), digits.end(), [](char c) { return absl::ascii_isdigit(c); });
  if (!all_digits) {
    return InvalidField("api_version",
                        absl::StrCat("`", text, "` is not an API version such as 59.0"));
  }
  return absl::StrCat(digits, ".0");
}

absl::Status CallOptions::Set(absl::string_view key, absl::string_view value, bool* recognised) {
  const std::string name = absl::AsciiStrToLower(key);
  const bool known = absl::StartsWith(name, kOwnPrefix) || IsPassedOn(name);
  if (recognised != nullptr) *recognised = known;
  // What others write under keys of their own, binary metadata for instance, is not ours to judge.
  if (!known) return absl::OkStatus();
  if (!IsHeaderValue(value)) {
    return InvalidField(name, "has characters that a header must not have");
  }
  if (name == "sfconnector-connection") {
    connection = std::string(value);
  } else if (name == "sfconnector-api-version") {
    absl::StatusOr<std::string> version = NormaliseApiVersion(value);
    if (!version.ok())
      return InvalidField(name, absl::StrCat("`", value, "` is not an API version such as 59.0"));
    api_version = *std::move(version);
  } else if (name == "sfconnector-access-token") {
    access_token = Secret(std::string(value));
  } else if (name == "sfconnector-instance-url") {
    instance_url = std::string(value);
  } else if (IsPassedOn(name)) {
    headers.emplace_back(name, std::string(value));
  } else {
    return InvalidField(name, "is not an option of sfconnector");
  }
  return absl::OkStatus();
}

}  // namespace sfconnector
