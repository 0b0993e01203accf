// SPDX-License-Identifier: Apache-2.0
// Cancellation, deadlines and back-pressure through a real channel.
#include <algorithm>
#include <chrono>
#include <future>
#include <string>

#include "tests/server/grpc_server_fixture.h"

namespace sfconnector::testing {
namespace {

using Flow = GrpcServerTest;

constexpr int kMebibyte = 1 << 20;

TEST_F(Flow, CancelDuringAStreamReachesTheCall) {
  grpc::ClientContext context;
  auto reader = stub_->ServerStream(&context, {});
  auto call = connector_.NextCall();
  call->Respond("");
  echo::ServerStreamResponse response;
  ASSERT_TRUE(reader->Read(&response));
  context.TryCancel();
  EXPECT_TRUE(absl::IsCancelled(call->WaitForCancel()));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(Flow, CancelReachesAUnaryCall) {
  grpc::ClientContext context;
  echo::UnaryResponse response;
  auto client = std::async([&] { return stub_->Unary(&context, {}, &response); });
  auto call = connector_.NextCall();
  context.TryCancel();
  EXPECT_TRUE(absl::IsCancelled(call->WaitForCancel()));
  EXPECT_EQ(client.get().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(Flow, BrokenUploadIsNeverTakenForACompleteOne) {
  for (int i = 0; i < 100; ++i) {
    grpc::ClientContext context;
    echo::ClientStreamResponse response;
    auto writer = stub_->ClientStream(&context, &response);
    echo::ClientStreamRequest request;
    ASSERT_TRUE(writer->Write(request));
    auto call = connector_.NextCall();
    EXPECT_TRUE(call->NextRequest().has_value());
    context.TryCancel();
    EXPECT_TRUE(absl::IsCancelled(call->WaitForCancel()));
    EXPECT_FALSE(call->requests_were_closed());
    EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
}

TEST_F(Flow, LostConnectionCancelsTheCall) {
  auto channel = NewChannel();
  auto context = std::make_unique<grpc::ClientContext>();
  auto stub = echo::EchoService::NewStub(channel);
  auto stream = stub->BidiStream(context.get());
  auto call = connector_.NextCall();
  stream.reset();
  context.reset();
  stub.reset();
  channel.reset();
  EXPECT_TRUE(absl::IsCancelled(call->WaitForCancel()));
  EXPECT_FALSE(call->requests_were_closed());
}

TEST_F(Flow, DeadlineIsHandedToTheCall) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::hours(1));
  echo::UnaryResponse response;
  auto client = std::async([&] { return stub_->Unary(&context, {}, &response); });
  auto call = connector_.NextCall();
  ASSERT_TRUE(call->deadline().has_value());
  EXPECT_LE(*call->deadline(), clock_->Now() + std::chrono::minutes(61));
  EXPECT_GT(*call->deadline(), clock_->Now() + std::chrono::minutes(30));
  call->End(absl::UnavailableError("over"));
  client.get();
}

TEST_F(Flow, CallWithoutDeadlineHasNone) {
  grpc::ClientContext context;
  echo::UnaryResponse response;
  auto client = std::async([&] { return stub_->Unary(&context, {}, &response); });
  auto call = connector_.NextCall();
  EXPECT_EQ(call->deadline(), std::nullopt);
  call->End(absl::UnavailableError("over"));
  client.get();
}

TEST_F(Flow, DeadlineThatPassesEndsTheCall) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(50));
  echo::UnaryResponse response;
  auto client = std::async([&] { return stub_->Unary(&context, {}, &response); });
  // The client's clock may be the first to ring; then it cancels.
  const absl::Status reason = connector_.NextCall()->WaitForCancel();
  EXPECT_TRUE(absl::IsDeadlineExceeded(reason) || absl::IsCancelled(reason)) << reason;
  EXPECT_EQ(client.get().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST_F(Flow, SlowReaderSlowsTheCallDown) {
  constexpr int kMessages = 200;
  grpc::ClientContext context;
  auto reader = stub_->ServerStream(&context, {});
  auto call = connector_.NextCall();
  auto producer = std::async([&call] {
    echo::ServerStreamResponse response;
    response.set_padding(std::string(kMebibyte, 'x'));
    const std::string bytes = response.SerializeAsString();
    for (int i = 0; i < kMessages; ++i) call->Respond(bytes);
    call->End(absl::OkStatus());
  });
  int most_ahead = 0;
  int read = 0;
  for (echo::ServerStreamResponse response; reader->Read(&response); ++read) {
    most_ahead = std::max(most_ahead, call->received() - read);
  }
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(read, kMessages);
  EXPECT_LT(most_ahead, 32) << "messages were taken long before they were read";
}

TEST_F(Flow, NothingIsReadBeforeTheCallHasRoom) {
  constexpr int kMessages = 50;
  grpc::ClientContext context;
  echo::ClientStreamResponse response;
  auto writer = stub_->ClientStream(&context, &response);
  auto client = std::async([&writer] {
    echo::ClientStreamRequest request;
    request.set_padding(std::string(kMebibyte, 'x'));
    for (int i = 0; i < kMessages; ++i) writer->Write(request);
    writer->WritesDone();
    return writer->Finish();
  });
  auto call = connector_.NextCall();
  int taken = 0;
  // The pipe of the call holds one message, and another may wait before it.
  for (; call->NextRequest(); ++taken) EXPECT_LE(call->sent() - taken, 3);
  EXPECT_EQ(taken, kMessages);
  call->Respond("");
  call->End(absl::OkStatus());
  EXPECT_TRUE(client.get().ok());
}

TEST_F(Flow, ReaderThatGoesAwayEndsTheCallThatWrites) {
  grpc::ClientContext context;
  auto reader = stub_->ServerStream(&context, {});
  auto call = connector_.NextCall();
  auto producer = std::async([&call] {
    const std::string bytes(kMebibyte, '\0');
    while (call->Respond(bytes)) {
    }
  });
  echo::ServerStreamResponse response;
  reader->Read(&response);
  context.TryCancel();
  producer.get();
  EXPECT_TRUE(absl::IsCancelled(call->WaitForCancel()));
  reader->Finish();
}

}  // namespace
}  // namespace sfconnector::testing
