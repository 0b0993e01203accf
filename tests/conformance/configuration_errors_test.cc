// SPDX-License-Identifier: Apache-2.0
// Every field of a connection that is wrong is named.
#include <functional>

#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::HasSubstr;

class ConfigurationErrors : public ::testing::Test {
 protected:
  // `why` is a part of the explanation.
  static void ExpectRefused(const std::string& config, const std::string& field,
                            const std::string& why = {}) {
    SCOPED_TRACE(field);
    Door& door = *TheWorld().door;
    std::unique_ptr<Connection> connection;
    const Outcome outcome = door.Connect(config, &connection);
    EXPECT_EQ(connection, nullptr);
    EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
    EXPECT_THAT(outcome.message, HasSubstr(door.FieldName(field)));
    EXPECT_THAT(outcome.message, HasSubstr(why));
  }
};

// A valid connection, but for what `spoil` does to it.
struct Mistake {
  const char* field;
  std::function<void(v1::Connection&)> spoil;
  const char* why = "";  // where the field can be wrong in several ways
};

// Grants that lack nothing.

v1::RefreshTokenGrant& RefreshToken(v1::Connection& connection) {
  v1::RefreshTokenGrant& grant = *connection.mutable_auth()->mutable_refresh_token();
  grant.set_refresh_url("https://login.salesforce.com/services/oauth2/token");
  grant.set_refresh_token("Refresh-token-of-Ada");
  grant.set_client_id("i");
  return grant;
}

v1::ClientCredentialsGrant& ClientCredentials(v1::Connection& connection) {
  v1::ClientCredentialsGrant& grant = *connection.mutable_auth()->mutable_client_credentials();
  grant.set_token_url("https://example.my.salesforce.com/services/oauth2/token");
  grant.set_client_id("i");
  grant.set_client_secret("Secret-of-the-app");
  return grant;
}

v1::JwtBearerGrant& Jwt(v1::Connection& connection) {
  v1::JwtBearerGrant& grant = *connection.mutable_auth()->mutable_jwt_bearer();
  grant.set_token_url("https://login.salesforce.com/services/oauth2/token");
  grant.set_client_id("i");
  grant.set_subject("s");
  grant.set_audience("https://login.salesforce.com");
  grant.set_private_key(TheWorld().jwt_key.private_pem);
  return grant;
}

std::vector<Mistake> Mistakes() {
  using C = v1::Connection;
  return {
      {"base_url", [](C& c) { c.set_base_url("http://example.com"); }},
      {"base_url", [](C& c) { c.set_base_url("https://example.com/services/data"); },
       "without a path"},
      {"auth", [](C& c) { c.clear_auth(); }, "is required"},
      {"auth", [](C& c) { c.mutable_auth()->Clear(); }, "has no grant"},
      {"auth.password.token_url",
       [](C& c) { c.mutable_auth()->mutable_password()->clear_token_url(); }},
      {"auth.password.username",
       [](C& c) { c.mutable_auth()->mutable_password()->clear_username(); }},
      {"auth.password.password",
       [](C& c) { c.mutable_auth()->mutable_password()->clear_password(); }},
      {"auth.password.client_id",
       [](C& c) { c.mutable_auth()->mutable_password()->clear_client_id(); }},
      {"auth.refresh_token.refresh_url",
       [](C& c) { c.mutable_auth()->mutable_refresh_token()->set_refresh_token("t"); }},
      {"auth.refresh_token.refresh_token", [](C& c) { RefreshToken(c).clear_refresh_token(); }},
      {"auth.refresh_token.client_id", [](C& c) { RefreshToken(c).clear_client_id(); }},
      {"auth.refresh_token.scopes[0]", [](C& c) { RefreshToken(c).add_scopes("api id"); }},
      {"auth.refresh_token.scopes[1]",
       [](C& c) {
         v1::RefreshTokenGrant& grant = RefreshToken(c);
         grant.add_scopes("api");
         grant.add_scopes("");
       }},
      {"auth.client_credentials.token_url",
       [](C& c) { c.mutable_auth()->mutable_client_credentials()->set_client_id("i"); },
       "is required"},
      {"auth.client_credentials.token_url",
       [](C& c) {
         ClientCredentials(c).set_token_url("https://login.salesforce.com/services/oauth2/token");
       },
       "must be on the org's My Domain"},
      {"auth.client_credentials.client_id", [](C& c) { ClientCredentials(c).clear_client_id(); }},
      {"auth.client_credentials.client_secret",
       [](C& c) { ClientCredentials(c).clear_client_secret(); }},
      {"auth.client_credentials.scopes[0]", [](C& c) { ClientCredentials(c).add_scopes("a\"b"); }},
      {"auth.jwt_bearer.token_url",
       [](C& c) { c.mutable_auth()->mutable_jwt_bearer()->set_client_id("i"); }},
      {"auth.jwt_bearer.client_id", [](C& c) { Jwt(c).clear_client_id(); }},
      {"auth.jwt_bearer.subject", [](C& c) { Jwt(c).clear_subject(); }},
      {"auth.jwt_bearer.audience", [](C& c) { Jwt(c).clear_audience(); }, "is required"},
      {"auth.jwt_bearer.audience", [](C& c) { Jwt(c).set_audience("login"); }, "is not a URL"},
      {"auth.jwt_bearer.private_key", [](C& c) { Jwt(c).clear_private_key(); }, "is required"},
      {"auth.jwt_bearer.private_key", [](C& c) { Jwt(c).set_private_key("no key"); }},
      {"auth.jwt_bearer.private_key_passphrase",
       [](C& c) {
         Jwt(c).set_private_key(LockKey(TheWorld().jwt_key.private_pem, "Passphrase-of-the-key"));
       },
       "is missing"},
      {"auth.jwt_bearer.private_key_passphrase",
       [](C& c) {
         v1::JwtBearerGrant& grant = Jwt(c);
         grant.set_private_key(LockKey(TheWorld().jwt_key.private_pem, "Passphrase-of-the-key"));
         grant.set_private_key_passphrase("Passphrase-of-another");
       },
       "does not decrypt"},
      {"auth.bearer_token.token", [](C& c) { c.mutable_auth()->mutable_bearer_token(); }},
      {"auth.client_authentication",
       [](C& c) {
         c.mutable_auth()->mutable_password()->clear_client_secret();
         c.mutable_auth()->set_client_authentication(v1::CLIENT_AUTHENTICATION_HEADER);
       }},
      {"auth.clock_skew", [](C& c) { c.mutable_auth()->mutable_clock_skew()->set_seconds(-1); }},
      {"auth.default_token_lifetime",
       [](C& c) { c.mutable_auth()->mutable_default_token_lifetime()->set_seconds(1); }},
      {"auth.token_store.file.path",
       [](C& c) {
         c.mutable_auth()->mutable_token_store()->mutable_file()->set_path("/no/such/folder/x");
       }},
      {"api_version", [](C& c) { c.set_api_version("latest"); }},
      {"timeout", [](C& c) { c.mutable_timeout()->set_seconds(-1); }},
      {"connect_timeout", [](C& c) { c.mutable_connect_timeout()->set_seconds(0); }},
      {"retry.count", [](C& c) { c.mutable_retry()->set_count(-1); }},
      {"retry.interval", [](C& c) { c.mutable_retry()->mutable_interval()->set_nanos(0); }},
      {"retry.backoff_factor", [](C& c) { c.mutable_retry()->set_backoff_factor(0.5); }},
      {"retry.max_interval",
       [](C& c) {
         c.mutable_retry()->mutable_interval()->set_seconds(2);
         c.mutable_retry()->mutable_max_interval()->set_seconds(1);
       }},
      {"retry.status_codes[0]", [](C& c) { c.mutable_retry()->add_status_codes(200); }},
      {"circuit_breaker.failure_threshold",
       [](C& c) { c.mutable_circuit_breaker()->set_failure_threshold(-1); }},
      {"circuit_breaker.reset_timeout",
       [](C& c) { c.mutable_circuit_breaker()->mutable_reset_timeout()->set_seconds(-1); }},
      {"tls.ca_file", [](C& c) { c.mutable_tls()->set_ca_file("/no/such/file"); }},
      {"tls.client_certificate_file",
       [](C& c) { c.mutable_tls()->set_client_certificate_file("/no/such/file"); }},
      {"tls.client_key_file", [](C& c) { c.mutable_tls()->set_client_key_file("/no/such/file"); }},
      {"tls.client_key_passphrase",
       [](C& c) { c.mutable_tls()->set_client_key_passphrase("Passphrase-of-the-key"); }},
      {"tls.max_version",
       [](C& c) {
         c.mutable_tls()->set_min_version(v1::TLS_VERSION_1_3);
         c.mutable_tls()->set_max_version(v1::TLS_VERSION_1_2);
       }},
      {"tls.ciphers", [](C& c) { c.mutable_tls()->set_ciphers("A B\nC"); }},
      {"tls.server_name", [](C& c) { c.mutable_tls()->set_server_name("a/b"); }},
      {"proxy.url", [](C& c) { c.mutable_proxy()->set_url("ftp://proxy:1"); }},
      {"proxy.username",
       [](C& c) {
         c.mutable_proxy()->set_url("http://proxy:1");
         c.mutable_proxy()->set_password("Password-of-the-proxy");
       }},
      {"proxy.no_proxy[0]",
       [](C& c) {
         c.mutable_proxy()->set_url("http://proxy:1");
         c.mutable_proxy()->add_no_proxy("a b");
       }},
      {"pool.max_connections", [](C& c) { c.mutable_pool()->set_max_connections(-1); }},
      {"pool.idle_timeout",
       [](C& c) { c.mutable_pool()->mutable_idle_timeout()->set_seconds(-1); }},
      {"pool.streams_per_connection",
       [](C& c) { c.mutable_pool()->set_streams_per_connection(-1); }},
      {"response_limits.max_header_bytes",
       [](C& c) { c.mutable_response_limits()->set_max_header_bytes(1); }},
      {"response_limits.max_body_bytes",
       [](C& c) { c.mutable_response_limits()->set_max_body_bytes(1); }},
      {"redirects.max", [](C& c) { c.mutable_redirects()->set_max(-1); }},
      {"redirects.allowed_hosts[0]",
       [](C& c) { c.mutable_redirects()->add_allowed_hosts("https://x"); }},
      {"headers.Authorization", [](C& c) { (*c.mutable_headers())["Authorization"] = "x"; }},
      {"headers.X-Bad", [](C& c) { (*c.mutable_headers())["X-Bad"] = "a\r\nb"; }},
      {"headers.x-trace",
       [](C& c) {
         (*c.mutable_headers())["X-Trace"] = "a";
         (*c.mutable_headers())["x-trace"] = "b";
       },
       "is given twice"},
      {"client_name", [](C& c) { c.set_client_name("a;b"); }},
      {"max_concurrent_calls", [](C& c) { c.set_max_concurrent_calls(-1); }},
      {"spool.max_bytes", [](C& c) { c.mutable_spool()->set_max_bytes(1); }},
      {"caller_token_hosts[0]", [](C& c) { c.add_caller_token_hosts("*"); }},
  };
}

TEST_F(ConfigurationErrors, WrongValuesAreNamed) {
  for (const Mistake& mistake : Mistakes()) {
    v1::Connection settings = Settings(TheWorld().org);
    mistake.spoil(settings);
    ExpectRefused(ToJson(settings), mistake.field, mistake.why);
  }
}

TEST_F(ConfigurationErrors, WrongSyntaxIsNamed) {
  const std::string auth = R"("auth":{"bearer_token":{"token":"t"}})";
  ExpectRefused(R"({"base_urll":"https://a.example.com",)" + auth + "}", "base_urll");
  ExpectRefused(R"({"base_url":7,)" + auth + "}", "base_url");
  ExpectRefused(R"({"base_url":"https://a.example.com","timeout":"soon",)" + auth + "}", "timeout");
  ExpectRefused(R"({"base_url":"https://a.example.com","http_version":"3",)" + auth + "}",
                "http_version");
  ExpectRefused(R"({"base_url":"https://a.example.com","auth":{"bearer_token":{"tokens":"t"}}})",
                "auth.bearer_token.tokens");
  ExpectRefused(
      R"({"base_url":"https://a.example.com","auth":{"bearer_token":{"token":"${SFC_NOT_SET}"}}})",
      "auth.bearer_token.token");
  ExpectRefused(
      R"({"base_url":"https://a.example.com","auth":{"bearer_token":{"token_file":"/no/file"}}})",
      "auth.bearer_token.token_file");
  ExpectRefused(
      R"({"base_url":"https://a.example.com","headers":{"X-A":"1","X-A":"2"},)" + auth + "}",
      "headers.X-A", "given twice");
}

}  // namespace
}  // namespace sfconnector::conformance
