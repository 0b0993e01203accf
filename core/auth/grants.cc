// SPDX-License-Identifier: Apache-2.0
#include "core/auth/grants.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/auth/form.h"
#include "core/base/status.h"

namespace sfconnector {
namespace {

constexpr char kJwtGrantType[] = "urn:ietf:params:oauth:grant-type:jwt-bearer";

template <class Scopes>
void AddScopes(const Scopes& scopes, std::vector<std::pair<std::string, std::string>>& fields) {
  if (!scopes.empty()) fields.emplace_back("scope", absl::StrJoin(scopes, " "));
}

}  // namespace

absl::StatusOr<Grant> Grant::Make(const v1::Auth& auth) {
  std::optional<RsaKey> key;
  if (auth.has_jwt_bearer()) {
    absl::StatusOr<RsaKey> parsed =
        RsaKey::FromPem(Secret(auth.jwt_bearer().private_key()),
                        Secret(auth.jwt_bearer().private_key_passphrase()));
    SFC_RETURN_IF_ERROR(PrefixField("jwt_bearer", parsed.status()));
    key = *std::move(parsed);
  }
  return Grant(auth, std::move(key));
}

Grant::Grant(const v1::Auth& auth, std::optional<RsaKey> key) : auth_(auth), key_(std::move(key)) {
  switch (auth_.grant_case()) {
    case v1::Auth::kRefreshToken: {
      const v1::RefreshTokenGrant& grant = auth_.refresh_token();
      KeepCommon(grant.refresh_url(), grant.client_id(), grant.client_secret());
      break;
    }
    case v1::Auth::kPassword: {
      const v1::PasswordGrant& grant = auth_.password();
      KeepCommon(grant.token_url(), grant.client_id(), grant.client_secret());
      mask_.Add(Secret(grant.password()));
      mask_.Add(Secret(grant.security_token()));
      break;
    }
    case v1::Auth::kClientCredentials: {
      const v1::ClientCredentialsGrant& grant = auth_.client_credentials();
      KeepCommon(grant.token_url(), grant.client_id(), grant.client_secret());
      break;
    }
    case v1::Auth::kJwtBearer:
      // The assertion names the client and is its authentication.
      url_ = auth_.jwt_bearer().token_url();
      mask_.Add(Secret(auth_.jwt_bearer().private_key()));
      mask_.Add(Secret(auth_.jwt_bearer().private_key_passphrase()));
      break;
    case v1::Auth::kBearerToken:
    case v1::Auth::GRANT_NOT_SET:
      break;
  }
}

void Grant::KeepCommon(const std::string& url, const std::string& client_id,
                       const std::string& client_secret) {
  url_ = url;
  client_id_ = client_id;
  client_secret_ = Secret(client_secret);
  mask_.Add(client_secret_);
}

absl::StatusOr<TokenRequest> Grant::MakeRequest(const Secret& refresh_token,
                                                Clock::WallTime now) const {
  absl::StatusOr<Fields> fields = GrantFields(refresh_token, now);
  SFC_RETURN_IF_ERROR(fields.status());
  TokenRequest request;
  request.mask = mask_;
  for (const auto& [name, value] : *fields) {
    if (name == "refresh_token" || name == "password" || name == "assertion")
      request.mask.Add(Secret(value));
  }
  if (auth_.client_authentication() == v1::CLIENT_AUTHENTICATION_HEADER && !client_id_.empty()) {
    // RFC 6749, section 2.3.1: both are encoded before they are joined.
    const std::string pair =
        absl::StrCat(FormEncode(client_id_), ":", FormEncode(client_secret_.Reveal()));
    request.authorization = Secret(absl::StrCat("Basic ", absl::Base64Escape(pair)));
  } else if (!client_id_.empty()) {
    fields->emplace_back("client_id", client_id_);
    if (!client_secret_.empty()) fields->emplace_back("client_secret", client_secret_.Reveal());
  }
  request.form = Secret(EncodeForm(*fields));
  request.mask.Add(request.form);
  request.mask.Add(request.authorization);
  return request;
}

absl::StatusOr<Grant::Fields> Grant::GrantFields(const Secret& refresh_token,
                                                 Clock::WallTime now) const {
  Fields fields;
  switch (auth_.grant_case()) {
    case v1::Auth::kRefreshToken:
      fields = {{"grant_type", "refresh_token"}, {"refresh_token", refresh_token.Reveal()}};
      AddScopes(auth_.refresh_token().scopes(), fields);
      return fields;
    case v1::Auth::kPassword: {
      const v1::PasswordGrant& grant = auth_.password();
      fields = {{"grant_type", "password"},
                {"username", grant.username()},
                {"password", absl::StrCat(grant.password(), grant.security_token())}};
      return fields;
    }
    case v1::Auth::kClientCredentials:
      fields = {{"grant_type", "client_credentials"}};
      AddScopes(auth_.client_credentials().scopes(), fields);
      return fields;
    case v1::Auth::kJwtBearer: {
      const v1::JwtBearerGrant& grant = auth_.jwt_bearer();
      const JwtClaims claims{grant.client_id(), grant.subject(), grant.audience(), grant.key_id()};
      absl::StatusOr<Secret> jwt = MakeJwt(*key_, claims, now);
      SFC_RETURN_IF_ERROR(jwt.status());
      fields = {{"grant_type", kJwtGrantType}, {"assertion", jwt->Reveal()}};
      return fields;
    }
    case v1::Auth::kBearerToken:
    case v1::Auth::GRANT_NOT_SET:
      break;
  }
  return absl::InternalError("this grant makes no token requests");
}

}  // namespace sfconnector
