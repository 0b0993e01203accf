// SPDX-License-Identifier: Apache-2.0
#include "core/auth/grants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/auth/auth_fixture.h"

namespace sfconnector {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

constexpr Clock::WallTime kNow{std::chrono::seconds(1'700'000'000)};

TokenRequest RequestOf(const v1::Auth& auth, const std::string& refresh_token = "") {
  absl::StatusOr<Grant> grant = Grant::Make(auth);
  EXPECT_TRUE(grant.ok()) << grant.status();
  absl::StatusOr<TokenRequest> request = grant->MakeRequest(Secret(refresh_token), kNow);
  EXPECT_TRUE(request.ok()) << request.status();
  return *request;
}

v1::Auth ClientCredentials() {
  v1::Auth auth;
  v1::ClientCredentialsGrant& grant = *auth.mutable_client_credentials();
  grant.set_token_url("https://example.my.salesforce.com/services/oauth2/token");
  grant.set_client_id("the client");
  grant.set_client_secret("s3cr:t/+");
  return auth;
}

TEST(Grants, RefreshToken) {
  v1::Auth auth = testing::RefreshTokenConnection().auth();
  EXPECT_EQ(RequestOf(auth, "5Aep861==").form.Reveal(),
            "grant_type=refresh_token&refresh_token=5Aep861%3D%3D&client_id=client&client_secret="
            "client-secret-value");
  EXPECT_TRUE(RequestOf(auth, "x").authorization.empty());
  auth.mutable_refresh_token()->clear_client_secret();
  auth.mutable_refresh_token()->add_scopes("api");
  auth.mutable_refresh_token()->add_scopes("refresh_token");
  EXPECT_EQ(RequestOf(auth, "x").form.Reveal(),
            "grant_type=refresh_token&refresh_token=x&scope=api+refresh_token&client_id=client");
}

TEST(Grants, PasswordIsFollowedByTheSecurityToken) {
  EXPECT_EQ(
      RequestOf(testing::PasswordConnection().auth()).form.Reveal(),
      "grant_type=password&username=user%40example.com&password=pass%26wordsecurity-token-value"
      "&client_id=client&client_secret=client-secret-value");
}

TEST(Grants, ClientCredentialsInTheBody) {
  v1::Auth auth = ClientCredentials();
  auth.mutable_client_credentials()->add_scopes("api");
  const TokenRequest request = RequestOf(auth);
  EXPECT_EQ(
      request.form.Reveal(),
      "grant_type=client_credentials&scope=api&client_id=the+client&client_secret=s3cr%3At%2F%2B");
  EXPECT_TRUE(request.authorization.empty());
}

TEST(Grants, ClientCredentialsInTheHeader) {
  v1::Auth auth = ClientCredentials();
  auth.set_client_authentication(v1::CLIENT_AUTHENTICATION_HEADER);
  const TokenRequest request = RequestOf(auth);
  EXPECT_EQ(request.form.Reveal(), "grant_type=client_credentials");
  // printf %s 'the+client:s3cr%3At%2F%2B' | base64
  EXPECT_EQ(request.authorization.Reveal(), "Basic dGhlK2NsaWVudDpzM2NyJTNBdCUyRiUyQg==");
}

TEST(Grants, JwtBearerSendsTheAssertionAlone) {
  v1::Auth auth;
  v1::JwtBearerGrant& grant = *auth.mutable_jwt_bearer();
  grant.set_token_url("https://login.salesforce.com/services/oauth2/token");
  grant.set_client_id("client");
  grant.set_subject("user@example.com");
  grant.set_audience("https://login.salesforce.com");
  grant.set_private_key(testing::MakePrivateKey());
  const TokenRequest request = RequestOf(auth);
  EXPECT_THAT(request.form.Reveal(),
              MatchesRegex("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"
                           "&assertion=[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+"));
  EXPECT_TRUE(request.authorization.empty());
}

TEST(Grants, MaskKnowsEverythingSecretThatIsSent) {
  v1::Auth auth = ClientCredentials();
  auth.set_client_authentication(v1::CLIENT_AUTHENTICATION_HEADER);
  const TokenRequest request = RequestOf(auth);
  EXPECT_EQ(request.mask.Mask("[s3cr:t/+]"), "[***]");
  EXPECT_EQ(request.mask.Mask("[" + request.authorization.Reveal() + "]"), "[***]");
  const TokenRequest refresh = RequestOf(testing::RefreshTokenConnection().auth(), "live-token");
  EXPECT_EQ(refresh.mask.Mask("[live-token client-secret-value]"), "[*** ***]");
  const TokenRequest password = RequestOf(testing::PasswordConnection().auth());
  EXPECT_EQ(password.mask.Mask("[pass&wordsecurity-token-value pass&word security-token-value]"),
            "[*** *** ***]");
}

}  // namespace
}  // namespace sfconnector
