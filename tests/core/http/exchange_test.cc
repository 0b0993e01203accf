// SPDX-License-Identifier: Apache-2.0
// Requests and replies that go well, over HTTP/1.1.

#include <vector>

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/core/http/transport_test.h"

namespace sfconnector::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Exchange : public TransportTest, public ::testing::WithParamInterface<HttpLane> {
 protected:
  HttpRequest OnLane(HttpRequest request) {
    request.lane = GetParam();
    return request;
  }
};

INSTANTIATE_TEST_SUITE_P(Lanes, Exchange, ::testing::Values(HttpLane::kShort, HttpLane::kStream),
                         [](const auto& lane) {
                           return lane.param == HttpLane::kShort ? "Short" : "Stream";
                         });

TEST_P(Exchange, GetReturnsStatusHeadersAndBody) {
  server_.OnNext(Script().ReadRequest().Write(
      "HTTP/1.1 201 Created\r\nX-One: 1\r\nX-Two:  two words \r\nContent-Length: 5\r\n\r\nhello"));
  absl::StatusOr<WholeReply> reply = Run(OnLane(Get(server_.Url("/a/b?c=d"))));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->status, 201);
  const HttpHeaders expected = {{"X-One", "1"}, {"X-Two", "two words"}, {"Content-Length", "5"}};
  EXPECT_EQ(reply->headers, expected);
  EXPECT_EQ(reply->body, "hello");
  EXPECT_THAT(server_.connections()[0].received, HasSubstr("GET /a/b?c=d HTTP/1.1\r\n"));
}

TEST_P(Exchange, FailureStatusesAreReplies) {
  server_.OnNext(Script().ReadRequest().Write(
      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy"));
  absl::StatusOr<WholeReply> reply = Run(OnLane(Get(server_.Url("/"))));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->status, 503);
  EXPECT_EQ(reply->body, "busy");
}

TEST_P(Exchange, ConnectionsAreReused) {
  server_.OnNext(Script().ReadRequest().Reply("x").Forever());
  for (int i = 0; i < 5; ++i) {
    absl::StatusOr<WholeReply> reply = Run(OnLane(Get(server_.Url("/"))));
    ASSERT_TRUE(reply.ok()) << reply.status();
  }
  EXPECT_EQ(server_.connections().size(), 1u);
  EXPECT_EQ(server_.CountReceived("GET / "), 5);
}

TEST_P(Exchange, FiftyRequestsAtOnceAreAllAnswered) {
  server_.OnOthers(Script().ReadRequest().Reply("x").Forever());
  std::vector<std::optional<absl::StatusOr<WholeReply>>> replies(50);
  for (std::size_t i = 0; i < replies.size(); ++i) {
    HttpRequest request = OnLane(Post(server_.Url(absl::StrCat("/r", i, "/")), "body"));
    loop_.Start(SendAndRead(client(), context_, std::move(request)), &replies[i]);
  }
  for (auto& reply : replies) {
    PollUntil([&reply] { return reply.has_value(); });
    ASSERT_TRUE(reply->ok()) << reply->status();
    EXPECT_EQ((*reply)->body, "x");
  }
  EXPECT_LE(server_.connections().size(), 32u);
  for (std::size_t i = 0; i < replies.size(); ++i) {
    EXPECT_EQ(server_.CountReceived(absl::StrCat("POST /r", i, "/ ")), 1);
  }
}

}  // namespace
}  // namespace sfconnector::testing
