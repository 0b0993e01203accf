// SPDX-License-Identifier: Apache-2.0
// The four kinds of rpc through a real channel.
#include <future>
#include <string>

#include "tests/server/grpc_server_fixture.h"

namespace sfconnector::testing {
namespace {

using Kinds = GrpcServerTest;

TEST_F(Kinds, UnaryCarriesRequestResponseAndReplyMetadata) {
  grpc::ClientContext context;
  echo::UnaryRequest request;
  request.set_text("hello");
  echo::UnaryResponse response;
  auto client = std::async([&] { return stub_->Unary(&context, request, &response); });

  auto call = connector_.NextCall();
  EXPECT_EQ(call->operation().method()->full_name(), "sfconnector.test.v1.EchoService.Unary");
  EXPECT_EQ(Parse<echo::UnaryRequest>(call->NextRequest()).text(), "hello");
  EXPECT_EQ(call->NextRequest(), std::nullopt);
  echo::UnaryResponse reply;
  reply.set_text("world");
  EXPECT_TRUE(call->Respond(reply.SerializeAsString()));
  call->End(absl::OkStatus(), {{{"sforce-limit-info", "api-usage=1/100"}}});

  EXPECT_TRUE(client.get().ok());
  EXPECT_EQ(response.text(), "world");
  EXPECT_EQ(context.GetServerTrailingMetadata().find("sforce-limit-info")->second,
            "api-usage=1/100");
}

TEST_F(Kinds, LargeMessagesArriveWhole) {
  grpc::ClientContext context;
  echo::UnaryRequest request;
  request.set_text(std::string(3 << 20, 'q'));
  echo::UnaryResponse response;
  auto client = std::async([&] { return stub_->Unary(&context, request, &response); });

  auto call = connector_.NextCall();
  EXPECT_EQ(Parse<echo::UnaryRequest>(call->NextRequest()).text(), request.text());
  echo::UnaryResponse reply;
  reply.set_text(std::string(3 << 20, 'r'));
  EXPECT_TRUE(call->Respond(reply.SerializeAsString()));
  call->End(absl::OkStatus());

  EXPECT_TRUE(client.get().ok());
  EXPECT_EQ(response.text(), reply.text());
}

TEST_F(Kinds, CompressedRequestsAreReadToo) {
  grpc::ClientContext context;
  context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  echo::UnaryRequest request;
  request.set_text(std::string(100000, 'z'));
  echo::UnaryResponse response;
  auto client = std::async([&] { return stub_->Unary(&context, request, &response); });

  auto call = connector_.NextCall();
  EXPECT_EQ(Parse<echo::UnaryRequest>(call->NextRequest()).text(), request.text());
  call->Respond("");
  call->End(absl::OkStatus());
  EXPECT_TRUE(client.get().ok());
}

TEST_F(Kinds, EmptyMessagesAreMessages) {
  grpc::ClientContext context;
  echo::UnaryResponse response;
  auto client = std::async([&] { return stub_->Unary(&context, {}, &response); });

  auto call = connector_.NextCall();
  EXPECT_EQ(call->NextRequest(), std::string());
  EXPECT_TRUE(call->Respond(""));
  call->End(absl::OkStatus());
  EXPECT_TRUE(client.get().ok());
}

TEST_F(Kinds, UnaryWithoutResponseIsAnError) {
  grpc::ClientContext context;
  echo::UnaryResponse response;
  auto client = std::async([&] { return stub_->Unary(&context, {}, &response); });
  connector_.NextCall()->End(absl::OkStatus());
  EXPECT_EQ(client.get().error_code(), grpc::StatusCode::INTERNAL);
}

TEST_F(Kinds, ServerStreamKeepsTheOrderAndEndsWithTheStatus) {
  grpc::ClientContext context;
  echo::ServerStreamRequest request;
  request.set_text("go");
  auto reader = stub_->ServerStream(&context, request);
  auto call = connector_.NextCall();
  EXPECT_EQ(Parse<echo::ServerStreamRequest>(call->NextRequest()).text(), "go");

  auto producer = std::async([&call] {
    for (int i = 0; i < 500; ++i) {
      echo::ServerStreamResponse response;
      response.set_index(i);
      call->Respond(response.SerializeAsString());
    }
    call->End(absl::DataLossError("gone"));
  });
  echo::ServerStreamResponse response;
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(reader->Read(&response));
    EXPECT_EQ(response.index(), i);
  }
  EXPECT_FALSE(reader->Read(&response));
  grpc::Status status = reader->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DATA_LOSS);
  EXPECT_EQ(status.error_message(), "gone");
}

TEST_F(Kinds, ClientStreamArrivesInOrderAndIsClosed) {
  grpc::ClientContext context;
  echo::ClientStreamResponse response;
  auto writer = stub_->ClientStream(&context, &response);
  auto call = connector_.NextCall();
  auto server = std::async([&call] {
    echo::ClientStreamResponse reply;
    while (auto message = call->NextRequest()) {
      reply.set_count(reply.count() + 1);
      reply.set_text(reply.text() + Parse<echo::ClientStreamRequest>(message).text());
    }
    EXPECT_TRUE(call->requests_were_closed());
    call->Respond(reply.SerializeAsString());
    call->End(absl::OkStatus());
  });
  for (const char* text : {"a", "b", "c"}) {
    echo::ClientStreamRequest request;
    request.set_text(text);
    ASSERT_TRUE(writer->Write(request));
  }
  writer->WritesDone();
  EXPECT_TRUE(writer->Finish().ok());
  EXPECT_EQ(response.count(), 3);
  EXPECT_EQ(response.text(), "abc");
}

TEST_F(Kinds, ClientStreamMayEndBeforeItsRequestsDo) {
  grpc::ClientContext context;
  echo::ClientStreamResponse response;
  auto writer = stub_->ClientStream(&context, &response);
  auto call = connector_.NextCall();
  echo::ClientStreamRequest request;
  ASSERT_TRUE(writer->Write(request));
  call->NextRequest();
  call->End(absl::FailedPreconditionError("enough"));
  EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(Kinds, BidiStreamGoesBothWaysAtTheSameTime) {
  grpc::ClientContext context;
  auto stream = stub_->BidiStream(&context);
  auto call = connector_.NextCall();
  auto server = std::async([&call] {
    while (auto message = call->NextRequest()) {
      echo::BidiStreamResponse response;
      response.set_text(Parse<echo::BidiStreamRequest>(message).text());
      call->Respond(response.SerializeAsString());
    }
    call->End(absl::OkStatus());
  });
  for (int i = 0; i < 100; ++i) {
    echo::BidiStreamRequest request;
    request.set_text(std::to_string(i));
    ASSERT_TRUE(stream->Write(request));
    echo::BidiStreamResponse response;
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.text(), request.text());
  }
  stream->WritesDone();
  echo::BidiStreamResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(Kinds, ThousandCallsRunAtTheSameTime) {
  constexpr int kCalls = 1000;
  struct Pending {
    grpc::ClientContext context;
    echo::UnaryRequest request;
    echo::UnaryResponse response;
    std::promise<grpc::Status> status;
  };
  std::vector<std::unique_ptr<Pending>> pending;
  for (int i = 0; i < kCalls; ++i) {
    Pending& call = *pending.emplace_back(std::make_unique<Pending>());
    call.request.set_text(std::to_string(i));
    stub_->async()->Unary(
        &call.context, &call.request, &call.response,
        [&call](grpc::Status status) { call.status.set_value(std::move(status)); });
  }
  // None is answered before all have come.
  std::vector<std::shared_ptr<FakeCall>> calls;
  for (int i = 0; i < kCalls; ++i) calls.push_back(connector_.NextCall());
  for (const auto& call : calls) {
    ASSERT_NE(call, nullptr);
    call->Respond(*call->NextRequest());
    call->End(absl::OkStatus());
  }
  for (const auto& call : pending) {
    EXPECT_TRUE(call->status.get_future().get().ok());
    EXPECT_EQ(call->response.text(), call->request.text());
  }
}

}  // namespace
}  // namespace sfconnector::testing
