// SPDX-License-Identifier: Apache-2.0
// Exchanges that fail on the wire: every one is the documented status.

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "core/http/gzip.h"
#include "tests/core/http/transport_test.h"

namespace sfconnector::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A loopback port that is taken, but on which nobody listens.
class DeafPort {
 public:
  DeafPort() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
  }
  ~DeafPort() { ::close(socket_); }
  int port() const { return port_; }

 private:
  const int socket_;
  int port_ = 0;
};

class Failure : public TransportTest, public ::testing::WithParamInterface<HttpLane> {
 protected:
  absl::Status Fail(HttpRequest request) {
    request.lane = GetParam();
    absl::StatusOr<WholeReply> reply = Run(std::move(request));
    EXPECT_FALSE(reply.ok());
    EXPECT_THAT(std::string(reply.status().message()), Not(HasSubstr("secret")));
    return reply.status();
  }

  // The failure of a request that is answered with `reply` and the connection's end.
  absl::Status FailOn(const std::string& reply) {
    server_.OnNext(Script().ReadRequest().Write(reply));
    return Fail(Get(server_.Url("/path?q=secret")));
  }
};

INSTANTIATE_TEST_SUITE_P(Lanes, Failure, ::testing::Values(HttpLane::kShort, HttpLane::kStream),
                         [](const auto& lane) {
                           return lane.param == HttpLane::kShort ? "Short" : "Stream";
                         });

TEST_P(Failure, RefusedConnectionSentNothing) {
  DeafPort nobody;
  absl::Status status = Fail(Get(absl::StrCat("http://127.0.0.1:", nobody.port(), "/?q=secret")));
  ExpectNothingSent(status, absl::StatusCode::kUnavailable, "CONNECT_FAILED");
  EXPECT_THAT(std::string(status.message()), HasSubstr("127.0.0.1"));
}

TEST_P(Failure, UnknownNameSentNothing) {
  // A label of more than 63 characters is refused without asking any name server.
  absl::Status status =
      Fail(Get(absl::StrCat("http://", std::string(64, 'a'), ".invalid/?q=secret")));
  ExpectNothingSent(status, absl::StatusCode::kUnavailable, "RESOLVE_FAILED");
}

TEST_P(Failure, CloseBeforeTheReplyIsALostConnection) {
  ExpectReplyLost(FailOn(""), absl::StatusCode::kUnavailable, "CONNECTION_LOST");
}

TEST_P(Failure, ResetBeforeTheReplyIsALostConnection) {
  server_.OnNext(Script().ReadRequest().Reset());
  absl::Status status = Fail(Post(server_.Url("/?q=secret"), "secret"));
  ExpectReplyLost(status, absl::StatusCode::kUnavailable, "CONNECTION_LOST");
}

TEST_P(Failure, CloseWhileTheBodyIsSentIsALostConnection) {
  server_.OnNext(Script().ReadHead().ReadBytes(1000000).Reset());
  absl::Status status = Fail(Post(server_.Url("/"), std::string(20 << 20, 'x')));
  ExpectReplyLost(status, absl::StatusCode::kUnavailable, "CONNECTION_LOST");
}

TEST_P(Failure, EveryCutWithinTheReplyIsAnError) {
  const std::string reply =
      "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX-Header: value\r\n\r\n0123456789";
  // To libcurl a part of the first line is no reply at all.
  for (std::size_t cut = reply.find('\n') + 1; cut < reply.size(); ++cut) {
    SCOPED_TRACE(cut);
    ExpectReplyLost(FailOn(reply.substr(0, cut)), absl::StatusCode::kUnavailable,
                    "INCOMPLETE_REPLY");
  }
}

TEST_P(Failure, ACutWithinTheFirstLineIsALostConnection) {
  for (const char* part : {"H", "HTTP/1.", "HTTP/1.1 200 O", "HTTP/1.1 200 OK\r"}) {
    ExpectReplyLost(FailOn(part), absl::StatusCode::kUnavailable, "CONNECTION_LOST");
  }
}

TEST_P(Failure, EveryCutWithinAChunkedBodyIsAnError) {
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  // The last chunk's length is there; what may be missing behind it is the end of an empty list of
  // trailers.
  const std::string body = "5\r\nhello\r\n6\r\n world\r\n0\r\n";
  for (std::size_t cut = 0; cut <= body.size(); ++cut) {
    SCOPED_TRACE(cut);
    ExpectReplyLost(FailOn(head + body.substr(0, cut)), absl::StatusCode::kUnavailable,
                    "INCOMPLETE_REPLY");
  }
}

TEST_P(Failure, BrokenChunkIsAnError) {
  ExpectReplyLost(
      FailOn("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n"),
      absl::StatusCode::kUnavailable, "INCOMPLETE_REPLY");
}

TEST_P(Failure, ResetWithinTheBodyIsAnError) {
  server_.OnNext(Script()
                     .ReadRequest()
                     .Write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
                     .Await("head has arrived")
                     .Reset());
  HttpRequest request = Get(server_.Url("/"));
  request.lane = GetParam();
  Response response = Send(std::move(request));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ((*response)->status(), 200);
  server_.Release("head has arrived");
  Piece piece = ReadFrom(**response);
  while (piece.ok() && piece->has_value()) piece = ReadFrom(**response);
  ExpectReplyLost(piece.status(), absl::StatusCode::kUnavailable, "INCOMPLETE_REPLY");
  piece = ReadFrom(**response);
  EXPECT_FALSE(piece.ok());
}

TEST_P(Failure, WhatIsNotHttpIsAnError) {
  ExpectReplyLost(FailOn("SSH-2.0-OpenSSH_9.2\r\n"), absl::StatusCode::kUnavailable,
                  "INCOMPLETE_REPLY");
}

TEST_P(Failure, EveryCutWithinAGzipStreamIsAnError) {
  const std::string zipped = GzipCompress("some text, some text, some text");
  for (std::size_t cut = 0; cut < zipped.size(); ++cut) {
    SCOPED_TRACE(cut);
    const std::string part = zipped.substr(0, cut);
    // The end of the connection, and of the cut-off text as if it were the whole.
    ExpectReplyLost(FailOn(absl::StrCat("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", part)),
                    absl::StatusCode::kUnavailable, "CORRUPT_BODY");
    if (cut == 0) continue;
    ExpectReplyLost(FailOn(absl::StrCat("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                                        "Content-Length: ",
                                        cut, "\r\n\r\n", part)),
                    absl::StatusCode::kUnavailable, "CORRUPT_BODY");
  }
}

TEST_P(Failure, CorruptGzipStreamIsAnError) {
  std::string zipped = GzipCompress("some text, some text, some text");
  for (const std::size_t at : {std::size_t{0}, zipped.size() / 2, zipped.size() - 6}) {
    std::string corrupt = zipped;
    corrupt[at] = static_cast<char>(corrupt[at] ^ 0x55);
    ExpectReplyLost(FailOn(absl::StrCat("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                                        "Content-Length: ",
                                        corrupt.size(), "\r\n\r\n", corrupt)),
                    absl::StatusCode::kUnavailable, "CORRUPT_BODY");
  }
}

TEST_P(Failure, AnEncodingThatWasNotAskedForIsAnError) {
  ExpectReplyLost(FailOn("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\nabc"),
                  absl::StatusCode::kUnavailable, "CORRUPT_BODY");
}

TEST_P(Failure, HeadersBeyondTheLimitAreAnError) {
  std::string many = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 700; ++i) absl::StrAppend(&many, "X-", i, ": ", std::string(90, 'x'), "\r\n");
  std::string one = absl::StrCat("HTTP/1.1 200 OK\r\nX: ", std::string(150000, 'x'), "\r\n");
  for (const std::string& head : {many, one}) {
    absl::Status status = FailOn(head + "Content-Length: 0\r\n\r\n");
    ExpectFailure(status, absl::StatusCode::kResourceExhausted, "HEADERS_TOO_LARGE",
                  v1::RETRYABILITY_NEVER, v1::OUTCOME_UNKNOWN);
  }
}

TEST_P(Failure, HeadersWithinTheLimitAreNone) {
  v1::Connection settings = Settings();
  settings.mutable_response_limits()->set_max_header_bytes(250 * 1024);
  UseSettings(settings);
  std::string head = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 4; ++i) absl::StrAppend(&head, "X: ", std::string(50000, 'x'), "\r\n");
  server_.OnNext(Script().ReadRequest().Write(head + "Content-Length: 0\r\n\r\n"));
  absl::StatusOr<WholeReply> reply = Run(Get(server_.Url("/")));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->headers.size(), 5u);
}

}  // namespace
}  // namespace sfconnector::testing
