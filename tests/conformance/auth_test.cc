// SPDX-License-Identifier: Apache-2.0
// Every way to get an access token.
#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/escaping.h"
#include "tests/conformance/conformance_test.h"
#include "tests/support/scripted_server.h"

namespace sfconnector::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Script;
using testing::ScriptedServer;
using ::testing::SizeIs;
using ::testing::StartsWith;

class Authentication : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    id_ = org().InsertOne("Item__c", R"("Name":"a")");
    settings_.set_base_url(org().url());
    settings_.mutable_retry()->mutable_interval()->set_nanos(1000000);
  }

  static std::string TokenUrl() { return org().url() + "/services/oauth2/token"; }

  v1::RefreshTokenGrant& RefreshToken() {
    v1::RefreshTokenGrant& grant = *settings_.mutable_auth()->mutable_refresh_token();
    grant.set_refresh_url(TokenUrl());
    grant.set_refresh_token("Refresh-token-of-Ada");
    grant.set_client_id("conformance-app");
    grant.set_client_secret("Secret-of-the-app");
    return grant;
  }

  v1::JwtBearerGrant& Jwt() {
    v1::JwtBearerGrant& grant = *settings_.mutable_auth()->mutable_jwt_bearer();
    grant.set_token_url(TokenUrl());
    grant.set_client_id("conformance-app");
    grant.set_subject("ada@sfsim.example");
    grant.set_audience("https://login.salesforce.com");
    grant.set_private_key(TheWorld().jwt_key.private_pem);
    return grant;
  }

  Outcome Get() { return GetRecord("Item__c", id_, {"Name"}); }

  // The case's own connection can read the record.
  void ExpectWorks(int token_requests = 1) {
    Use(settings_);
    EXPECT_TRUE(Succeeded(Get()));
    EXPECT_TRUE(Succeeded(Get()));
    EXPECT_EQ(org().TokenRequests(), token_requests);
  }

  // What the token endpoint gets with these settings; the org's journal shows no bodies.
  std::string TokenRequest() {
    ScriptedServer endpoint;
    endpoint.OnOthers(Script().ReadRequest().Reply(R"({"access_token":")" + org().NewToken() +
                                                   R"(","instance_url":")" + org().url() + "\"}"));
    v1::Connection settings = settings_;
    v1::Auth& auth = *settings.mutable_auth();
    if (auth.has_refresh_token()) auth.mutable_refresh_token()->set_refresh_url(endpoint.Url("/"));
    if (auth.has_client_credentials())
      auth.mutable_client_credentials()->set_token_url(endpoint.Url("/"));
    if (auth.has_jwt_bearer()) auth.mutable_jwt_bearer()->set_token_url(endpoint.Url("/"));
    Use(settings);
    EXPECT_TRUE(Succeeded(Get()));
    const std::vector<ScriptedServer::Connection> connections = endpoint.connections();
    EXPECT_THAT(connections, SizeIs(1));
    return connections.empty() ? "" : connections[0].received;
  }

  // The header of the JWT that the token endpoint gets.
  std::string JwtHeader() {
    const std::string request = TokenRequest();
    const std::string name = "assertion=";
    const std::size_t begin = request.find(name) + name.size();
    std::string header;
    EXPECT_TRUE(absl::WebSafeBase64Unescape(request.substr(begin, request.find('.', begin) - begin),
                                            &header))
        << request;
    return header;
  }

  v1::Connection settings_;
  std::string id_;
};

TEST_F(Authentication, RefreshToken) {
  RefreshToken();
  ExpectWorks();
}

TEST_F(Authentication, Password) {
  settings_ = Settings(org());
  ExpectWorks();
}

TEST_F(Authentication, ClientCredentials) {
  v1::ClientCredentialsGrant& grant = *settings_.mutable_auth()->mutable_client_credentials();
  grant.set_token_url(TokenUrl());
  grant.set_client_id("conformance-app");
  grant.set_client_secret("Secret-of-the-app");
  ExpectWorks();
}

TEST_F(Authentication, JwtBearer) {
  Jwt();
  ExpectWorks();
}

TEST_F(Authentication, JwtOfAnotherKeyIsRefused) {
  Jwt().set_private_key(MakeRsaKey().private_pem);
  Use(settings_);
  const Outcome outcome = Get();
  EXPECT_TRUE(FailedWith(outcome, kUnauthenticated, "invalid_grant"));
  EXPECT_EQ(org().Count("GET"), 0);
}

TEST_F(Authentication, JwtBearerWithALockedKey) {
  v1::JwtBearerGrant& grant = Jwt();
  grant.set_private_key(LockKey(TheWorld().jwt_key.private_pem, "Passphrase-of-the-key"));
  grant.set_private_key_passphrase("Passphrase-of-the-key");
  ExpectWorks();
}

TEST_F(Authentication, JwtNamesItsKey) {
  Jwt();
  EXPECT_THAT(JwtHeader(), Not(HasSubstr("kid")));
  Jwt().set_key_id("key-7");
  EXPECT_THAT(JwtHeader(), HasSubstr(R"("kid":"key-7")"));
}

TEST_F(Authentication, BearerToken) {
  settings_.mutable_auth()->mutable_bearer_token()->set_token(org().NewToken());
  ExpectWorks(0);
}

TEST_F(Authentication, WrongSecretIsAnError) {
  settings_ = Settings(org());
  settings_.mutable_auth()->mutable_password()->set_client_secret("Secret-of-the-app-not");
  Use(settings_);
  const Outcome outcome = Get();
  EXPECT_TRUE(FailedWith(outcome, kUnauthenticated, "invalid_client"));
  EXPECT_EQ(outcome.detail.http_status(), 400);
  EXPECT_EQ(org().Count("GET"), 0);
  // Salesforce locks users out after a few attempts, so the next call does not make another one.
  const Outcome next = Get();
  EXPECT_TRUE(FailedWith(next, kUnauthenticated, "invalid_client"));
  EXPECT_TRUE(next.retry_delay.has_value());
  EXPECT_EQ(org().TokenRequests(), 1);
}

TEST_F(Authentication, InstanceIsTakenFromTheTokenReply) {
  settings_ = Settings(org());
  settings_.clear_base_url();
  ExpectWorks();
}

TEST_F(Authentication, ClientAuthenticationByHeader) {
  settings_ = Settings(org());
  settings_.mutable_auth()->set_client_authentication(v1::CLIENT_AUTHENTICATION_HEADER);
  ExpectWorks();
  EXPECT_THAT(org().Journal("/services/oauth2/token").at(0).headers.at("authorization"),
              StartsWith("Basic"));
}

TEST_F(Authentication, ClientAuthenticationByBody) {
  settings_ = Settings(org());
  ExpectWorks();
  EXPECT_EQ(org().Journal("/services/oauth2/token").at(0).headers.count("authorization"), 0u);
}

TEST_F(Authentication, RotatedRefreshTokenIsUsedFromThenOn) {
  v1::RefreshTokenGrant& grant = RefreshToken();
  grant.set_refresh_token("Rotating-token-of-Ada");
  grant.set_client_id("rotating-app");
  grant.set_client_secret("Secret-of-the-rotating-app");
  Use(settings_);
  ASSERT_TRUE(Succeeded(Get()));
  for (int i = 0; i < 3; ++i) {
    org().Fault(R"({"match":{"path":"/services/data/"},"action":{"session":"revokeAll"}})");
    EXPECT_TRUE(Succeeded(Get()));
  }
  EXPECT_EQ(org().TokenRequests(), 4);
}

TEST_F(Authentication, StoredRefreshTokenOutlivesTheConnection) {
  const std::string path = ::testing::TempDir() + "token-" + std::to_string(getpid()) + ".json";
  unlink(path.c_str());
  v1::RefreshTokenGrant& grant = RefreshToken();
  grant.set_refresh_token("Rotating-token-of-Ada");
  grant.set_client_id("rotating-app");
  grant.set_client_secret("Secret-of-the-rotating-app");
  settings_.mutable_auth()->mutable_token_store()->mutable_file()->set_path(path);
  for (int i = 0; i < 3; ++i) {
    Use(settings_);
    EXPECT_TRUE(Succeeded(Get()));
  }
  struct stat status = {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  unlink(path.c_str());
  unlink((path + ".lock").c_str());
}

TEST_F(Authentication, ShortTokenLifetimeIsRespected) {
  settings_ = Settings(org());
  // A token lives for a nanosecond longer than it is distrusted: practically never.
  settings_.mutable_auth()->mutable_clock_skew()->set_seconds(60);
  settings_.mutable_auth()->mutable_default_token_lifetime()->set_seconds(60);
  settings_.mutable_auth()->mutable_default_token_lifetime()->set_nanos(1);
  ExpectWorks(2);
}

TEST_F(Authentication, ScopesOfARefreshTokenAreAskedFor) {
  RefreshToken();
  EXPECT_THAT(TokenRequest(), Not(HasSubstr("scope")));
  RefreshToken().add_scopes("api");
  RefreshToken().add_scopes("custom_permissions");
  EXPECT_THAT(TokenRequest() + "&", HasSubstr("&scope=api+custom_permissions&"));
}

TEST_F(Authentication, ScopesOfClientCredentialsAreAskedFor) {
  v1::ClientCredentialsGrant& grant = *settings_.mutable_auth()->mutable_client_credentials();
  grant.set_client_id("conformance-app");
  grant.set_client_secret("Secret-of-the-app");
  EXPECT_THAT(TokenRequest(), Not(HasSubstr("scope")));
  grant.add_scopes("api");
  grant.add_scopes("id");
  EXPECT_THAT(TokenRequest() + "&", HasSubstr("&scope=api+id&"));
}

}  // namespace
}  // namespace sfconnector::conformance
