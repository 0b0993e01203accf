// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include <fstream>

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "tests/core/config/valid_connections.h"

namespace sfconnector {
namespace {

using testing::FromJson;
using ::testing::HasSubstr;
using testing::Smallest;
using testing::WrongField;

// The smallest valid connection with `json` laid over it.
v1::Connection With(const std::string& json) {
  v1::Connection connection = Smallest();
  connection.MergeFrom(FromJson(json));
  return connection;
}

TEST(ValidateConnection, FillsInEveryDefault) {
  absl::StatusOr<v1::Connection> valid = ValidateConnection(Smallest());
  ASSERT_TRUE(valid.ok()) << valid.status();
  const v1::Connection expected = FromJson(R"({
    "base_url": "https://example.my.salesforce.com",
    "auth": {
      "bearer_token": {"token": "t"},
      "client_authentication": "CLIENT_AUTHENTICATION_BODY",
      "clock_skew": "10s",
      "token_store": {"memory": {}}
    },
    "api_version": "59.0",
    "http_version": "HTTP_VERSION_2",
    "timeout": "60s",
    "connect_timeout": "10s",
    "retry": {"count": 3, "interval": "0.5s", "backoff_factor": 2, "max_interval": "30s",
              "status_codes": [420, 429, 500, 502, 503, 504]},
    "circuit_breaker": {"reset_timeout": "30s"},
    "tls": {"min_version": "TLS_VERSION_1_2", "verify_peer": true, "verify_host": true},
    "pool": {"max_connections": 32, "idle_timeout": "60s", "streams_per_connection": 100},
    "compression": {"response": true},
    "response_limits": {"max_header_bytes": 65536, "max_body_bytes": 67108864},
    "redirects": {"max": 3},
    "client_name": "sfconnector",
    "max_concurrent_calls": 256,
    "spool": {"max_bytes": "4294967296"}
  })");
  EXPECT_EQ(valid->DebugString(), expected.DebugString());
}

TEST(ValidateConnection, ValidatedConnectionStaysAsItIs) {
  absl::StatusOr<v1::Connection> once =
      ValidateConnection(With(R"({"api_version":"v60","retry":{"count":0}})"));
  ASSERT_TRUE(once.ok()) << once.status();
  absl::StatusOr<v1::Connection> twice = ValidateConnection(*once);
  ASSERT_TRUE(twice.ok()) << twice.status();
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*once, *twice));
}

TEST(ValidateConnection, KeepsEveryValueThatIsGiven) {
  const char* values[] = {
      R"({"http_version":"HTTP_VERSION_1_1"})",
      R"({"timeout":"0.001s"})",
      R"({"connect_timeout":"3s"})",
      R"({"auth":{"clock_skew":"0s"}})",
      R"({"auth":{"default_token_lifetime":"3600s"}})",
      R"({"retry":{"count":0}})",
      R"({"retry":{"interval":"1s"}})",
      R"({"retry":{"backoff_factor":1}})",
      R"({"retry":{"max_interval":"0.5s"}})",
      R"({"retry":{"status_codes":[400,599]}})",
      R"({"circuit_breaker":{"failure_threshold":5}})",
      R"({"circuit_breaker":{"reset_timeout":"1s"}})",
      R"({"tls":{"min_version":"TLS_VERSION_1_3"}})",
      R"({"tls":{"max_version":"TLS_VERSION_1_2"}})",
      R"({"tls":{"ciphers":"ECDHE+AESGCM:!aNULL"}})",
      R"({"tls":{"verify_peer":false}})",
      R"({"tls":{"verify_host":false}})",
      R"({"tls":{"server_name":"proxy.example.com"}})",
      R"({"proxy":{"url":"http://proxy.example.com:3128"}})",
      R"({"proxy":{"url":"https://[::1]:3128/"}})",
      R"({"proxy":{"url":"socks5h://127.0.0.1:1080","username":"u","password":"p"}})",
      R"({"proxy":{"url":"http://p:80","no_proxy":["*",".internal","host","10.0.0.1","[::1]"]}})",
      R"({"pool":{"max_connections":1}})",
      R"({"pool":{"idle_timeout":"5s"}})",
      R"({"pool":{"streams_per_connection":1}})",
      R"({"compression":{"response":false}})",
      R"({"compression":{"request":true}})",
      R"({"response_limits":{"max_header_bytes":1024}})",
      R"({"response_limits":{"max_body_bytes":1099511627776}})",
      R"({"redirects":{"max":0}})",
      R"({"redirects":{"allowed_hosts":["files.example.com","*.force.com"]}})",
      R"({"headers":{"X-Trace":"a b\tc","x-other":""}})",
      R"({"client_name":"my-app/1.0"})",
      R"({"max_concurrent_calls":1})",
      R"({"caller_token_hosts":["*.my.salesforce.com"]})",
  };
  for (const char* json : values) {
    absl::StatusOr<v1::Connection> valid = ValidateConnection(With(json));
    ASSERT_TRUE(valid.ok()) << json << " " << valid.status();
    // Everything that was given is still there: laying it over once more changes nothing.
    v1::Connection again = *valid;
    const v1::Connection given = FromJson(json);
    again.MergeFrom(given);
    if (given.retry().status_codes().empty() && given.proxy().no_proxy().empty() &&
        given.redirects().allowed_hosts().empty() && given.caller_token_hosts().empty()) {
      EXPECT_EQ(again.DebugString(), valid->DebugString()) << json;
    }
  }
  EXPECT_EQ(ValidateConnection(With(R"({"retry":{"status_codes":[400,599]}})"))
                ->retry()
                .status_codes_size(),
            2);
}

struct WrongRow {
  const char* json;
  const char* field;
};

class WrongValue : public ::testing::TestWithParam<WrongRow> {};

TEST_P(WrongValue, IsNamed) {
  EXPECT_EQ(WrongField(With(GetParam().json)), GetParam().field) << GetParam().json;
}

const WrongRow kWrong[] = {
    {R"({"base_url":"example.my.salesforce.com"})", "base_url"},
    {R"({"base_url":"http://example.my.salesforce.com"})", "base_url"},
    {R"({"base_url":"https://u:p@example.com"})", "base_url"},
    {R"({"base_url":"https://example.com/services"})", "base_url"},
    {R"({"base_url":"https://example.com?x"})", "base_url"},
    {R"({"base_url":"https://"})", "base_url"},
    {R"({"base_url":"ftp://example.com"})", "base_url"},
    {R"({"base_url":"https://exa$mple.com"})", "base_url"},
    {R"({"base_url":"http://127.0.0.1.example.com"})", "base_url"},
    {R"({"api_version":"59.1"})", "api_version"},
    {R"({"api_version":"latest"})", "api_version"},
    {R"({"http_version":3})", "http_version"},
    {R"({"timeout":"0s"})", "timeout"},
    {R"({"timeout":"-1s"})", "timeout"},
    {R"({"timeout":"-0.5s"})", "timeout"},
    {R"({"timeout":"315576000000s"})", "timeout"},
    {R"({"connect_timeout":"0s"})", "connect_timeout"},
    {R"({"retry":{"count":-1}})", "retry.count"},
    {R"({"retry":{"count":101}})", "retry.count"},
    {R"({"retry":{"interval":"0s"}})", "retry.interval"},
    {R"({"retry":{"backoff_factor":0.5}})", "retry.backoff_factor"},
    {R"({"retry":{"backoff_factor":"NaN"}})", "retry.backoff_factor"},
    {R"({"retry":{"backoff_factor":"Infinity"}})", "retry.backoff_factor"},
    {R"({"retry":{"max_interval":"0.1s"}})", "retry.max_interval"},
    {R"({"retry":{"max_interval":"-1s"}})", "retry.max_interval"},
    {R"({"retry":{"status_codes":[503,399]}})", "retry.status_codes[1]"},
    {R"({"retry":{"status_codes":[600]}})", "retry.status_codes[0]"},
    {R"({"circuit_breaker":{"failure_threshold":-1}})", "circuit_breaker.failure_threshold"},
    {R"({"circuit_breaker":{"reset_timeout":"0s"}})", "circuit_breaker.reset_timeout"},
    {R"({"tls":{"ca_file":"/no/such/file"}})", "tls.ca_file"},
    {R"({"tls":{"ca_file":"/"}})", "tls.ca_file"},
    {R"({"tls":{"client_certificate_file":"/no/such/file"}})", "tls.client_certificate_file"},
    {R"({"tls":{"client_key_file":"/no/such/file"}})", "tls.client_key_file"},
    {R"({"tls":{"client_key_passphrase":"p"}})", "tls.client_key_passphrase"},
    {R"({"tls":{"min_version":7}})", "tls.min_version"},
    {R"({"tls":{"max_version":7}})", "tls.max_version"},
    {R"({"tls":{"min_version":"TLS_VERSION_1_3","max_version":"TLS_VERSION_1_2"}})",
     "tls.max_version"},
    {R"({"tls":{"ciphers":"AES 128"}})", "tls.ciphers"},
    {R"({"tls":{"server_name":"https://example.com"}})", "tls.server_name"},
    {R"({"proxy":{"url":"proxy.example.com:3128"}})", "proxy.url"},
    {R"({"proxy":{"url":"socks4://proxy:1080"}})", "proxy.url"},
    {R"({"proxy":{"url":"http://proxy"}})", "proxy.url"},
    {R"({"proxy":{"url":"http://proxy:99999"}})", "proxy.url"},
    {R"({"proxy":{"url":"http://u:p@proxy:3128"}})", "proxy.url"},
    {R"({"proxy":{"url":"http://proxy:3128/path"}})", "proxy.url"},
    {R"({"proxy":{"username":"u"}})", "proxy.url"},
    {R"({"proxy":{"no_proxy":["host"]}})", "proxy.url"},
    {R"({"proxy":{"url":"http://p:1","username":"a:b"}})", "proxy.username"},
    {R"({"proxy":{"url":"http://p:1","password":"p"}})", "proxy.username"},
    {R"({"proxy":{"url":"http://p:1","no_proxy":["host","http://host"]}})", "proxy.no_proxy[1]"},
    {R"({"proxy":{"url":"http://p:1","no_proxy":["*.example.com"]}})", "proxy.no_proxy[0]"},
    {R"({"proxy":{"url":"http://p:1","no_proxy":[""]}})", "proxy.no_proxy[0]"},
    {R"({"pool":{"max_connections":-1}})", "pool.max_connections"},
    {R"({"pool":{"idle_timeout":"0s"}})", "pool.idle_timeout"},
    {R"({"pool":{"streams_per_connection":10001}})", "pool.streams_per_connection"},
    {R"({"response_limits":{"max_header_bytes":1}})", "response_limits.max_header_bytes"},
    {R"({"response_limits":{"max_body_bytes":-1}})", "response_limits.max_body_bytes"},
    {R"({"redirects":{"max":21}})", "redirects.max"},
    {R"({"redirects":{"allowed_hosts":["ok.example.com","*.com"]}})", "redirects.allowed_hosts[1]"},
    {R"({"redirects":{"allowed_hosts":["https://example.com"]}})", "redirects.allowed_hosts[0]"},
    {R"({"headers":{"Authorization":"x"}})", "headers.Authorization"},
    {R"({"headers":{"host":"x"}})", "headers.host"},
    {R"({"headers":{"Content-Type":"x"}})", "headers.Content-Type"},
    {R"({"headers":{"Proxy-Authorization":"x"}})", "headers.Proxy-Authorization"},
    {R"({"headers":{"Sforce-Call-Options":"x"}})", "headers.Sforce-Call-Options"},
    {R"({"headers":{"a b":"x"}})", "headers.a b"},
    {R"({"headers":{"X-One":"a\r\nX-Two: b"}})", "headers.X-One"},
    {R"({"headers":{"X-One":" a"}})", "headers.X-One"},
    {R"({"headers":{"X-One":"a","x-one":"b"}})", "headers.x-one"},
    {R"({"client_name":"a;b"})", "client_name"},
    {R"({"client_name":"a b"})", "client_name"},
    {R"({"max_concurrent_calls":-5})", "max_concurrent_calls"},
    {R"({"spool":{"max_bytes":1000}})", "spool.max_bytes"},
    {R"({"caller_token_hosts":["*"]})", "caller_token_hosts[0]"},
    {R"({"caller_token_hosts":["a.example.com","-x"]})", "caller_token_hosts[1]"},
};

INSTANTIATE_TEST_SUITE_P(Rows, WrongValue, ::testing::ValuesIn(kWrong));

TEST(ValidateConnection, BaseUrlBecomesAnOrigin) {
  EXPECT_EQ(ValidateConnection(With(R"({"base_url":"HTTPS://Example.my.salesforce.com:443/"})"))
                ->base_url(),
            "https://example.my.salesforce.com");
  EXPECT_EQ(ValidateConnection(With(R"({"base_url":"https://example.com:8443"})"))->base_url(),
            "https://example.com:8443");
}

TEST(ValidateConnection, PlainHttpIsForThisMachineOnly) {
  for (const char* url : {"http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:1",
                          "http://org.localhost:1"}) {
    EXPECT_EQ(ValidateConnection(With(R"({"base_url":")" + std::string(url) + "\"}"))->base_url(),
              url);
  }
}

TEST(ValidateConnection, ApiVersionIsNormalised) {
  for (const char* version : {"60.0", "v60.0", "v60", "60"}) {
    EXPECT_EQ(ValidateConnection(With(R"({"api_version":")" + std::string(version) + "\"}"))
                  ->api_version(),
              "60.0");
  }
}

TEST(ValidateConnection, CertificateAndKeyGoTogether) {
  const std::string path = ::testing::TempDir() + "sfconnector_validate_test.pem";
  std::ofstream(path) << "PEM";
  v1::Connection both = Smallest();
  both.mutable_tls()->set_ca_file(path);
  both.mutable_tls()->set_client_certificate_file(path);
  both.mutable_tls()->set_client_key_file(path);
  both.mutable_tls()->set_client_key_passphrase("p");
  EXPECT_EQ(WrongField(both), "OK");
  v1::Connection one = both;
  one.mutable_tls()->clear_client_key_file();
  EXPECT_EQ(WrongField(one), "tls.client_key_file");
  one = both;
  one.mutable_tls()->clear_client_certificate_file();
  EXPECT_EQ(WrongField(one), "tls.client_certificate_file");
  std::remove(path.c_str());
}

TEST(ValidateConnection, ErrorsTellNoSecret) {
  v1::Connection connection = Smallest();
  connection.set_base_url("https://user:s3cret@example.com");
  EXPECT_THAT(ValidateConnection(connection).status().ToString(),
              ::testing::Not(HasSubstr("s3cret")));
  connection = Smallest();
  connection.mutable_auth()->mutable_bearer_token()->set_token("s3cret\n");
  EXPECT_THAT(ValidateConnection(connection).status().ToString(),
              ::testing::Not(HasSubstr("s3cret")));
}

}  // namespace
}  // namespace sfconnector
