// SPDX-License-Identifier: Apache-2.0
#include "core/config/syntax.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/http/secure_url.h"

namespace sfconnector {
namespace {

bool IsAlnum(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }

bool IsLabel(absl::string_view label) {
  // Underscores are no part of host names, but networks have them.
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(),
                     [](char c) { return IsAlnum(c) || c == '-' || c == '_'; });
}

}  // namespace

bool IsHost(absl::string_view text) {
  if (absl::ConsumePrefix(&text, "[")) {
    return absl::ConsumeSuffix(&text, "]") && text.size() >= 2 && absl::StrContains(text, ':') &&
           text.find_first_not_of("0123456789abcdefABCDEF:.") == absl::string_view::npos;
  }
  if (text.empty() || text.size() > 253) return false;
  const std::vector<absl::string_view> labels = absl::StrSplit(text, '.');
  return std::all_of(labels.begin(), labels.end(), IsLabel);
}

absl::Status CheckHostPattern(absl::string_view field, absl::string_view pattern) {
  absl::string_view domain = pattern;
  const bool wild = absl::ConsumePrefix(&domain, "*.");
  if (!IsHost(domain)) return InvalidField(field, "is neither a host name nor `*.` and a domain");
  // `*.com` would send the session to anybody.
  if (wild && !absl::StrContains(domain, '.'))
    return InvalidField(field, "is a pattern for a whole top-level domain");
  return absl::OkStatus();
}

absl::StatusOr<Url> CheckSecureUrl(absl::string_view field, absl::string_view text) {
  SFC_RETURN_IF_ERROR(CheckRequired(field, text));
  absl::StatusOr<Url> url = ParseUrl(text);
  if (!url.ok()) return InvalidField(field, "is not an https URL without user name and fragment");
  if (!IsHost(url->host)) return InvalidField(field, "has no valid host name");
  if (!MayCarrySecrets(*url)) {
    return InvalidField(
        field,
        "must begin with https://: http is for this machine (localhost, 127.0.0.1, [::1]) only");
  }
  return url;
}

absl::Status CheckRequired(absl::string_view field, absl::string_view text) {
  if (text.empty()) return InvalidField(field, "is required");
  return absl::OkStatus();
}

bool IsVisibleAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

absl::Status CheckReadableFile(absl::string_view field, const std::string& path) {
  if (path.empty()) return absl::OkStatus();
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored))
    return InvalidField(field, absl::StrCat("the file ", path, " does not exist"));
  if (std::filesystem::is_directory(path, ignored))
    return InvalidField(field, absl::StrCat(path, " is a folder"));
  if (access(path.c_str(), R_OK) != 0)
    return InvalidField(field, absl::StrCat("the file ", path, " cannot be read"));
  return absl::OkStatus();
}

}  // namespace sfconnector
