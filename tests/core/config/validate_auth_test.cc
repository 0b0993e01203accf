// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/config/valid_connections.h"

namespace sfconnector {
namespace {

using testing::FromJson;
using testing::Smallest;
using testing::WrongField;

// A valid connection for each grant.
v1::Connection RefreshToken() {
  return FromJson(
      R"({"auth":{"refresh_token":{"refresh_url":"https://login.salesforce.com/services/oauth2/token",
      "refresh_token":"r","client_id":"c","scopes":["api","refresh_token"]}}})");
}
v1::Connection Password() {
  return FromJson(
      R"({"auth":{"password":{"token_url":"https://login.salesforce.com/services/oauth2/token",
      "username":"u","password":"p","client_id":"c"}}})");
}
v1::Connection ClientCredentials() {
  return FromJson(
      R"({"auth":{"client_credentials":{"token_url":"https://x.my.salesforce.com/services/oauth2/token",
      "client_id":"c","client_secret":"s"}}})");
}
v1::Connection JwtBearer() {
  return FromJson(
      R"({"auth":{"jwt_bearer":{"token_url":"https://login.salesforce.com/services/oauth2/token",
      "client_id":"c","subject":"u","audience":"https://login.salesforce.com","private_key":"k"}}})");
}

// The connection after `change`.
template <class Change>
std::string WrongAfter(v1::Connection connection, Change change) {
  change(*connection.mutable_auth());
  return WrongField(connection);
}

TEST(ValidateAuth, EveryGrantCanBeValid) {
  for (const v1::Connection& connection :
       {RefreshToken(), Password(), ClientCredentials(), JwtBearer(), Smallest()}) {
    EXPECT_EQ(WrongField(connection), "OK");
  }
}

TEST(ValidateAuth, InstanceMayComeFromTheTokenReplyButNotForABearerToken) {
  EXPECT_TRUE(RefreshToken().base_url().empty());
  v1::Connection bearer = Smallest();
  bearer.clear_base_url();
  EXPECT_EQ(WrongField(bearer), "base_url");
}

TEST(ValidateAuth, CredentialsAreRequiredUnlessCallersBringTheirs) {
  v1::Connection connection;
  EXPECT_EQ(WrongField(connection), "auth");
  connection.add_caller_token_hosts("*.my.salesforce.com");
  EXPECT_EQ(WrongField(connection), "OK");
  EXPECT_FALSE(ValidateConnection(connection)->has_auth());
  connection.mutable_auth();
  EXPECT_EQ(WrongField(connection), "auth");
}

TEST(ValidateAuth, RefreshTokenFields) {
  using Auth = v1::Auth;
  EXPECT_EQ(
      WrongAfter(RefreshToken(), [](Auth& a) { a.mutable_refresh_token()->clear_refresh_url(); }),
      "auth.refresh_token.refresh_url");
  EXPECT_EQ(WrongAfter(RefreshToken(),
                       [](Auth& a) {
                         a.mutable_refresh_token()->set_refresh_url("http://login.salesforce.com/");
                       }),
            "auth.refresh_token.refresh_url");
  EXPECT_EQ(
      WrongAfter(RefreshToken(), [](Auth& a) { a.mutable_refresh_token()->clear_refresh_token(); }),
      "auth.refresh_token.refresh_token");
  EXPECT_EQ(
      WrongAfter(RefreshToken(), [](Auth& a) { a.mutable_refresh_token()->clear_client_id(); }),
      "auth.refresh_token.client_id");
  EXPECT_EQ(WrongAfter(RefreshToken(),
                       [](Auth& a) { a.mutable_refresh_token()->add_scopes("two scopes"); }),
            "auth.refresh_token.scopes[2]");
}

TEST(ValidateAuth, PasswordFields) {
  using Auth = v1::Auth;
  EXPECT_EQ(WrongAfter(Password(), [](Auth& a) { a.mutable_password()->set_token_url("login"); }),
            "auth.password.token_url");
  EXPECT_EQ(WrongAfter(Password(), [](Auth& a) { a.mutable_password()->clear_username(); }),
            "auth.password.username");
  EXPECT_EQ(WrongAfter(Password(), [](Auth& a) { a.mutable_password()->clear_password(); }),
            "auth.password.password");
  EXPECT_EQ(WrongAfter(Password(), [](Auth& a) { a.mutable_password()->clear_client_id(); }),
            "auth.password.client_id");
}

TEST(ValidateAuth, ClientCredentialsFields) {
  using Auth = v1::Auth;
  EXPECT_EQ(WrongAfter(ClientCredentials(),
                       [](Auth& a) { a.mutable_client_credentials()->clear_token_url(); }),
            "auth.client_credentials.token_url");
  for (const char* host : {"login", "test"}) {
    EXPECT_EQ(
        WrongAfter(ClientCredentials(),
                   [host](Auth& a) {
                     a.mutable_client_credentials()->set_token_url(
                         "https://" + std::string(host) + ".salesforce.com/services/oauth2/token");
                   }),
        "auth.client_credentials.token_url");
  }
  EXPECT_EQ(WrongAfter(ClientCredentials(),
                       [](Auth& a) { a.mutable_client_credentials()->clear_client_id(); }),
            "auth.client_credentials.client_id");
  EXPECT_EQ(WrongAfter(ClientCredentials(),
                       [](Auth& a) { a.mutable_client_credentials()->clear_client_secret(); }),
            "auth.client_credentials.client_secret");
  EXPECT_EQ(WrongAfter(ClientCredentials(),
                       [](Auth& a) { a.mutable_client_credentials()->add_scopes(""); }),
            "auth.client_credentials.scopes[0]");
}

TEST(ValidateAuth, JwtBearerFields) {
  using Auth = v1::Auth;
  EXPECT_EQ(WrongAfter(JwtBearer(), [](Auth& a) { a.mutable_jwt_bearer()->clear_token_url(); }),
            "auth.jwt_bearer.token_url");
  EXPECT_EQ(WrongAfter(JwtBearer(), [](Auth& a) { a.mutable_jwt_bearer()->clear_client_id(); }),
            "auth.jwt_bearer.client_id");
  EXPECT_EQ(WrongAfter(JwtBearer(), [](Auth& a) { a.mutable_jwt_bearer()->clear_subject(); }),
            "auth.jwt_bearer.subject");
  EXPECT_EQ(WrongAfter(JwtBearer(), [](Auth& a) { a.mutable_jwt_bearer()->clear_audience(); }),
            "auth.jwt_bearer.audience");
  EXPECT_EQ(
      WrongAfter(JwtBearer(), [](Auth& a) { a.mutable_jwt_bearer()->set_audience("salesforce"); }),
      "auth.jwt_bearer.audience");
  EXPECT_EQ(WrongAfter(JwtBearer(), [](Auth& a) { a.mutable_jwt_bearer()->clear_private_key(); }),
            "auth.jwt_bearer.private_key");
}

TEST(ValidateAuth, BearerTokenFields) {
  using Auth = v1::Auth;
  EXPECT_EQ(WrongAfter(Smallest(), [](Auth& a) { a.mutable_bearer_token()->clear_token(); }),
            "auth.bearer_token.token");
  EXPECT_EQ(WrongAfter(Smallest(), [](Auth& a) { a.mutable_bearer_token()->set_token("a b"); }),
            "auth.bearer_token.token");
}

TEST(ValidateAuth, ClientAuthenticationInTheHeaderNeedsASecret) {
  auto header = [](v1::Auth& auth) {
    auth.set_client_authentication(v1::CLIENT_AUTHENTICATION_HEADER);
  };
  EXPECT_EQ(WrongAfter(ClientCredentials(), header), "OK");
  EXPECT_EQ(WrongAfter(RefreshToken(), header), "auth.client_authentication");
  EXPECT_EQ(WrongAfter(Password(), header), "auth.client_authentication");
  EXPECT_EQ(WrongAfter(JwtBearer(), header), "auth.client_authentication");
  EXPECT_EQ(WrongAfter(Smallest(), header), "auth.client_authentication");
  EXPECT_EQ(
      WrongAfter(Password(),
                 [](v1::Auth& a) { a.set_client_authentication(v1::ClientAuthentication(9)); }),
      "auth.client_authentication");
}

TEST(ValidateAuth, TimesOfTokens) {
  using Auth = v1::Auth;
  EXPECT_EQ(WrongAfter(Password(), [](Auth& a) { a.mutable_clock_skew()->set_seconds(-1); }),
            "auth.clock_skew");
  EXPECT_EQ(WrongAfter(Password(), [](Auth& a) { a.mutable_default_token_lifetime(); }),
            "auth.default_token_lifetime");
  EXPECT_EQ(
      WrongAfter(Password(), [](Auth& a) { a.mutable_default_token_lifetime()->set_seconds(10); }),
      "auth.default_token_lifetime");
  EXPECT_EQ(
      WrongAfter(Password(), [](Auth& a) { a.mutable_default_token_lifetime()->set_seconds(11); }),
      "OK");
}

TEST(ValidateAuth, TokenFileNeedsAFolderThatIsThere) {
  auto file = [](const std::string& path) {
    return [path](v1::Auth& auth) { auth.mutable_token_store()->mutable_file()->set_path(path); };
  };
  EXPECT_EQ(WrongAfter(RefreshToken(), file(::testing::TempDir() + "token")), "OK");
  EXPECT_EQ(WrongAfter(RefreshToken(), file("token")), "OK");
  EXPECT_EQ(WrongAfter(RefreshToken(), file("")), "auth.token_store.file.path");
  EXPECT_EQ(WrongAfter(RefreshToken(), file("/no/such/folder/token")),
            "auth.token_store.file.path");
  EXPECT_EQ(WrongAfter(RefreshToken(), file(::testing::TempDir())), "auth.token_store.file.path");
}

}  // namespace
}  // namespace sfconnector
