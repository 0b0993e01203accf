// SPDX-License-Identifier: Apache-2.0
// Requests and replies that go well, over HTTP/1.1.

#include <stdlib.h>

#include <vector>

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/core/http/transport_test.h"

namespace sfconnector::testing {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

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

TEST_P(Exchange, BodyIsSentWithItsLengthAndNothingElseIsAdded) {
  server_.OnNext(Script().ReadRequest().Reply(""));
  HttpRequest request = OnLane(Post(server_.Url("/p"), "abc"));
  request.headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}};
  absl::StatusOr<WholeReply> reply = Run(std::move(request));
  ASSERT_TRUE(reply.ok()) << reply.status();
  const std::string received = server_.connections()[0].received;
  EXPECT_THAT(received, StartsWith("POST /p HTTP/1.1\r\n"));
  EXPECT_THAT(received, EndsWith("\r\n\r\nabc"));
  EXPECT_THAT(received, HasSubstr("Content-Length: 3\r\n"));
  EXPECT_THAT(received, HasSubstr("Content-Type: application/json\r\n"));
  EXPECT_THAT(received, HasSubstr("X-Empty:\r\n"));
  EXPECT_THAT(received, HasSubstr(absl::StrCat("Host: 127.0.0.1:", server_.port(), "\r\n")));
  EXPECT_THAT(received, Not(HasSubstr("Expect")));
  EXPECT_THAT(received, Not(HasSubstr("Authorization")));
  EXPECT_THAT(received, Not(HasSubstr("User-Agent")));
}

TEST_P(Exchange, LargeBodyNeverWaitsForAnInterimReply) {
  server_.OnNext(Script().ReadRequest().Reply(""));
  const std::string body(3 << 20, 'b');
  absl::StatusOr<WholeReply> reply = Run(OnLane(Post(server_.Url("/"), body)));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_THAT(server_.connections()[0].received, Not(HasSubstr("Expect")));
  EXPECT_THAT(server_.connections()[0].received, EndsWith(body));
}

TEST_P(Exchange, EveryMethodReachesTheServer) {
  for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
    for (const char* body : {"", "text"}) {
      server_.OnNext(Script().ReadRequest().Reply("ok"));
      HttpRequest request = OnLane(Post(server_.Url("/"), body));
      request.method = method;
      absl::StatusOr<WholeReply> reply = Run(std::move(request));
      ASSERT_TRUE(reply.ok()) << method << reply.status();
      EXPECT_EQ(reply->body, "ok");
      const std::string received = server_.connections().back().received;
      EXPECT_THAT(received, StartsWith(absl::StrCat(method, " / HTTP/1.1\r\n")));
      EXPECT_THAT(received, EndsWith(absl::StrCat("\r\n\r\n", body)));
      server_.WaitUntil([](const auto& all) { return all.back().ended; });
    }
  }
}

TEST_P(Exchange, EmptyPostSaysSo) {
  server_.OnNext(Script().ReadRequest().Reply(""));
  absl::StatusOr<WholeReply> reply = Run(OnLane(Post(server_.Url("/"), "")));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_THAT(server_.connections()[0].received, HasSubstr("Content-Length: 0\r\n"));
}

TEST_P(Exchange, RepliesWithoutABodyEndAtTheirHeaders) {
  server_.OnNext(
      Script()
          .ReadRequest()
          .Write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nContent-Encoding: gzip\r\n\r\n")
          .ReadRequest()
          .Write("HTTP/1.1 204 No Content\r\nContent-Encoding: gzip\r\n\r\n")
          .ReadRequest()
          .Write("HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"));
  int expected[] = {200, 204, 304};
  for (int i = 0; i < 3; ++i) {
    HttpRequest request = OnLane(Get(server_.Url("/")));
    if (i == 0) request.method = "HEAD";
    absl::StatusOr<WholeReply> reply = Run(std::move(request));
    ASSERT_TRUE(reply.ok()) << reply.status();
    EXPECT_EQ(reply->status, expected[i]);
    EXPECT_EQ(reply->body, "");
  }
  EXPECT_EQ(server_.connections().size(), 1u);
}

TEST_P(Exchange, InterimRepliesAreNotSeen) {
  server_.OnNext(Script().ReadRequest().Write(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  absl::StatusOr<WholeReply> reply = Run(OnLane(Post(server_.Url("/"), "b")));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->status, 200);
  const HttpHeaders expected = {{"Content-Length", "2"}};
  EXPECT_EQ(reply->headers, expected);
  EXPECT_EQ(reply->body, "ok");
}

TEST_P(Exchange, ChunksAreJoinedAndTrailersLeftOut) {
  server_.OnNext(
      Script().ReadRequest().Write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: 1\r\n\r\n"
                                   "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nX-Trailer: 2\r\n\r\n"));
  absl::StatusOr<WholeReply> reply = Run(OnLane(Get(server_.Url("/"))));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->body, "abcdefg");
  const HttpHeaders expected = {{"Transfer-Encoding", "chunked"}, {"X", "1"}};
  EXPECT_EQ(reply->headers, expected);
}

TEST_P(Exchange, CloseEndsABodyOfUnknownLength) {
  server_.OnNext(Script().ReadRequest().Write("HTTP/1.1 200 OK\r\n\r\nto the end"));
  absl::StatusOr<WholeReply> reply = Run(OnLane(Get(server_.Url("/"))));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->body, "to the end");
}

TEST_P(Exchange, LargeReplyArrivesWhole) {
  server_.OnNext(Script()
                     .ReadRequest()
                     .Write("HTTP/1.1 200 OK\r\nContent-Length: 20000003\r\n\r\n")
                     .WriteZeros(20000000)
                     .Write("end"));
  absl::StatusOr<WholeReply> reply = Run(OnLane(Get(server_.Url("/"))));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->body.size(), 20000003u);
  EXPECT_THAT(reply->body.substr(19999998), std::string("\0\0end", 5));
}

TEST_P(Exchange, PathsAreSentAsTheyAre) {
  server_.OnNext(Script().ReadRequest().Reply(""));
  absl::StatusOr<WholeReply> reply = Run(OnLane(Get(server_.Url("/a/%2E%2E/b/../c%2Fd?q=%20"))));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(server_.CountReceived("GET /a/%2E%2E/b/../c%2Fd?q=%20 HTTP/1.1"), 1);
}

TEST_P(Exchange, RedirectsAndCookiesAreLeftToTheCaller) {
  server_.OnNext(Script()
                     .ReadRequest()
                     .Write("HTTP/1.1 302 Found\r\nLocation: /other\r\nSet-Cookie: a=b\r\n"
                            "Content-Length: 0\r\n\r\n")
                     .ReadRequest()
                     .Reply(""));
  absl::StatusOr<WholeReply> reply = Run(OnLane(Get(server_.Url("/"))));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->status, 302);
  reply = Run(OnLane(Get(server_.Url("/"))));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(server_.CountReceived("/other"), 0);
  EXPECT_EQ(server_.CountReceived("Cookie"), 0);
}

TEST_P(Exchange, BytesAreCounted) {
  const std::string reply = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789";
  server_.OnNext(Script().ReadRequest().Write(reply));
  Response response = Send(OnLane(Post(server_.Url("/"), std::string(1000, 'x'))));
  ASSERT_TRUE(response.ok()) << response.status();
  Piece piece = ReadFrom(**response);
  ASSERT_TRUE(piece.ok() && piece->has_value());
  EXPECT_EQ((*response)->bytes_sent(), server_.connections()[0].received.size());
  EXPECT_EQ((*response)->bytes_received(), reply.size());
}

TEST_P(Exchange, WhatCannotBeSentIsRefused) {
  const auto refused = [this](HttpRequest request) {
    absl::StatusOr<WholeReply> reply = Run(OnLane(std::move(request)));
    EXPECT_EQ(reply.status().code(), absl::StatusCode::kInvalidArgument) << reply.status();
  };
  for (const char* url : {"", "/path", "ftp://127.0.0.1/", "http://", "http://a b/", "http://u@h/",
                          "http://127.0.0.1:0/", "http://127.0.0.1/\n", "http://127.0.0.1/\xC3\xA9",
                          "http://127.0.0.1/#f", "file:///etc/passwd"}) {
    refused(Get(url));
  }
  const std::pair<std::string, std::string> headers[] = {{"X", "a\r\nY: b"},
                                                         {"X", "a\nb"},
                                                         {"X", "a\rb"},
                                                         {"X", std::string("a\0b", 3)},
                                                         {"X\r\nY", "a"},
                                                         {"X Y", "a"},
                                                         {"", "a"},
                                                         {"X:", "a"},
                                                         {"Content-Length", "3"},
                                                         {"transfer-encoding", "chunked"},
                                                         {"Host", "other"}};
  for (const auto& header : headers) {
    HttpRequest request = Get(server_.Url("/"));
    request.headers.push_back(header);
    refused(std::move(request));
  }
  HttpRequest request = Get(server_.Url("/"));
  request.method = "GET / HTTP/1.1\r\nX: y\r\n\r\nGET";
  refused(std::move(request));
  EXPECT_TRUE(server_.connections().empty());
}

TEST_P(Exchange, EnvironmentNamesNoProxy) {
  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) {
    ::setenv(name, "http://127.0.0.1:1", 1);
  }
  server_.OnNext(Script().ReadRequest().Reply("direct"));
  absl::StatusOr<WholeReply> reply = Run(OnLane(Get(server_.Url("/"))));
  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) ::unsetenv(name);
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->body, "direct");
}

TEST_P(Exchange, ManyPausesLoseNothing) {
  server_.OnNext(Script()
                     .ReadRequest()
                     .Write("HTTP/1.1 200 OK\r\nContent-Length: 8000000\r\n\r\n")
                     .WriteZeros(8000000));
  Response response = Send(OnLane(Get(server_.Url("/"))));
  ASSERT_TRUE(response.ok()) << response.status();
  std::size_t size = 0;
  while (true) {
    // Lets the transport run into its watermark before each read.
    for (int i = 0; i < 20; ++i) loop_.Poll();
    Piece piece = ReadFrom(**response);
    ASSERT_TRUE(piece.ok()) << piece.status();
    if (!piece->has_value()) break;
    size += (*piece)->size();
  }
  EXPECT_EQ(size, 8000000u);
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
