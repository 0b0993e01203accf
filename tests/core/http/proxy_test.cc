// SPDX-License-Identifier: Apache-2.0
// Proxies, for hosts behind TLS too.

#include <stdlib.h>

#include "tests/core/http/tls_fixture.h"

namespace sfconnector::testing {
namespace {

class Proxied : public TlsTest {
 protected:
  v1::Connection ProxySettings() {
    v1::Connection settings = TrustingSettings();
    settings.mutable_proxy()->set_url(absl::StrCat("http://127.0.0.1:", proxy_.port()));
    settings.mutable_proxy()->set_username("user");
    settings.mutable_proxy()->set_password("secret");
    return settings;
  }

  // base64 of user:secret
  static constexpr char kAuthorization[] = "Proxy-Authorization: Basic dXNlcjpzZWNyZXQ=\r\n";

  ScriptedServer proxy_;
};

TEST_F(Proxied, TlsGoesThroughATunnel) {
  StartFront();
  ServeHello();
  proxy_.OnOthers(Script()
                      .ReadHead()
                      .Write("HTTP/1.1 200 Connection established\r\nX-Proxy: 1\r\n\r\n")
                      .Relay(front_->port()));
  ExpectTrusted(ProxySettings());
  EXPECT_EQ(proxy_.CountReceived(absl::StrCat("CONNECT 127.0.0.1:", front_->port())), 2);
  EXPECT_EQ(proxy_.CountReceived(kAuthorization), 2);
  EXPECT_EQ(server_.CountReceived("Proxy-"), 0);
  EXPECT_EQ(server_.CountReceived("Via: 2 nghttpx"), 1);
}

TEST_F(Proxied, ServerNameLeavesTheTunnelsEndAlone) {
  StartFront({}, "named");
  ServeHello();
  proxy_.OnOthers(Script().ReadHead().Write("HTTP/1.1 200 OK\r\n\r\n").Relay(front_->port()));
  v1::Connection settings = ProxySettings();
  settings.mutable_tls()->set_server_name("org.example.test");
  ExpectTrusted(settings);
  EXPECT_EQ(proxy_.CountReceived(absl::StrCat("CONNECT 127.0.0.1:", front_->port())), 2);
}

TEST_F(Proxied, PlainHttpIsSentToTheProxy) {
  UseSettings(ProxySettings());
  proxy_.OnNext(Script().ReadRequest().Reply("by proxy"));
  absl::StatusOr<WholeReply> reply = Run(Get("http://org.example.test/path"));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->body, "by proxy");
  EXPECT_EQ(proxy_.CountReceived("GET http://org.example.test/path HTTP/1.1\r\n"), 1);
  EXPECT_EQ(proxy_.CountReceived(kAuthorization), 1);
}

TEST_F(Proxied, RefusedTunnelSentNothing) {
  for (const char* answer : {"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: "
                             "Basic realm=x\r\nContent-Length: 0\r\n\r\n",
                             "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", ""}) {
    UseSettings(ProxySettings());
    proxy_.OnNext(Script().ReadHead().Write(answer));
    absl::Status status = Fail(Post("https://org.example.test/?q=secret", "secret"));
    ExpectNothingSent(status, absl::StatusCode::kUnavailable, "PROXY_FAILED");
  }
  EXPECT_EQ(proxy_.CountReceived("POST"), 0);
}

TEST_F(Proxied, UnreachableProxySentNothing) {
  v1::Connection settings = ProxySettings();
  settings.mutable_proxy()->set_url("http://127.0.0.1:1");
  UseSettings(settings);
  absl::Status status = Fail(Post("https://org.example.test/", "secret"));
  ExpectNothingSent(status, absl::StatusCode::kUnavailable, "PROXY_FAILED");
  settings.mutable_proxy()->set_url(absl::StrCat("http://", std::string(64, 'a'), ".invalid:1"));
  UseSettings(settings);
  status = Fail(Post("https://org.example.test/", "secret"));
  ExpectNothingSent(status, absl::StatusCode::kUnavailable, "PROXY_FAILED");
}

TEST_F(Proxied, HostsWithoutProxyAreReachedDirectly) {
  for (const char* entry : {"127.0.0.1", ".0.0.1", "*"}) {
    v1::Connection settings = ProxySettings();
    settings.mutable_proxy()->add_no_proxy("other.example.test");
    settings.mutable_proxy()->add_no_proxy(entry);
    UseSettings(settings);
    server_.OnNext(Script().ReadRequest().Reply("direct"));
    absl::StatusOr<WholeReply> reply = Run(Get(server_.Url("/")));
    ASSERT_TRUE(reply.ok()) << reply.status();
    EXPECT_EQ(reply->body, "direct");
  }
  EXPECT_TRUE(proxy_.connections().empty());
}

TEST_F(Proxied, OtherHostsAreNot) {
  ::setenv("no_proxy", "*", 1);
  v1::Connection settings = ProxySettings();
  for (const char* entry : {"27.0.0.1", "0.0.1", ".127.0.0.1", "127.0.0", "*.example.test"}) {
    settings.mutable_proxy()->add_no_proxy(entry);
  }
  UseSettings(settings);
  proxy_.OnNext(Script().ReadRequest().Reply("by proxy"));
  absl::StatusOr<WholeReply> reply = Run(Get(server_.Url("/")));
  ::unsetenv("no_proxy");
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->body, "by proxy");
}

}  // namespace
}  // namespace sfconnector::testing
