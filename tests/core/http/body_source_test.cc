// SPDX-License-Identifier: Apache-2.0
// Request bodies that come into being while they are sent, and compression both ways.

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "core/http/gzip.h"
#include "tests/core/http/feed_source.h"
#include "tests/core/http/transport_test.h"

namespace sfconnector::testing {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

// The text of a chunked body; the request's head is skipped.
std::string Unchunk(const std::string& received) {
  std::string text;
  std::size_t at = received.find("\r\n\r\n") + 4;
  while (at < received.size()) {
    const std::size_t size = std::stoull(received.substr(at), nullptr, 16);
    at = received.find("\r\n", at) + 2;
    text += received.substr(at, size);
    at += size + 2;
  }
  return text;
}

std::string Gunzip(absl::string_view bytes) {
  GzipDecoder decoder;
  std::string text;
  EXPECT_TRUE(decoder.Decode(bytes, 100 << 20, text).ok());
  EXPECT_TRUE(decoder.AtEnd());
  return text;
}

class BodySource : public TransportTest {
 protected:
  HttpRequest Upload() {
    HttpRequest request = Post(server_.Url("/"), "");
    request.method = "PUT";
    request.body_source = feed_.Source();
    return request;
  }

  // Waits until the server has received `text`.
  void AwaitReceived(const std::string& text) {
    PollUntil([&] { return server_.CountReceived(text) > 0; });
  }

  Feed feed_;
};

TEST_F(BodySource, PiecesAreSentAsTheyCome) {
  server_.OnNext(Script().ReadRequest().Reply("done"));
  std::optional<absl::StatusOr<WholeReply>> reply;
  loop_.Start(SendAndRead(client(), context_, Upload()), &reply);
  feed_.Push("first");
  AwaitReceived("first");
  feed_.Push("");
  feed_.Push("second");
  AwaitReceived("second");
  feed_.End();
  PollUntil([&] { return reply.has_value(); });
  ASSERT_TRUE(reply->ok()) << reply->status();
  EXPECT_EQ((*reply)->body, "done");
  const std::string received = server_.connections()[0].received;
  EXPECT_THAT(received, HasSubstr("Transfer-Encoding: chunked\r\n"));
  EXPECT_EQ(Unchunk(received), "firstsecond");
  loop_.Poll();
  EXPECT_TRUE(feed_.released());
}

TEST_F(BodySource, LargePiecesArriveWholeAlsoAfterAWait) {
  server_.OnNext(Script().ReadRequest().Reply("done"));
  std::optional<absl::StatusOr<WholeReply>> reply;
  loop_.Start(SendAndRead(client(), context_, Upload()), &reply);
  feed_.Push("first");
  // By now libcurl has asked for more, and waits.
  AwaitReceived("first");
  loop_.Poll();
  std::string expected = "first";
  for (const char letter : {'a', 'b', 'c'}) {
    const std::string piece(300000, letter);
    feed_.Push(piece);
    expected += piece;
  }
  feed_.End();
  PollUntil([&] { return reply.has_value(); });
  ASSERT_TRUE(reply->ok()) << reply->status();
  EXPECT_TRUE(Unchunk(server_.connections()[0].received) == expected);
}

TEST_F(BodySource, AnEmptySourceIsAnEmptyBody) {
  server_.OnNext(Script().ReadRequest().Reply("done"));
  feed_.End();
  absl::StatusOr<WholeReply> reply = Run(Upload());
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(Unchunk(server_.connections()[0].received), "");
}

TEST_F(BodySource, LargePiecesArriveWhole) {
  server_.OnNext(Script().ReadRequest().Reply("done"));
  std::string expected;
  for (int i = 0; i < 40; ++i) {
    std::string piece(100000 + i, static_cast<char>('a' + i % 26));
    expected += piece;
    feed_.Push(std::move(piece));
  }
  feed_.End();
  absl::StatusOr<WholeReply> reply = Run(Upload());
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(Unchunk(server_.connections()[0].received), expected);
}

TEST_F(BodySource, OnlyOnePieceIsReadAhead) {
  server_.OnNext(Script().ReadHead().Await("read on").ReadUntilClosed());
  std::optional<Response> response;
  loop_.Start(client().Send(context_, Upload()), &response);
  for (int i = 0; i < 1000; ++i) feed_.Push(std::string(1 << 20, 'x'));
  PollUntil([this] { return feed_.reads() > 0; });
  int reads = -1;
  // Until the sockets' buffers are full.
  for (int quiet = 0; quiet < 1000; ++quiet) {
    if (feed_.reads() != reads) quiet = 0;
    reads = feed_.reads();
    loop_.Poll();
  }
  EXPECT_LT(reads, 50);
  context_.Stop(absl::CancelledError("enough"));
  PollUntil([&] { return response.has_value(); });
  server_.Release("read on");
}

TEST_F(BodySource, ItsErrorEndsTheExchange) {
  server_.OnNext(Script().ReadUntilClosed());
  std::optional<Response> response;
  loop_.Start(client().Send(context_, Upload()), &response);
  feed_.Push("first");
  AwaitReceived("first");
  feed_.Fail(absl::AbortedError("no more"));
  PollUntil([&] { return response.has_value(); });
  EXPECT_EQ(response->status().code(), absl::StatusCode::kAborted);
  EXPECT_TRUE(server_.WaitUntil([](const auto& all) { return all[0].closed_by_client; }));
}

TEST_F(BodySource, AnEarlyReplyIsDeliveredWhileTheSourceWaits) {
  server_.OnNext(
      Script().ReadHead().Write("HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nbad"));
  std::optional<absl::StatusOr<WholeReply>> reply;
  loop_.Start(SendAndRead(client(), context_, Upload()), &reply);
  PollUntil([&] { return reply.has_value(); });
  ASSERT_TRUE(reply->ok()) << reply->status();
  EXPECT_EQ((*reply)->status, 400);
  EXPECT_EQ((*reply)->body, "bad");
  EXPECT_FALSE(feed_.released());
  feed_.Push("late");
  loop_.Poll();
  EXPECT_TRUE(feed_.released());
}

TEST_F(BodySource, TheReplyMayBeReadWhileTheBodyIsSent) {
  server_.OnNext(Script()
                     .ReadHead()
                     .Write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
                     .ReadBytes(14)
                     .Write("3\r\ntwo\r\n0\r\n\r\n"));
  Response response = Send(Upload());
  ASSERT_TRUE(response.ok()) << response.status();
  Piece piece = ReadFrom(**response);
  ASSERT_TRUE(piece.ok()) << piece.status();
  EXPECT_EQ(piece->value_or(""), "one");
  feed_.Push("more");
  feed_.End();
  piece = ReadFrom(**response);
  ASSERT_TRUE(piece.ok()) << piece.status();
  EXPECT_EQ(piece->value_or(""), "two");
}

class Compression : public BodySource {
 protected:
  static v1::Connection Compressing() {
    v1::Connection settings = Settings();
    settings.mutable_compression()->set_request(true);
    return settings;
  }

  std::string BodyOf(const std::string& received) {
    return received.substr(received.find("\r\n\r\n") + 4);
  }
};

TEST_F(Compression, RepliesAreDecompressed) {
  const std::string text(100000, 'a');
  const std::string zipped = GzipCompress(text);
  server_.OnNext(Script().ReadRequest().Write(
      absl::StrCat("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ", zipped.size(),
                   "\r\n\r\n", zipped)));
  absl::StatusOr<WholeReply> reply = Run(Get(server_.Url("/")));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->body, text);
  EXPECT_EQ(server_.CountReceived("Accept-Encoding: gzip\r\n"), 1);
}

TEST_F(Compression, RepliesAreNotCompressedWhereSettingsSaySo) {
  v1::Connection settings = Settings();
  settings.mutable_compression()->set_response(false);
  UseSettings(settings);
  server_.OnNext(Script().ReadRequest().Reply("plain"));
  absl::StatusOr<WholeReply> reply = Run(Get(server_.Url("/")));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(server_.CountReceived("Accept-Encoding"), 0);
}

TEST_F(Compression, LargeRequestBodiesAreCompressed) {
  UseSettings(Compressing());
  server_.OnNext(Script().ReadRequest().Reply(""));
  const std::string body(1024, 'a');
  absl::StatusOr<WholeReply> reply = Run(Post(server_.Url("/"), body));
  ASSERT_TRUE(reply.ok()) << reply.status();
  const std::string received = server_.connections()[0].received;
  EXPECT_THAT(received, HasSubstr("Content-Encoding: gzip\r\n"));
  EXPECT_EQ(Gunzip(BodyOf(received)), body);
}

TEST_F(Compression, SmallAndEncodedRequestBodiesAreLeftAlone) {
  UseSettings(Compressing());
  server_.OnNext(Script().ReadRequest().Reply("").ReadRequest().Reply(""));
  const std::string small(1023, 'a');
  absl::StatusOr<WholeReply> reply = Run(Post(server_.Url("/"), small));
  ASSERT_TRUE(reply.ok()) << reply.status();
  HttpRequest request = Post(server_.Url("/"), std::string(2000, 'b'));
  request.headers.emplace_back("content-encoding", "deflate");
  reply = Run(std::move(request));
  ASSERT_TRUE(reply.ok()) << reply.status();
  const std::string received = server_.connections()[0].received;
  EXPECT_THAT(received, HasSubstr(small));
  EXPECT_THAT(received, EndsWith(std::string(2000, 'b')));
  EXPECT_THAT(received, Not(HasSubstr("Content-Encoding: gzip")));
}

TEST_F(Compression, SourcesAreCompressedAsTheyCome) {
  UseSettings(Compressing());
  server_.OnNext(Script().ReadRequest().Reply("done"));
  std::string expected;
  for (int i = 0; i < 1000; ++i) {
    const std::string row = absl::StrCat("row ", i, "\n");
    expected += row;
    feed_.Push(row);
  }
  feed_.End();
  absl::StatusOr<WholeReply> reply = Run(Upload());
  ASSERT_TRUE(reply.ok()) << reply.status();
  const std::string received = server_.connections()[0].received;
  EXPECT_THAT(received, HasSubstr("Content-Encoding: gzip\r\n"));
  EXPECT_EQ(Gunzip(Unchunk(received)), expected);
}

TEST_F(Compression, AWellCompressedReplyIsDecodedInPieces) {
  const std::string zipped = GzipCompress(std::string(50 << 20, '\0'));
  ASSERT_LT(zipped.size(), 256u * 1024);
  server_.OnNext(Script().ReadRequest().Write(
      absl::StrCat("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ", zipped.size(),
                   "\r\n\r\n", zipped)));
  Response response = Send(Get(server_.Url("/")));
  ASSERT_TRUE(response.ok()) << response.status();
  std::size_t size = 0;
  while (true) {
    Piece piece = ReadFrom(**response);
    ASSERT_TRUE(piece.ok()) << piece.status();
    if (!piece->has_value()) break;
    ASSERT_LE((*piece)->size(), 1u << 20);
    size += (*piece)->size();
  }
  EXPECT_EQ(size, 50u << 20);
}

}  // namespace
}  // namespace sfconnector::testing
