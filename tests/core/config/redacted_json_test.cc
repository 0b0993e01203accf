// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/config/connection_config.h"
#include "sfconnector/v1/server_config.pb.h"

namespace sfconnector {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(RedactedJson, HidesSecretsAndShowsTheRest) {
  v1::Connection connection;
  connection.set_base_url("https://example.com");
  v1::PasswordGrant& grant = *connection.mutable_auth()->mutable_password();
  grant.set_username("user@example.com");
  grant.set_password("s3cret");
  EXPECT_EQ(RedactedJson(connection),
            R"({"baseUrl":"https://example.com",)"
            R"("auth":{"password":{"username":"user@example.com","password":"***"}}})");
  EXPECT_EQ(grant.password(), "s3cret");
}

TEST(RedactedJson, HidesEverySecretOfEveryGrant) {
  v1::Connection connection;
  v1::Auth& auth = *connection.mutable_auth();
  std::string all;
  auth.mutable_refresh_token()->set_refresh_token("s3cret");
  auth.mutable_refresh_token()->set_client_secret("s3cret");
  all += RedactedJson(connection);
  auth.mutable_password()->set_security_token("s3cret");
  auth.mutable_password()->set_client_secret("s3cret");
  all += RedactedJson(connection);
  auth.mutable_client_credentials()->set_client_secret("s3cret");
  all += RedactedJson(connection);
  auth.mutable_jwt_bearer()->set_private_key("s3cret");
  auth.mutable_jwt_bearer()->set_private_key_passphrase("s3cret");
  all += RedactedJson(connection);
  auth.mutable_bearer_token()->set_token("s3cret");
  connection.mutable_tls()->set_client_key_passphrase("s3cret");
  connection.mutable_proxy()->set_password("s3cret");
  (*connection.mutable_headers())["X-Api-Key"] = "s3cret";
  all += RedactedJson(connection);
  EXPECT_THAT(all, Not(HasSubstr("s3cret")));
  EXPECT_THAT(all, HasSubstr(R"("X-Api-Key":"***")"));
}

TEST(RedactedJson, HidesSecretsWithinMaps) {
  v1::ServerConfig config;
  (*config.mutable_connections())["crm"].mutable_auth()->mutable_bearer_token()->set_token(
      "s3cret");
  EXPECT_EQ(RedactedJson(config),
            R"({"connections":{"crm":{"auth":{"bearerToken":{"token":"***"}}}}})");
}

TEST(RedactedJson, HidesUserNamesAndPasswordsOfUrls) {
  v1::Connection connection;
  auto shown = [&connection](const std::string& url) {
    connection.set_base_url(url);
    return RedactedJson(connection);
  };
  EXPECT_EQ(shown("http://u:s3@cret@proxy:1/a@b"), R"({"baseUrl":"http://***@proxy:1/a@b"})");
  EXPECT_EQ(shown("http://a, http://u:p@b?x@y"), R"({"baseUrl":"http://a, http://***@b?x@y"})");
  EXPECT_EQ(shown("mail@example.com"), R"({"baseUrl":"mail@example.com"})");
}

TEST(RedactedJson, AnEmptySecretStaysUnset) {
  v1::Connection connection;
  connection.mutable_proxy()->set_password("");
  EXPECT_EQ(RedactedJson(connection), R"({"proxy":{}})");
}

}  // namespace
}  // namespace sfconnector
