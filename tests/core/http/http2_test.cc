// SPDX-License-Identifier: Apache-2.0
// HTTP/2, by way of nghttpx.

#include <vector>

#include "core/http/gzip.h"
#include "tests/core/http/tls_fixture.h"

namespace sfconnector::testing {
namespace {

using ::testing::EndsWith;

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

}  // namespace
}  // namespace sfconnector::testing
