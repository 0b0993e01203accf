// SPDX-License-Identifier: Apache-2.0
// Time limits, cancellation and back-pressure.

#include <chrono>

#include <gmock/gmock.h>

#include "tests/core/http/feed_source.h"
#include "tests/core/http/transport_test.h"

namespace sfconnector::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr char kHead[] = "HTTP/1.1 200 OK\r\nContent-Length: 300000000\r\n\r\n";

class Limits : public TransportTest, public ::testing::WithParamInterface<HttpLane> {
 protected:
  HttpRequest OnLane(HttpRequest request) {
    request.lane = GetParam();
    request.first_byte_timeout = seconds(100);
    request.silence_timeout = seconds(60);
    return request;
  }

  void Start(HttpRequest request) {
    loop_.Start(client().Send(context_, OnLane(std::move(request))), &response_);
  }

  void AwaitReceived(const std::string& text) {
    PollUntil([&] { return server_.CountReceived(text) > 0; });
  }

  bool ClientClosed() {
    return server_.WaitUntil([](const auto& all) { return all[0].closed_by_client; });
  }

  std::optional<Response> response_;

  // Waits until the server can write no more, and returns how much it has written.
  std::uint64_t WrittenUntilTheSocketsAreFull() {
    std::uint64_t written = 0;
    for (int quiet = 0; quiet < 2000; ++quiet) {
      loop_.Poll();
      std::this_thread::yield();
      const std::uint64_t now = server_.connections()[0].written;
      if (now != written) quiet = 0;
      written = now;
    }
    return written;
  }
};

INSTANTIATE_TEST_SUITE_P(Lanes, Limits, ::testing::Values(HttpLane::kShort, HttpLane::kStream),
                         [](const auto& lane) {
                           return lane.param == HttpLane::kShort ? "Short" : "Stream";
                         });

TEST_P(Limits, TheFirstByteMustComeInTime) {
  server_.OnNext(Script().ReadUntilClosed());
  Start(Post(server_.Url("/"), "body"));
  AwaitReceived("body");
  clock_.Advance(seconds(100) - milliseconds(1));
  loop_.Poll();
  EXPECT_FALSE(response_.has_value());
  clock_.Advance(milliseconds(1));
  PollUntil([this] { return response_.has_value(); });
  ExpectReplyLost(response_->status(), absl::StatusCode::kDeadlineExceeded, "FIRST_BYTE_TIMEOUT");
  EXPECT_TRUE(ClientClosed());
}

TEST_P(Limits, HeadersMustNotStopComing) {
  server_.OnNext(Script().ReadHead().Write("HTTP/1.1 200 OK\r\nX: 1\r\n").ReadUntilClosed());
  Start(Get(server_.Url("/")));
  server_.WaitUntil([this](const auto& all) {
    loop_.Poll();
    return !all.empty() && all[0].written > 0;
  });
  for (int i = 0; i < 100; ++i) loop_.Poll();
  clock_.Advance(seconds(60));
  PollUntil([this] { return response_.has_value(); });
  EXPECT_EQ(response_->status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST_P(Limits, AReplyMustNotFallSilentWhileItIsRead) {
  server_.OnNext(Script().ReadHead().Write(kHead).Write("x").ReadUntilClosed());
  Response response = Send(OnLane(Get(server_.Url("/"))));
  ASSERT_TRUE(response.ok()) << response.status();
  Piece piece = ReadFrom(**response);
  ASSERT_TRUE(piece.ok()) << piece.status();
  std::optional<Piece> next;
  loop_.Start((*response)->Read(), &next);
  loop_.Poll();
  clock_.Advance(seconds(59));
  loop_.Poll();
  EXPECT_FALSE(next.has_value());
  clock_.Advance(seconds(1));
  PollUntil([&] { return next.has_value(); });
  ExpectReplyLost(next->status(), absl::StatusCode::kDeadlineExceeded, "SILENCE_TIMEOUT");
  EXPECT_TRUE(ClientClosed());
  EXPECT_EQ(clock_.pending_alarms(), 0);
}

TEST_P(Limits, TimeStandsStillWhileTheReaderPauses) {
  server_.OnNext(Script().ReadHead().Write(kHead).WriteZeros(100000).Await("go").WriteZeros(
      300000000 - 100000));
  Response response = Send(OnLane(Get(server_.Url("/"))));
  ASSERT_TRUE(response.ok()) << response.status();
  clock_.Advance(minutes(60));
  loop_.Poll();
  server_.Release("go");
  for (int i = 0; i < 100; ++i) loop_.Poll();
  clock_.Advance(minutes(60));
  loop_.Poll();
  std::size_t size = 0;
  while (size < 300000000) {
    Piece piece = ReadFrom(**response);
    ASSERT_TRUE(piece.ok() && piece->has_value()) << piece.status();
    size += (*piece)->size();
  }
}

TEST_P(Limits, ABodyMustBeTakenInTime) {
  server_.OnNext(Script().ReadHead().Await("the end"));
  Start(Post(server_.Url("/"), std::string(64 << 20, 'x')));
  AwaitReceived("\r\n\r\n");
  while (!response_.has_value()) {
    for (int i = 0; i < 100; ++i) loop_.Poll();
    clock_.Advance(seconds(30));
  }
  ExpectReplyLost(response_->status(), absl::StatusCode::kDeadlineExceeded, "SILENCE_TIMEOUT");
  server_.Release("the end");
}

TEST_P(Limits, ASourceMayTakeItsTime) {
  server_.OnNext(Script().ReadRequest().Reply("done"));
  Feed feed;
  HttpRequest request = Post(server_.Url("/"), "");
  request.body_source = feed.Source();
  Start(std::move(request));
  for (const char* piece : {"first", "second", "third"}) {
    feed.Push(piece);
    AwaitReceived(piece);
    clock_.Advance(minutes(60));
    loop_.Poll();
  }
  EXPECT_FALSE(response_.has_value());
  feed.End();
  PollUntil([this] { return response_.has_value(); });
  ASSERT_TRUE(response_->ok()) << response_->status();
}

TEST_P(Limits, CancellationBeforeTheReplyClosesTheSocket) {
  server_.OnNext(Script().ReadUntilClosed());
  Start(Get(server_.Url("/")));
  AwaitReceived("GET / ");
  context_.Stop(absl::CancelledError("no longer wanted"));
  PollUntil([this] { return response_.has_value(); });
  ExpectReplyLost(response_->status(), absl::StatusCode::kCancelled, "");
  EXPECT_TRUE(ClientClosed());
}

TEST_P(Limits, CancellationWithinTheReplyClosesTheSocket) {
  server_.OnNext(Script().ReadHead().Write(kHead).ReadUntilClosed());
  Response response = Send(OnLane(Get(server_.Url("/"))));
  ASSERT_TRUE(response.ok()) << response.status();
  std::optional<Piece> piece;
  loop_.Start((*response)->Read(), &piece);
  loop_.Poll();
  context_.Stop(absl::CancelledError("no longer wanted"));
  EXPECT_TRUE(ClientClosed());
  PollUntil([&] { return piece.has_value(); });
  EXPECT_EQ(piece->status().code(), absl::StatusCode::kCancelled);
}

TEST_P(Limits, ACallThatHasEndedSendsNothing) {
  context_.Stop(absl::CancelledError("no longer wanted"));
  Response response = Send(OnLane(Get(server_.Url("/"))));
  ExpectNothingSent(response.status(), absl::StatusCode::kCancelled, "");
  EXPECT_TRUE(server_.connections().empty());
}

TEST_P(Limits, CancellationEndsTheReplyEvenIfAllOfItIsThere) {
  server_.OnNext(Script().ReadHead().Reply("whole"));
  Response response = Send(OnLane(Get(server_.Url("/"))));
  ASSERT_TRUE(response.ok()) << response.status();
  for (int i = 0; i < 100; ++i) loop_.Poll();
  context_.Stop(absl::CancelledError("no longer wanted"));
  Piece piece = ReadFrom(**response);
  EXPECT_EQ(piece.status().code(), absl::StatusCode::kCancelled);
}

TEST_P(Limits, TheCallsDeadlineClosesTheSocket) {
  server_.OnNext(Script().ReadUntilClosed());
  auto call = std::make_unique<CallContext>(loop_.executor(), CallOptions(),
                                            clock_.Now() + seconds(5), clock_, observer_);
  loop_.Start(client().Send(*call, OnLane(Get(server_.Url("/")))), &response_);
  AwaitReceived("GET / ");
  clock_.Advance(seconds(5));
  PollUntil([this] { return response_.has_value(); });
  ExpectReplyLost(response_->status(), absl::StatusCode::kDeadlineExceeded, "");
  EXPECT_TRUE(ClientClosed());
}

TEST_P(Limits, CancellationWhileConnectingSentNothing) {
  // The name is looked up on another thread, whose answer this loop has not seen yet.
  Start(Get("http://localhost:1/"));
  context_.Stop(absl::CancelledError("no longer wanted"));
  loop_.Poll();
  if (!response_.has_value()) {
    PollUntil([this] { return response_.has_value(); });
  }
  ExpectNothingSent(response_->status(), absl::StatusCode::kCancelled, "");
}

TEST_P(Limits, LettingGoOfAReplyClosesTheSocket) {
  server_.OnNext(Script().ReadHead().Write(kHead).ReadUntilClosed());
  Response response = Send(OnLane(Get(server_.Url("/"))));
  ASSERT_TRUE(response.ok()) << response.status();
  response->reset();
  EXPECT_TRUE(ClientClosed());
  EXPECT_EQ(clock_.pending_alarms(), 0);
}

TEST_P(Limits, MemoryIsBoundedWhileNobodyReads) {
  server_.OnNext(Script().ReadHead().Write(kHead).WriteZeros(300000000));
  Response response = Send(OnLane(Get(server_.Url("/"))));
  ASSERT_TRUE(response.ok()) << response.status();
  const std::uint64_t written = WrittenUntilTheSocketsAreFull();
  // What was taken off the socket; the rest of what was written waits in the kernel.
  EXPECT_LE((*response)->bytes_received(), 1u << 20);
  EXPECT_LT(written, 64u << 20);
  std::uint64_t size = 0;
  while (true) {
    Piece piece = ReadFrom(**response);
    ASSERT_TRUE(piece.ok()) << piece.status();
    if (!piece->has_value()) break;
    EXPECT_LE((*piece)->size(), 1u << 20);
    size += (*piece)->size();
  }
  EXPECT_EQ(size, 300000000u);
}

TEST_P(Limits, ARequestMayBoundWhatItsReplyHoldsMoreNarrowly) {
  server_.OnNext(Script().ReadHead().Write(kHead).WriteZeros(300000000));
  HttpRequest request = OnLane(Get(server_.Url("/")));
  request.reply_watermark = std::size_t{64} * 1024;
  Response response = Send(std::move(request));
  ASSERT_TRUE(response.ok()) << response.status();
  WrittenUntilTheSocketsAreFull();
  EXPECT_LE((*response)->bytes_received(), 256u * 1024);
  std::uint64_t size = 0;
  while (true) {
    Piece piece = ReadFrom(**response);
    ASSERT_TRUE(piece.ok()) << piece.status();
    if (!piece->has_value()) break;
    EXPECT_LE((*piece)->size(), 128u * 1024);
    size += (*piece)->size();
  }
  EXPECT_EQ(size, 300000000u);
}

TEST_P(Limits, APausedReplyHoldsUpNoOther) {
  server_.OnNext(Script().ReadHead().Write(kHead).WriteZeros(300000000));
  Response response = Send(OnLane(Get(server_.Url("/"))));
  ASSERT_TRUE(response.ok()) << response.status();
  server_.OnOthers(Script().ReadRequest().Reply("x").Forever());
  for (int i = 0; i < 100; ++i) {
    absl::StatusOr<WholeReply> reply = Run(OnLane(Get(server_.Url("/"))));
    ASSERT_TRUE(reply.ok()) << reply.status();
  }
  EXPECT_EQ(server_.connections().size(), 2u);
}

}  // namespace
}  // namespace sfconnector::testing
