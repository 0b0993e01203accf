// SPDX-License-Identifier: Apache-2.0
#include "core/rest/session.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/http/secure_url.h"
#include "core/http/url.h"

namespace sfconnector {
namespace {

constexpr char kInstanceUrl[] = "sfconnector-instance-url";

absl::StatusOr<Session> CallerSession(const CallOptions& options, const v1::Connection& settings) {
  absl::StatusOr<Url> url = ParseUrl(options.instance_url);
  if (!url.ok()) return InvalidField(kInstanceUrl, url.status().message());
  const auto& allowed = settings.caller_token_hosts();
  const bool may = std::any_of(allowed.begin(), allowed.end(), [&url](const std::string& pattern) {
    return HostMatches(url->host, pattern);
  });
  if (!may) {
    absl::Status error = absl::PermissionDeniedError(absl::StrCat(
        "calls with their own token may not go to ", url->host, " on this connection"));
    return WithReason(std::move(error), "INSTANCE_NOT_ALLOWED");
  }
  if (!MayCarrySecrets(*url)) {
    return InvalidField(kInstanceUrl, "must begin with https://");
  }
  AccessToken token;
  token.token = options.access_token;
  token.instance_url = url->Origin();
  return Session(std::move(token), nullptr);
}

}  // namespace

Task<absl::StatusOr<Session>> OpenSession(CallContext& context, const v1::Connection& settings,
                                          TokenSource* tokens) {
  const CallOptions& options = context.options();
  if (!options.access_token.empty()) co_return CallerSession(options, settings);
  if (!options.instance_url.empty()) {
    co_return InvalidField(kInstanceUrl, "goes with sfconnector-access-token only");
  }
  if (tokens == nullptr) {
    absl::Status error = absl::UnauthenticatedError(
        "the connection has no credentials of its own: bring sfconnector-access-token and "
        "sfconnector-instance-url");
    co_return WithReason(std::move(error), "NO_CREDENTIALS");
  }
  absl::StatusOr<AccessToken> token = co_await tokens->Get(context);
  if (!token.ok()) co_return token.status();
  co_return Session(*std::move(token), tokens);
}

}  // namespace sfconnector
