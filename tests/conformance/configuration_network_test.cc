// SPDX-License-Identifier: Apache-2.0
// What a connection's pool, proxy and redirects do.
#include <thread>

#include "tests/conformance/configuration_fixture.h"
#include "tests/conformance/cutting_relay.h"
#include "tests/support/scripted_server.h"

namespace sfconnector::conformance {
namespace {

using testing::Script;
using testing::ScriptedServer;
using ::testing::SizeIs;

TEST_F(Configuration, ConnectionThatWasIdleForLongerIsNotUsedAgain) {
  for (const int idle_seconds : {1, 60}) {
    SCOPED_TRACE(idle_seconds);
    settings_.mutable_pool()->mutable_idle_timeout()->set_seconds(idle_seconds);
    Use(settings_);
    org().ClearJournal();
    EXPECT_TRUE(Succeeded(Get()));
    // Meanwhile the org takes its time for somebody else.
    org().Fault(R"({"match":{"path":"/services/data/v59.0/limits"},"action":{"latencyMs":2500}})");
    org().Get("/services/data/v59.0/limits");
    EXPECT_TRUE(Succeeded(Get()));
    const std::vector<JournalEntry> journal = org().Journal();
    ASSERT_THAT(journal, SizeIs(2));
    EXPECT_EQ(journal[0].connection == journal[1].connection, idle_seconds == 60);
  }
}

TEST_F(TlsConfiguration, StreamsPerConnection) {
  for (const int streams : {1, 2}) {
    SCOPED_TRACE(streams);
    ScriptedServer backend;
    backend.OnNext(Script().ReadRequest().Await("go").Reply(kRecord));
    backend.OnOthers(Script().ReadRequest().Reply(kRecord).Forever());
    const testing::TlsFront front(*certificates_, backend.port());
    const CuttingRelay relay(front.port());
    UseFront(front);
    settings_.set_base_url("https://127.0.0.1:" + std::to_string(relay.port()));
    UseBearerToken();
    settings_.mutable_pool()->set_streams_per_connection(streams);
    Use(settings_);
    std::thread first([this] { EXPECT_TRUE(Succeeded(Get())); });
    EXPECT_TRUE(backend.WaitUntil([](const std::vector<ScriptedServer::Connection>& connections) {
      return !connections.empty() && !connections[0].received.empty();
    }));
    EXPECT_TRUE(Succeeded(Get()));
    EXPECT_EQ(relay.connections(), streams == 1 ? 2 : 1);
    backend.Release("go");
    first.join();
    connection_.reset();
  }
}

// ---- Redirects ----

TEST_F(TlsConfiguration, RedirectsToHostsBelowAnAllowedDomainAreFollowed) {
  const testing::TlsFront front(*certificates_, org().port());
  ScriptedServer proxy;
  proxy.OnOthers(Script().ReadHead().Write("HTTP/1.1 200 Connected\r\n\r\n").Relay(front.port()));
  UseFront(front);
  settings_.set_base_url("https://na.example.test");
  settings_.mutable_tls()->set_verify_host(false);
  settings_.mutable_auth()->mutable_bearer_token()->set_token(org().NewToken());
  settings_.mutable_proxy()->set_url(proxy.Url(""));
  const auto redirect_to = [this](const std::string& host) {
    org().ClearFaults();
    org().Fault(R"({"match":{"path":"/services/data/v59.0/","count":0},"action":{"status":302,)"
                R"("headers":{"Location":"https://)" +
                host + "/services/data/v58.0/sobjects/Item__c/" + id_ + R"(?fields=Name"}}})");
  };
  settings_.mutable_redirects()->add_allowed_hosts("*.other.test");
  redirect_to("eu.example.test");
  EXPECT_TRUE(FailedWith(Try(), kFailedPrecondition, "REDIRECTED"));
  settings_.mutable_redirects()->add_allowed_hosts("*.example.test");
  redirect_to("example.test");
  EXPECT_TRUE(FailedWith(Try(), kFailedPrecondition, "REDIRECTED"));
  redirect_to("eu.notexample.test");
  EXPECT_TRUE(FailedWith(Try(), kFailedPrecondition, "REDIRECTED"));
  EXPECT_EQ(proxy.CountReceived("CONNECT "), proxy.CountReceived("CONNECT na.example.test:443"));

  redirect_to("eu.example.test");
  EXPECT_TRUE(Succeeded(Try()));
  EXPECT_EQ(proxy.CountReceived("CONNECT eu.example.test:443 HTTP/1.1"), 1);
  const std::vector<JournalEntry> journal = org().Journal("/services/data/v58.0/");
  ASSERT_THAT(journal, SizeIs(1));
  EXPECT_EQ(journal[0].headers.count("authorization"), 1u);
}

// ---- Proxies ----

TEST_F(TlsConfiguration, ProxyMayBeReachedThroughTls) {
  ScriptedServer proxy;
  const Script token = Script().ReadRequest().Reply(
      R"({"access_token":"Token","instance_url":"http://localhost:1"})");
  proxy.OnNext(token);
  proxy.OnOthers(Script().ReadRequest().Reply(kRecord).Forever());
  const testing::TlsFront front(*certificates_, proxy.port(), {"--http2-proxy"});
  settings_.set_base_url("http://localhost:1");
  settings_.mutable_auth()->mutable_password()->set_token_url("http://localhost:1/token");
  settings_.mutable_proxy()->set_url("https://127.0.0.1:" + std::to_string(front.port()));
  settings_.mutable_proxy()->set_username("proxy-user");
  settings_.mutable_proxy()->set_password("Password-of-the-proxy");
  settings_.mutable_tls()->set_ca_file(File("other_ca.pem"));
  EXPECT_FALSE(Try().ok());
  EXPECT_THAT(proxy.connections(), SizeIs(0));

  settings_.mutable_tls()->set_ca_file(File("ca.pem"));
  EXPECT_TRUE(Succeeded(Try()));
  EXPECT_EQ(proxy.CountReceived("POST http://localhost:1/token HTTP/1.1"), 1);
  EXPECT_EQ(proxy.CountReceived("GET http://localhost:1/services/data/v59.0/sobjects/"), 1);
}

TEST_F(TlsConfiguration, ProxyBehindTlsTunnelsTls) {
  const testing::TlsFront front(*certificates_, org().port());
  ScriptedServer proxy;
  proxy.OnOthers(Script().ReadHead().Write("HTTP/1.1 200 Connected\r\n\r\n").Relay(front.port()));
  const testing::TlsFront proxy_front(*certificates_, proxy.port(), {"--http2-proxy"});
  UseFront(front);
  settings_.mutable_auth()->mutable_bearer_token()->set_token(org().NewToken());
  settings_.mutable_proxy()->set_url("https://127.0.0.1:" + std::to_string(proxy_front.port()));
  EXPECT_TRUE(Succeeded(Try()));
  EXPECT_EQ(proxy.CountReceived("CONNECT 127.0.0.1:" + std::to_string(front.port())), 1);
}

TEST_F(Configuration, SocksProxyResolvesTheHost) {
  ScriptedServer proxy;
  proxy.OnOthers(Script().ServeSocks5().Relay(org().port()));
  settings_.set_base_url("http://localhost:1");
  settings_.mutable_auth()->mutable_password()->set_token_url(
      "http://localhost:1/services/oauth2/token");
  settings_.mutable_proxy()->set_url("socks5h://127.0.0.1:" + std::to_string(proxy.port()));
  settings_.mutable_proxy()->set_username("proxy-user");
  settings_.mutable_proxy()->set_password("Password-of-the-proxy");
  Use(settings_);
  EXPECT_TRUE(Succeeded(Get()));
  EXPECT_EQ(org().TokenRequests(), 1);
  EXPECT_EQ(org().Count("GET"), 1);
  // RFC 1928, section 4: CONNECT to a domain name, and its port.
  const std::string request("\x05\x01\x00\x03\x09localhost\x00\x01", 16);
  EXPECT_GE(proxy.CountReceived(request), 1);
  EXPECT_EQ(proxy.CountReceived(request), static_cast<int>(proxy.connections().size()));
  // RFC 1929, section 2.
  EXPECT_EQ(proxy.CountReceived("\x01\x0Aproxy-user\x15Password-of-the-proxy"),
            proxy.CountReceived(request));
}

}  // namespace
}  // namespace sfconnector::conformance
