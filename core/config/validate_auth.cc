// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/config/syntax.h"
#include "core/config/validate.h"

namespace sfconnector {
namespace {

using Required = std::pair<const char*, const std::string&>;

absl::Status CheckAllRequired(std::initializer_list<Required> fields) {
  for (const auto& [field, text] : fields) SFC_RETURN_IF_ERROR(CheckRequired(field, text));
  return absl::OkStatus();
}

// RFC 6749, section 3.3: a scope is visible ASCII but `"` and `\`; a space would make two of one.
template <class Scopes>
absl::Status CheckScopes(const Scopes& scopes) {
  for (int i = 0; i < scopes.size(); ++i) {
    const std::string& scope = scopes.Get(i);
    if (scope.empty() || !IsVisibleAscii(scope) ||
        scope.find_first_of("\"\\") != std::string::npos) {
      return InvalidField(absl::StrCat("scopes[", i, "]"), "is not one scope");
    }
  }
  return absl::OkStatus();
}

absl::Status Check(const v1::RefreshTokenGrant& grant) {
  SFC_RETURN_IF_ERROR(CheckSecureUrl("refresh_url", grant.refresh_url()).status());
  SFC_RETURN_IF_ERROR(CheckAllRequired(
      {{"refresh_token", grant.refresh_token()}, {"client_id", grant.client_id()}}));
  return CheckScopes(grant.scopes());
}

absl::Status Check(const v1::PasswordGrant& grant) {
  SFC_RETURN_IF_ERROR(CheckSecureUrl("token_url", grant.token_url()).status());
  return CheckAllRequired({{"username", grant.username()},
                           {"password", grant.password()},
                           {"client_id", grant.client_id()}});
}

absl::Status Check(const v1::ClientCredentialsGrant& grant) {
  absl::StatusOr<Url> url = CheckSecureUrl("token_url", grant.token_url());
  SFC_RETURN_IF_ERROR(url.status());
  if (url->host == "login.salesforce.com" || url->host == "test.salesforce.com") {
    return InvalidField("token_url",
                        "must be on the org's My Domain: login and test hosts refuse this grant");
  }
  SFC_RETURN_IF_ERROR(CheckAllRequired(
      {{"client_id", grant.client_id()}, {"client_secret", grant.client_secret()}}));
  return CheckScopes(grant.scopes());
}

absl::Status Check(const v1::JwtBearerGrant& grant) {
  SFC_RETURN_IF_ERROR(CheckSecureUrl("token_url", grant.token_url()).status());
  SFC_RETURN_IF_ERROR(CheckAllRequired({{"client_id", grant.client_id()},
                                        {"subject", grant.subject()},
                                        {"audience", grant.audience()},
                                        {"private_key", grant.private_key()}}));
  if (!ParseUrl(grant.audience()).ok()) return InvalidField("audience", "is not a URL");
  return absl::OkStatus();
}

absl::Status Check(const v1::BearerToken& grant) {
  SFC_RETURN_IF_ERROR(CheckRequired("token", grant.token()));
  if (!IsVisibleAscii(grant.token()))
    return InvalidField("token", "has characters that a header must not have");
  return absl::OkStatus();
}

absl::Status CheckGrant(const v1::Auth& auth) {
  switch (auth.grant_case()) {
    case v1::Auth::kRefreshToken:
      return PrefixField("refresh_token", Check(auth.refresh_token()));
    case v1::Auth::kPassword:
      return PrefixField("password", Check(auth.password()));
    case v1::Auth::kClientCredentials:
      return PrefixField("client_credentials", Check(auth.client_credentials()));
    case v1::Auth::kJwtBearer:
      return PrefixField("jwt_bearer", Check(auth.jwt_bearer()));
    case v1::Auth::kBearerToken:
      return PrefixField("bearer_token", Check(auth.bearer_token()));
    case v1::Auth::GRANT_NOT_SET:
      break;
  }
  return InvalidField(
      "", "has no grant: refresh_token, password, client_credentials, jwt_bearer or bearer_token");
}

absl::Status CheckClientAuthentication(const v1::Auth& auth) {
  if (auth.client_authentication() != v1::CLIENT_AUTHENTICATION_HEADER) return absl::OkStatus();
  constexpr char kField[] = "client_authentication";
  if (auth.has_jwt_bearer() || auth.has_bearer_token()) {
    return InvalidField(kField, "has no meaning with this grant, which sends no client secret");
  }
  const bool has_secret = !auth.refresh_token().client_secret().empty() ||
                          !auth.password().client_secret().empty() ||
                          !auth.client_credentials().client_secret().empty();
  if (!has_secret) return InvalidField(kField, "needs a client_secret for the header");
  return absl::OkStatus();
}

absl::Status CheckTokenFile(const std::string& path) {
  SFC_RETURN_IF_ERROR(CheckRequired("path", path));
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    return InvalidField("path", absl::StrCat(path, " is a folder"));
  std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) folder = ".";
  if (!std::filesystem::is_directory(folder, ignored)) {
    return InvalidField("path", absl::StrCat("the folder ", folder.string(), " does not exist"));
  }
  if (access(folder.c_str(), W_OK | X_OK) != 0) {
    return InvalidField("path", absl::StrCat("the folder ", folder.string(), " is not writable"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckAuth(v1::Auth& auth) {
  SFC_RETURN_IF_ERROR(CheckGrant(auth));
  SFC_RETURN_IF_ERROR(CheckClientAuthentication(auth));
  v1::TokenStore& store = *auth.mutable_token_store();
  if (store.has_file()) return PrefixField("token_store.file", CheckTokenFile(store.file().path()));
  store.mutable_memory();
  return absl::OkStatus();
}

}  // namespace sfconnector
