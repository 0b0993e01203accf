// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/call_options.h"
#include "core/base/status.h"
#include "core/config/connection_config.h"
#include "core/config/rules.h"
#include "core/config/syntax.h"
#include "core/config/validate.h"

namespace sfconnector {
namespace {

constexpr char kApiVersion[] = "59.0";
constexpr char kClientName[] = "sfconnector";

absl::Status CheckBaseUrl(v1::Connection& connection) {
  constexpr char kField[] = "base_url";
  if (connection.base_url().empty()) {
    if (!connection.auth().has_bearer_token()) return absl::OkStatus();
    return InvalidField(
        kField, "is required with a bearer token, which does not say what instance it is for");
  }
  absl::StatusOr<Url> url = CheckSecureUrl(kField, connection.base_url());
  SFC_RETURN_IF_ERROR(url.status());
  if (url->Target() != "/")
    return InvalidField(kField, "must be a scheme and a host without a path");
  connection.set_base_url(url->Origin());
  return absl::OkStatus();
}

absl::Status CheckCredentials(v1::Connection& connection) {
  if (connection.has_auth()) return PrefixField("auth", CheckAuth(*connection.mutable_auth()));
  if (!connection.caller_token_hosts().empty()) return absl::OkStatus();
  return InvalidField("auth",
                      "is required, unless caller_token_hosts lets callers bring their own tokens");
}

template <class Patterns>
absl::Status CheckHostPatterns(absl::string_view field, const Patterns& patterns) {
  for (int i = 0; i < patterns.size(); ++i) {
    SFC_RETURN_IF_ERROR(CheckHostPattern(absl::StrCat(field, "[", i, "]"), patterns.Get(i)));
  }
  return absl::OkStatus();
}

// It stands in `Sforce-Call-Options: client=...; ...` and in a comment of the User-Agent.
absl::Status CheckClientName(v1::Connection& connection) {
  if (connection.client_name().empty()) connection.set_client_name(kClientName);
  const std::string& name = connection.client_name();
  if (name.size() > 100 || !IsVisibleAscii(name) ||
      name.find_first_of(";,()\\\"=") != std::string::npos) {
    return InvalidField(
        "client_name",
        "must be at most 100 letters, digits or marks, without any of ; , ( ) = \\ \"");
  }
  return absl::OkStatus();
}

absl::Status CheckApiVersion(v1::Connection& connection) {
  if (connection.api_version().empty()) connection.set_api_version(kApiVersion);
  absl::StatusOr<std::string> version = NormaliseApiVersion(connection.api_version());
  SFC_RETURN_IF_ERROR(version.status());
  connection.set_api_version(*std::move(version));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Connection> ValidateConnection(v1::Connection connection) {
  SFC_RETURN_IF_ERROR(ApplyRules(connection));
  SFC_RETURN_IF_ERROR(CheckCredentials(connection));
  SFC_RETURN_IF_ERROR(CheckBaseUrl(connection));
  SFC_RETURN_IF_ERROR(CheckApiVersion(connection));
  SFC_RETURN_IF_ERROR(PrefixField("tls", CheckTls(connection.tls())));
  SFC_RETURN_IF_ERROR(PrefixField("proxy", CheckProxy(connection.proxy())));
  SFC_RETURN_IF_ERROR(PrefixField("headers", CheckHeaders(connection.headers())));
  SFC_RETURN_IF_ERROR(CheckClientName(connection));
  SFC_RETURN_IF_ERROR(
      CheckHostPatterns("redirects.allowed_hosts", connection.redirects().allowed_hosts()));
  SFC_RETURN_IF_ERROR(CheckHostPatterns("caller_token_hosts", connection.caller_token_hosts()));
  return connection;
}

}  // namespace sfconnector
