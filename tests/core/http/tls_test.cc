// SPDX-License-Identifier: Apache-2.0
// TLS and HTTP/2, by way of nghttpx.

#include <vector>

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "core/http/gzip.h"
#include "tests/core/http/tls_front.h"
#include "tests/core/http/transport_test.h"

namespace sfconnector::testing {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

class TlsTest : public TransportTest {
 protected:
  static void SetUpTestSuite() { certificates_ = std::make_unique<Certificates>(); }
  static void TearDownTestSuite() { certificates_.reset(); }

  static v1::Connection TrustingSettings() {
    v1::Connection settings = Settings();
    settings.mutable_tls()->set_ca_file(certificates_->Path("ca.pem"));
    return settings;
  }

  void StartFront(const std::vector<std::string>& options = {},
                  const std::string& certificate = "server") {
    front_ = std::make_unique<TlsFront>(*certificates_, server_.port(), options, certificate);
  }

  std::string SecureUrl(const std::string& target) const {
    return absl::StrCat("https://127.0.0.1:", front_->port(), target);
  }

  absl::Status Fail(HttpRequest request) {
    absl::StatusOr<WholeReply> reply = Run(std::move(request));
    EXPECT_FALSE(reply.ok());
    EXPECT_THAT(std::string(reply.status().message()), Not(HasSubstr("secret")));
    return reply.status();
  }

  void ExpectTrusted(const v1::Connection& settings) {
    UseSettings(settings);
    for (const HttpLane lane : {HttpLane::kShort, HttpLane::kStream}) {
      HttpRequest request = Get(SecureUrl("/"));
      request.lane = lane;
      absl::StatusOr<WholeReply> reply = Run(std::move(request));
      ASSERT_TRUE(reply.ok()) << reply.status();
      EXPECT_EQ(reply->body, "hello");
    }
  }

  void ExpectNotTrusted(const v1::Connection& settings) {
    UseSettings(settings);
    for (const HttpLane lane : {HttpLane::kShort, HttpLane::kStream}) {
      HttpRequest request = Post(SecureUrl("/?q=secret"), "secret");
      request.lane = lane;
      ExpectNothingSent(Fail(std::move(request)), absl::StatusCode::kFailedPrecondition,
                        "TLS_FAILURE");
    }
    EXPECT_TRUE(server_.connections().empty());
  }

  void ServeHello() { server_.OnOthers(Script().ReadRequest().Reply("hello").Forever()); }

  static std::unique_ptr<Certificates> certificates_;
  std::unique_ptr<TlsFront> front_;
};

std::unique_ptr<Certificates> TlsTest::certificates_;

using Tls = TlsTest;

TEST_F(Tls, ShortCallsUseHttp2AndStreamsDoNot) {
  StartFront();
  ServeHello();
  ExpectTrusted(TrustingSettings());
  EXPECT_EQ(server_.CountReceived("Via: 2 nghttpx"), 1);
  EXPECT_EQ(server_.CountReceived("Via: 1.1 nghttpx"), 1);
}

TEST_F(Tls, ShortCallsUseHttp11WhereSettingsSaySo) {
  StartFront();
  ServeHello();
  v1::Connection settings = TrustingSettings();
  settings.set_http_version(v1::HTTP_VERSION_1_1);
  ExpectTrusted(settings);
  EXPECT_EQ(server_.CountReceived("Via: 1.1 nghttpx"), 2);
}

TEST_F(Tls, ShortCallsUseHttp11WhereTheServerDoesNotOfferMore) {
  StartFront({"--npn-list=http/1.1"});
  ServeHello();
  ExpectTrusted(TrustingSettings());
  EXPECT_EQ(server_.CountReceived("Via: 1.1 nghttpx"), 2);
}

TEST_F(Tls, UnknownAuthorityIsNotTrusted) {
  StartFront();
  ServeHello();
  ExpectNotTrusted(Settings());
  v1::Connection settings = Settings();
  settings.mutable_tls()->set_ca_file(certificates_->Path("other_ca.pem"));
  ExpectNotTrusted(settings);
  settings.mutable_tls()->set_verify_peer(false);
  ExpectTrusted(settings);
}

TEST_F(Tls, CertificateForAnotherNameIsNotTrusted) {
  StartFront({}, "named");
  ServeHello();
  ExpectNotTrusted(TrustingSettings());
  v1::Connection settings = TrustingSettings();
  settings.mutable_tls()->set_verify_host(false);
  ExpectTrusted(settings);
}

TEST_F(Tls, ServerNameIsSentAndChecked) {
  // Only who names org.example.test in the handshake is shown a certificate for it.
  StartFront({absl::StrCat("--subcert=", certificates_->Path("named.key"), ":",
                           certificates_->Path("named.pem"))});
  ServeHello();
  v1::Connection settings = TrustingSettings();
  settings.mutable_tls()->set_server_name("other.example.test");
  ExpectNotTrusted(settings);
  settings.mutable_tls()->set_server_name("org.example.test");
  ExpectTrusted(settings);
  EXPECT_EQ(server_.CountReceived(absl::StrCat("Host: 127.0.0.1:", front_->port(), "\r\n")), 2);
  EXPECT_EQ(server_.CountReceived("org.example.test"), 0);
}

class ClientCertificate : public TlsTest {
 protected:
  void SetUp() override {
    StartFront({"--verify-client",
                absl::StrCat("--verify-client-cacert=", certificates_->Path("ca.pem"))});
    ServeHello();
  }

  v1::Connection WithKey(const std::string& key, const std::string& passphrase) {
    v1::Connection settings = TrustingSettings();
    settings.mutable_tls()->set_client_certificate_file(certificates_->Path("client.pem"));
    settings.mutable_tls()->set_client_key_file(certificates_->Path(key));
    settings.mutable_tls()->set_client_key_passphrase(passphrase);
    return settings;
  }
};

TEST_F(ClientCertificate, IsShown) { ExpectTrusted(WithKey("client.key", "")); }

TEST_F(ClientCertificate, ItsKeyMayHaveAPassPhrase) {
  ExpectTrusted(WithKey("client_locked.key", "open sesame"));
}

TEST_F(ClientCertificate, WrongPassPhraseIsATlsFailure) {
  ExpectNotTrusted(WithKey("client_locked.key", "secret"));
}

TEST_F(ClientCertificate, MissingOneIsATlsFailure) {
  UseSettings(TrustingSettings());
  for (const HttpLane lane : {HttpLane::kShort, HttpLane::kStream}) {
    HttpRequest request = Post(SecureUrl("/"), "secret");
    request.lane = lane;
    absl::Status status = Fail(std::move(request));
    // With TLS 1.3 the server refuses after the client's part of the handshake has ended. Where the
    // connection's reset overtakes the alert that says why, nobody can know.
    if (GetReason(status) == "CONNECTION_LOST") continue;
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
    EXPECT_EQ(GetReason(status), "TLS_FAILURE") << status;
  }
  EXPECT_TRUE(server_.connections().empty());
}

TEST_F(Tls, VersionsAreKept) {
  StartFront({"--tls-max-proto-version=TLSv1.2"});
  ServeHello();
  v1::Connection settings = TrustingSettings();
  settings.mutable_tls()->set_min_version(v1::TLS_VERSION_1_3);
  ExpectNotTrusted(settings);
  settings.mutable_tls()->set_min_version(v1::TLS_VERSION_1_2);
  settings.mutable_tls()->set_max_version(v1::TLS_VERSION_1_2);
  ExpectTrusted(settings);
}

TEST_F(Tls, HighestVersionIsKept) {
  StartFront({"--tls-min-proto-version=TLSv1.3", "--tls-max-proto-version=TLSv1.3"});
  ServeHello();
  v1::Connection settings = TrustingSettings();
  settings.mutable_tls()->set_max_version(v1::TLS_VERSION_1_2);
  ExpectNotTrusted(settings);
  settings.mutable_tls()->set_max_version(v1::TLS_VERSION_1_3);
  ExpectTrusted(settings);
}

TEST_F(Tls, CiphersAreKept) {
  StartFront({"--tls-max-proto-version=TLSv1.2", "--ciphers=ECDHE-ECDSA-AES256-GCM-SHA384"});
  ServeHello();
  v1::Connection settings = TrustingSettings();
  settings.mutable_tls()->set_ciphers("ECDHE-ECDSA-AES128-GCM-SHA256");
  ExpectNotTrusted(settings);
  settings.mutable_tls()->set_ciphers("ECDHE-ECDSA-AES256-GCM-SHA384");
  ExpectTrusted(settings);
}

TEST_F(Tls, FilesThatCannotBeReadAreNamed) {
  const auto refused = [this](const v1::Connection& settings, const std::string& field) {
    auto client = MakeCurlHttpClient(settings, loop_.executor(), clock_);
    EXPECT_EQ(client.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(client.status().message()), HasSubstr(field));
  };
  v1::Connection settings = Settings();
  settings.mutable_tls()->set_ca_file("/nowhere.pem");
  refused(settings, "tls.ca_file");
  settings = Settings();
  settings.mutable_tls()->set_client_certificate_file("/nowhere.pem");
  refused(settings, "tls.client_certificate_file");
  settings = Settings();
  settings.mutable_tls()->set_client_key_file("/nowhere.pem");
  refused(settings, "tls.client_key_file");
}

// Between client and nghttpx stands a relay whose connections can be counted and cut.
class Http2 : public TlsTest {
 protected:
  void SetUp() override {
    StartFront();
    relay_.OnNext(Script().RelayUntil(front_->port(), "cut"));
    relay_.OnOthers(Script().Relay(front_->port()));
    UseSettings(TrustingSettings());
  }

  std::string RelayedUrl(const std::string& target) const {
    return absl::StrCat("https://127.0.0.1:", relay_.port(), target);
  }

  ScriptedServer relay_;
};

TEST_F(Http2, FiftyRequestsShareOneConnection) {
  ServeHello();
  std::vector<std::optional<absl::StatusOr<WholeReply>>> replies(50);
  for (auto& reply : replies) {
    HttpRequest request = Post(RelayedUrl("/"), std::string(20000, 'x'));
    loop_.Start(SendAndRead(client(), context_, std::move(request)), &reply);
  }
  for (auto& reply : replies) {
    PollUntil([&reply] { return reply.has_value(); });
    ASSERT_TRUE(reply->ok()) << reply->status();
    EXPECT_EQ((*reply)->body, "hello");
  }
  EXPECT_EQ(relay_.connections().size(), 1u);
  EXPECT_EQ(server_.CountReceived("Via: 2 nghttpx"), 50);
}

TEST_F(Http2, EveryMethodReachesTheServer) {
  ServeHello();
  for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
    for (const char* body : {"", "text"}) {
      HttpRequest request = Post(RelayedUrl(absl::StrCat("/", method, body)), body);
      request.method = method;
      absl::StatusOr<WholeReply> reply = Run(std::move(request));
      ASSERT_TRUE(reply.ok()) << method << reply.status();
      EXPECT_EQ(server_.CountReceived(absl::StrCat(method, " /", method, body, " HTTP/1.1")), 1);
    }
  }
  EXPECT_EQ(relay_.connections().size(), 1u);
}

TEST_F(Http2, LargeBodiesArriveWhole) {
  const std::string text(3 << 20, 'r');
  server_.OnNext(Script().ReadRequest().Reply(text));
  const std::string body(3 << 20, 'b');
  absl::StatusOr<WholeReply> reply = Run(Post(RelayedUrl("/"), body));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->body, text);
  EXPECT_EQ(reply->status, 200);
  EXPECT_THAT(server_.connections()[0].received, EndsWith(body));
}

class Http2Resend : public Http2 {
 protected:
  // Cuts the connection when `request` has arrived on it, as its second.
  absl::StatusOr<WholeReply> RunOnDyingConnection(HttpRequest request) {
    server_.OnNext(Script().ReadRequest().Reply("first").ReadRequest().Await("never"));
    server_.OnOthers(Script().ReadRequest().Reply("again").Forever());
    absl::StatusOr<WholeReply> first = Run(Get(RelayedUrl("/")));
    EXPECT_TRUE(first.ok()) << first.status();
    std::optional<absl::StatusOr<WholeReply>> reply;
    loop_.Start(SendAndRead(client(), context_, std::move(request)), &reply);
    PollUntil([this] { return server_.CountReceived("/second") > 0; });
    relay_.Release("cut");
    PollUntil([&reply] { return reply.has_value(); });
    return *std::move(reply);
  }

  void ExpectSentOnce(HttpRequest request) {
    absl::StatusOr<WholeReply> reply = RunOnDyingConnection(std::move(request));
    ExpectReplyLost(reply.status(), absl::StatusCode::kUnavailable, "CONNECTION_LOST");
    reply = Run(Get(RelayedUrl("/later")));
    ASSERT_TRUE(reply.ok()) << reply.status();
    EXPECT_EQ(server_.CountReceived("/second"), 1);
  }
};

TEST_F(Http2Resend, PostIsSentAtMostOnce) { ExpectSentOnce(Post(RelayedUrl("/second"), "body")); }

TEST_F(Http2Resend, EmptyPostIsSentAtMostOnce) { ExpectSentOnce(Post(RelayedUrl("/second"), "")); }

TEST_F(Http2Resend, DeleteThatIsNotIdempotentIsSentAtMostOnce) {
  HttpRequest request = Post(RelayedUrl("/second"), "");
  request.method = "DELETE";
  ExpectSentOnce(std::move(request));
}

TEST_F(Http2Resend, IdempotentRequestMayBeRepeatedWithItsWholeBody) {
  HttpRequest request = Post(RelayedUrl("/second"), "the body");
  request.method = "PUT";
  request.idempotent = true;
  absl::StatusOr<WholeReply> reply = RunOnDyingConnection(std::move(request));
  if (!reply.ok()) {
    ExpectReplyLost(reply.status(), absl::StatusCode::kUnavailable, "CONNECTION_LOST");
    return;
  }
  EXPECT_EQ(reply->body, "again");
  EXPECT_EQ(server_.CountReceived("/second"), 2);
  EXPECT_EQ(server_.CountReceived("the body"), 2);
}

TEST_F(Http2, CancellationResetsTheStreamAndNoOther) {
  server_.OnNext(Script().ReadHead().ReadUntilClosed());
  server_.OnOthers(Script().ReadRequest().Await("go on").Reply("other"));
  std::optional<absl::StatusOr<WholeReply>> cancelled;
  auto call = std::make_unique<CallContext>(loop_.executor(), CallOptions(), std::nullopt, clock_,
                                            observer_);
  loop_.Start(SendAndRead(client(), *call, Get(RelayedUrl("/cancelled"))), &cancelled);
  PollUntil([this] { return server_.CountReceived("/cancelled") > 0; });
  std::optional<absl::StatusOr<WholeReply>> other;
  loop_.Start(SendAndRead(client(), context_, Get(RelayedUrl("/other"))), &other);
  PollUntil([this] { return server_.CountReceived("/other") > 0; });
  call->Stop(absl::CancelledError("no longer wanted"));
  PollUntil([&] { return cancelled.has_value(); });
  ExpectReplyLost(cancelled->status(), absl::StatusCode::kCancelled, "");
  EXPECT_TRUE(server_.WaitUntil([](const auto& all) { return all[0].closed_by_client; }));
  server_.Release("go on");
  PollUntil([&] { return other.has_value(); });
  ASSERT_TRUE(other->ok()) << other->status();
  EXPECT_EQ((*other)->body, "other");
  EXPECT_EQ(relay_.connections().size(), 1u);
}

TEST_F(Http2, CancellationOfTheOnlyStreamReachesTheServer) {
  server_.OnNext(Script().ReadHead().ReadUntilClosed());
  std::optional<absl::StatusOr<WholeReply>> cancelled;
  loop_.Start(SendAndRead(client(), context_, Get(RelayedUrl("/cancelled"))), &cancelled);
  PollUntil([this] { return server_.CountReceived("/cancelled") > 0; });
  context_.Stop(absl::CancelledError("no longer wanted"));
  EXPECT_TRUE(server_.WaitUntil([](const auto& all) { return all[0].closed_by_client; }));
  PollUntil([&] { return cancelled.has_value(); });
}

TEST_F(Http2, CutReplyIsAnError) {
  server_.OnNext(
      Script().ReadRequest().Write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"));
  absl::StatusOr<WholeReply> reply = Run(Get(RelayedUrl("/")));
  // Where the reset of the stream overtakes the headers, libcurl drops them.
  const bool had_head = GetReason(reply.status()) == "INCOMPLETE_REPLY";
  ExpectReplyLost(reply.status(), absl::StatusCode::kUnavailable,
                  had_head ? "INCOMPLETE_REPLY" : "CONNECTION_LOST");
}

TEST_F(Http2, CutGzipStreamIsAnError) {
  const std::string zipped = GzipCompress("some text, some text");
  server_.OnNext(Script().ReadRequest().Write(absl::StrCat(
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ", zipped.size() - 5,
      "\r\n\r\n", zipped.substr(0, zipped.size() - 5))));
  absl::StatusOr<WholeReply> reply = Run(Get(RelayedUrl("/")));
  ExpectReplyLost(reply.status(), absl::StatusCode::kUnavailable, "CORRUPT_BODY");
}

TEST_F(Http2, AnUnreadReplyHoldsUpNoOtherAndIsBounded) {
  v1::Connection settings = TrustingSettings();
  settings.mutable_response_limits()->set_max_body_bytes(1 << 20);
  UseSettings(settings);
  server_.OnNext(Script()
                     .ReadHead()
                     .Write("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
                     .WriteZeros(100000000));
  ServeHello();
  Response unread = Send(Get(RelayedUrl("/")));
  ASSERT_TRUE(unread.ok()) << unread.status();
  for (int i = 0; i < 50; ++i) {
    absl::StatusOr<WholeReply> reply = Run(Get(RelayedUrl("/")));
    ASSERT_TRUE(reply.ok()) << reply.status();
  }
  ASSERT_TRUE(server_.WaitUntil([this](const auto& all) {
    loop_.Poll();
    return all[0].ended;
  }));
  Piece piece = ReadFrom(**unread);
  while (piece.ok() && piece->has_value()) piece = ReadFrom(**unread);
  ExpectFailure(piece.status(), absl::StatusCode::kResourceExhausted, "REPLY_TOO_LARGE",
                v1::RETRYABILITY_NEVER, v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(relay_.connections().size(), 1u);
}

TEST_F(Http2, AReplyBeyondTheLimitMayBeReadAsItComes) {
  v1::Connection settings = TrustingSettings();
  settings.mutable_response_limits()->set_max_body_bytes(8 << 20);
  UseSettings(settings);
  server_.OnNext(Script()
                     .ReadHead()
                     .Write("HTTP/1.1 200 OK\r\nContent-Length: 30000000\r\n\r\n")
                     .WriteZeros(30000000));
  Response response = Send(Get(RelayedUrl("/")));
  ASSERT_TRUE(response.ok()) << response.status();
  std::uint64_t size = 0;
  while (true) {
    Piece piece = ReadFrom(**response);
    ASSERT_TRUE(piece.ok()) << piece.status();
    if (!piece->has_value()) break;
    size += (*piece)->size();
  }
  EXPECT_EQ(size, 30000000u);
}

TEST_F(Http2, PooledConnectionsAreClosedWithTheClient) {
  ServeHello();
  ASSERT_TRUE(Run(Get(RelayedUrl("/"))).ok());
  client_.reset();
  EXPECT_TRUE(relay_.WaitUntil([](const auto& all) { return all[0].ended; }));
}

// Proxies, for hosts behind TLS too.
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
