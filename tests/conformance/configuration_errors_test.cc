// SPDX-License-Identifier: Apache-2.0
// Every field of a connection that is wrong is named.
#include <functional>

#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::HasSubstr;

class ConfigurationErrors : public ::testing::Test {
 protected:
  static void ExpectRefused(const std::string& config, const std::string& field) {
    SCOPED_TRACE(field);
    Door& door = *TheWorld().door;
    std::unique_ptr<Connection> connection;
    const Outcome outcome = door.Connect(config, &connection);
    EXPECT_EQ(connection, nullptr);
    EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
    EXPECT_THAT(outcome.message, HasSubstr(door.FieldName(field)));
  }
};

// A valid connection, but for what `spoil` does to it.
struct Mistake {
  const char* field;
  std::function<void(v1::Connection&)> spoil;
};

std::vector<Mistake> Mistakes() {
  using C = v1::Connection;
  return {
      {"base_url", [](C& c) { c.set_base_url("http://example.com"); }},
      {"auth", [](C& c) { c.clear_auth(); }},
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
      {"auth.client_credentials.token_url",
       [](C& c) { c.mutable_auth()->mutable_client_credentials()->set_client_id("i"); }},
      {"auth.jwt_bearer.token_url",
       [](C& c) { c.mutable_auth()->mutable_jwt_bearer()->set_client_id("i"); }},
      {"auth.jwt_bearer.private_key",
       [](C& c) {
         v1::JwtBearerGrant& grant = *c.mutable_auth()->mutable_jwt_bearer();
         grant.set_token_url("https://login.salesforce.com/services/oauth2/token");
         grant.set_client_id("i");
         grant.set_subject("s");
         grant.set_audience("https://login.salesforce.com");
         grant.set_private_key("no key");
       }},
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
      {"client_name", [](C& c) { c.set_client_name("a;b"); }},
      {"max_concurrent_calls", [](C& c) { c.set_max_concurrent_calls(-1); }},
      {"caller_token_hosts[0]", [](C& c) { c.add_caller_token_hosts("*"); }},
  };
}

TEST_F(ConfigurationErrors, WrongValuesAreNamed) {
  for (const Mistake& mistake : Mistakes()) {
    v1::Connection settings = Settings(TheWorld().org);
    mistake.spoil(settings);
    ExpectRefused(ToJson(settings), mistake.field);
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
}

}  // namespace
}  // namespace sfconnector::conformance
