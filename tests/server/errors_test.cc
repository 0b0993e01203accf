// SPDX-License-Identifier: Apache-2.0
// What a client sees of failed calls, and of calls that were wrong from the start.
#include <future>
#include <string>

#include <grpcpp/generic/generic_stub.h>

#include "core/base/status.h"
#include "tests/server/grpc_server_fixture.h"

namespace sfconnector::testing {
namespace {

constexpr std::size_t kClientLimit = 8192;

class Errors : public GrpcServerTest {
 protected:
  // Calls Unary, whose operation ends with `status`.
  grpc::Status Fail(absl::Status status, ReplyMetadata reply = {}) {
    echo::UnaryResponse response;
    auto client = std::async([&] { return stub_->Unary(&context_, {}, &response); });
    connector_.NextCall()->End(std::move(status), std::move(reply));
    return client.get();
  }

  // Calls Unary with metadata that lets it reach no operation.
  grpc::Status Refused(const std::string& key, const std::string& value) {
    grpc::ClientContext context;
    context.AddMetadata(key, value);
    echo::UnaryResponse response;
    return stub_->Unary(&context, {}, &response);
  }

  // Calls a method that the stub does not know.
  grpc::Status CallByName(const std::string& path) {
    grpc::ClientContext context;
    grpc::GenericStub stub(channel_);
    const grpc::Slice nothing("", 0);
    grpc::ByteBuffer request(&nothing, 1);
    grpc::ByteBuffer response;
    std::promise<grpc::Status> status;
    stub.UnaryCall(&context, path, {}, &request, &response,
                   [&status](grpc::Status result) { status.set_value(std::move(result)); });
    return status.get_future().get();
  }

  // The size of all trailers as HTTP/2 counts it.
  std::size_t TrailerBytes(const grpc::Status& status) {
    std::size_t size = status.error_details().size() / 3 * 4 + 200;
    for (char c : status.error_message()) size += c > ' ' && c <= '~' && c != '%' ? 1 : 3;
    for (const auto& [key, value] : context_.GetServerTrailingMetadata()) {
      if (key != "grpc-status-details-bin") size += key.size() + value.size() + 32;
    }
    return size;
  }

  grpc::ClientContext context_;
};

v1::RpcStatus Details(const grpc::Status& status) {
  v1::RpcStatus details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  return details;
}

template <class Detail>
Detail DetailOf(const grpc::Status& status) {
  const v1::RpcStatus details = Details(status);
  Detail detail;
  for (const auto& any : details.details()) {
    if (any.type_url().find(Detail::descriptor()->name()) != std::string::npos) {
      EXPECT_TRUE(detail.ParseFromString(any.value()));
      return detail;
    }
  }
  ADD_FAILURE() << "no " << Detail::descriptor()->name() << " in " << details.ShortDebugString();
  return detail;
}

TEST_F(Errors, CarryCodeMessageAndDetails) {
  v1::SalesforceError detail;
  detail.set_http_status(400);
  auto& item = *detail.add_errors();
  item.set_code("INVALID_FIELD");
  item.set_message("No such column");
  const grpc::Status status = Fail(
      WithSalesforceError(absl::InvalidArgumentError("INVALID_FIELD: No such column"), detail));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "INVALID_FIELD: No such column");
  EXPECT_EQ(Details(status).code(), 3);
  EXPECT_EQ(Details(status).message(), status.error_message());
  EXPECT_EQ(DetailOf<v1::ErrorInfo>(status).reason(), "INVALID_FIELD");
  EXPECT_EQ(DetailOf<v1::ErrorInfo>(status).domain(), "salesforce.com");
  EXPECT_EQ(DetailOf<v1::SalesforceError>(status).http_status(), 400);
}

TEST_F(Errors, LongOnesAreCutToWhatATrailerMayHave) {
  v1::SalesforceError detail;
  for (int i = 0; i < 200; ++i) {
    auto& item = *detail.add_errors();
    item.set_code("FIELD_CUSTOM_VALIDATION_EXCEPTION");
    item.set_message(std::string(500, 'm'));
  }
  ReplyMetadata reply;
  for (int i = 0; i < 20; ++i)
    reply.entries["sforce-entry-" + std::to_string(i)] = std::string(300, 'v');
  std::string message;
  while (message.size() < 20000) message += "Überlänge % ";
  const grpc::Status status = Fail(WithSalesforceError(absl::AbortedError(message), detail), reply);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(status.error_message().substr(0, 11), "Überlänge");
  EXPECT_TRUE(DetailOf<v1::SalesforceError>(status).truncated());
  EXPECT_LT(TrailerBytes(status), kClientLimit);
}

TEST_F(Errors, ReplyMetadataThatDoesNotFitIsLeftOut) {
  ReplyMetadata reply;
  for (int i = 0; i < 100; ++i)
    reply.entries["sforce-entry-" + std::to_string(i)] = std::string(300, 'v');
  const grpc::Status status = Fail(absl::NotFoundError("no"), reply);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_GT(context_.GetServerTrailingMetadata().size(), 10u);
  EXPECT_LT(TrailerBytes(status), kClientLimit);
}

TEST_F(Errors, ReplyMetadataThatIsNotLegalDoesNoHarm) {
  ReplyMetadata reply{{{"warning", "299 - \"caf\xC3\xA9\r\n\""},
                       {"Bad Key", "x"},
                       {"grpc-status", "0"},
                       {":path", "x"}}};
  Fail(absl::NotFoundError("no"), reply);
  const auto& trailers = context_.GetServerTrailingMetadata();
  EXPECT_EQ(trailers.find("warning")->second, "299 - \"caf????\"");
  EXPECT_EQ(trailers.count("Bad Key"), 0u);
  EXPECT_EQ(trailers.count("grpc-status"), 0u);
}

TEST_F(Errors, MessagesMayHaveAnyCharacters) {
  const std::string message = "Zeile 1\nZeile 2: “größer” 100% \xF0\x9F\x98\x80";
  EXPECT_EQ(Fail(absl::InternalError(message)).error_message(), message);
}

TEST_F(Errors, UnknownConnectionIsNotFoundAndNamesNoOther) {
  const grpc::Status status = Refused("sfconnector-connection", "sandbox");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(status.error_message(), "there is no connection `sandbox`");
  EXPECT_EQ(DetailOf<v1::ErrorInfo>(status).reason(), "CONNECTION_NOT_FOUND");
}

TEST_F(Errors, WrongMetadataNamesTheKey) {
  const grpc::Status unknown = Refused("sfconnector-conection", "default");
  EXPECT_EQ(unknown.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DetailOf<v1::BadRequest>(unknown).field_violations(0).field(), "sfconnector-conection");
  const grpc::Status version = Refused("sfconnector-api-version", "latest");
  EXPECT_EQ(version.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DetailOf<v1::BadRequest>(version).field_violations(0).field(),
            "sfconnector-api-version");
}

TEST_F(Errors, MetadataReachesTheCallAndForeignKeysAreIgnored) {
  grpc::ClientContext context;
  context.AddMetadata("sfconnector-api-version", "v60");
  context.AddMetadata("sfconnector-access-token", "00Dxx!secret");
  context.AddMetadata("sforce-query-options", "batchSize=500");
  context.AddMetadata("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  context.AddMetadata("x-other", "anything");
  context.AddMetadata("x-other-bin", std::string("\0\1\n\xFF", 4));
  echo::UnaryResponse response;
  auto client = std::async([&] { return stub_->Unary(&context, {}, &response); });
  auto call = connector_.NextCall();
  EXPECT_EQ(call->options().connection, "default");
  EXPECT_EQ(call->options().api_version, "60.0");
  EXPECT_EQ(call->options().access_token.Reveal(), "00Dxx!secret");
  EXPECT_EQ(call->options().headers.size(), 2u);
  call->Respond("");
  call->End(absl::OkStatus());
  EXPECT_TRUE(client.get().ok());
}

TEST_F(Errors, TooLargeRequestIsResourceExhausted) {
  grpc::ClientContext context;
  echo::UnaryRequest request;
  request.set_text(std::string(5 << 20, 'x'));
  echo::UnaryResponse response;
  EXPECT_EQ(stub_->Unary(&context, request, &response).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(Errors, UnknownMethodIsNamed) {
  for (const std::string name : {"sfconnector.test.v1.EchoService/Nothing", "no.Service/Unary"}) {
    const grpc::Status status = CallByName("/" + name);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
    EXPECT_EQ(status.error_message(), "there is no operation `" + name + "`");
    EXPECT_EQ(DetailOf<v1::ErrorInfo>(status).reason(), "NO_SUCH_OPERATION");
  }
}

TEST_F(Errors, LongNameOfAnUnknownMethodDoesNoHarm) {
  const grpc::Status status = CallByName("/" + std::string(3000, 'n'));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_LT(status.error_message().size(), 300u);
}

}  // namespace
}  // namespace sfconnector::testing
