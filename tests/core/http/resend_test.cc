// SPDX-License-Identifier: Apache-2.0
// What is sent when a reused connection turns out to be dead: libcurl by itself would send
// everything again.

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/core/http/feed_source.h"
#include "tests/core/http/transport_test.h"

namespace sfconnector::testing {
namespace {

// How the server ends the connection once the second request is on it.
enum class End { kCloseAfterHead, kCloseAfterRequest, kResetAfterHead, kResetAfterRequest };

class Resend : public TransportTest,
               public ::testing::WithParamInterface<std::tuple<HttpLane, End>> {
 protected:
  void SetUp() override {
    const End end = std::get<1>(GetParam());
    Script script;
    script.ReadRequest().Reply("first");
    if (end == End::kCloseAfterHead || end == End::kResetAfterHead) script.ReadHead();
    if (end == End::kCloseAfterRequest || end == End::kResetAfterRequest) script.ReadRequest();
    if (end == End::kResetAfterHead || end == End::kResetAfterRequest) script.Reset();
    server_.OnNext(script);
    server_.OnOthers(Script().ReadRequest().Reply("again"));
    absl::StatusOr<WholeReply> reply = Run(OnLane(Get(server_.Url("/"))));
    ASSERT_TRUE(reply.ok()) << reply.status();
  }

  HttpRequest OnLane(HttpRequest request) {
    request.lane = std::get<0>(GetParam());
    return request;
  }

  // Sends a request that must not be repeated on the connection that dies.
  void ExpectSentOnce(HttpRequest request) {
    absl::StatusOr<WholeReply> reply = Run(OnLane(std::move(request)));
    ExpectReplyLost(reply.status(), absl::StatusCode::kUnavailable, "CONNECTION_LOST");
    // A later request has a connection of its own, so whatever libcurl still had in mind would show
    // by now.
    reply = Run(OnLane(Get(server_.Url("/later"))));
    ASSERT_TRUE(reply.ok()) << reply.status();
    EXPECT_EQ(server_.CountReceived("/once"), 1);
    EXPECT_EQ(server_.CountReceived("/later"), 1);
  }
};

INSTANTIATE_TEST_SUITE_P(
    Ends, Resend,
    ::testing::Combine(::testing::Values(HttpLane::kShort, HttpLane::kStream),
                       ::testing::Values(End::kCloseAfterHead, End::kCloseAfterRequest,
                                         End::kResetAfterHead, End::kResetAfterRequest)));

TEST_P(Resend, PostIsSentAtMostOnce) { ExpectSentOnce(Post(server_.Url("/once"), "body")); }

TEST_P(Resend, LargePostIsSentAtMostOnce) {
  ExpectSentOnce(Post(server_.Url("/once"), std::string(1 << 20, 'x')));
}

TEST_P(Resend, EmptyPostIsSentAtMostOnce) { ExpectSentOnce(Post(server_.Url("/once"), "")); }

TEST_P(Resend, DeleteThatIsNotIdempotentIsSentAtMostOnce) {
  HttpRequest request = Post(server_.Url("/once"), "");
  request.method = "DELETE";
  ExpectSentOnce(std::move(request));
}

TEST_P(Resend, IdempotentRequestIsRepeatedWithItsWholeBody) {
  const std::string body = absl::StrCat("begin", std::string(100000, 'x'), "end");
  HttpRequest request = Post(server_.Url("/twice"), body);
  request.method = "PUT";
  request.idempotent = true;
  absl::StatusOr<WholeReply> reply = Run(OnLane(std::move(request)));
  const End end = std::get<1>(GetParam());
  if (end == End::kCloseAfterHead || end == End::kResetAfterHead) {
    // A connection that ends while the body is sent is an error to libcurl, though not always seen
    // in time.
    if (!reply.ok()) return;
  }
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->body, "again");
  EXPECT_EQ(server_.CountReceived("PUT /twice"), 2);
  EXPECT_EQ(server_.connections().back().received.find(absl::StrCat("\r\n\r\n", body)) !=
                std::string::npos,
            true);
}

class ResendOnStream : public Resend {};

INSTANTIATE_TEST_SUITE_P(
    Ends, ResendOnStream,
    ::testing::Combine(::testing::Values(HttpLane::kStream),
                       ::testing::Values(End::kCloseAfterHead, End::kCloseAfterRequest,
                                         End::kResetAfterHead, End::kResetAfterRequest)));

TEST_P(ResendOnStream, BodySourceIsSentAtMostOnceWhateverTheRequest) {
  Feed feed;
  feed.Push("piece");
  feed.End();
  HttpRequest request = Post(server_.Url("/once"), "");
  request.method = "PUT";
  request.idempotent = true;
  request.body_source = feed.Source();
  ExpectSentOnce(std::move(request));
}

class IdleConnection : public TransportTest {};

TEST_F(IdleConnection, OneThatTheServerHasClosedIsNotUsedForAPost) {
  server_.OnNext(Script().ReadRequest().Reply("first"));
  server_.OnNext(Script().ReadRequest().Reply("second"));
  absl::StatusOr<WholeReply> reply = Run(Post(server_.Url("/"), "body"));
  ASSERT_TRUE(reply.ok()) << reply.status();
  ASSERT_TRUE(server_.WaitUntil([](const auto& all) { return all[0].ended; }));
  reply = Run(Post(server_.Url("/"), "body"));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->body, "second");
}

TEST_F(IdleConnection, IsClosedWithTheClient) {
  server_.OnNext(Script().ReadRequest().Reply("x").ReadUntilClosed());
  absl::StatusOr<WholeReply> reply = Run(Get(server_.Url("/")));
  ASSERT_TRUE(reply.ok()) << reply.status();
  client_.reset();
  EXPECT_TRUE(server_.WaitUntil([](const auto& all) { return all[0].closed_by_client; }));
}

}  // namespace
}  // namespace sfconnector::testing
