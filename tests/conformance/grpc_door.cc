// SPDX-License-Identifier: Apache-2.0
// The gRPC door: a server process for each connection.
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <utility>

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <grpcpp/impl/codegen/rpc_method.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/sync_stream.h>
#include <gtest/gtest.h>

#include "tests/conformance/door.h"
#include "tests/conformance/process.h"

namespace sfconnector::conformance {
namespace {

using grpc::internal::RpcMethod;

// The name under which the server knows the connection; a second one is there to be mistaken for.
constexpr char kConnection[] = "org";

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string ToString(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Valid() || !buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices)
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

void Prepare(const CallSettings& settings, grpc::ClientContext& context) {
  if (!settings.options.contains("sfconnector-connection"))
    context.AddMetadata("sfconnector-connection", kConnection);
  for (const auto& [key, value] : settings.options) context.AddMetadata(key, value);
  if (settings.timeout.count() > 0)
    context.set_deadline(std::chrono::system_clock::now() + settings.timeout);
}

Outcome ToOutcome(const grpc::Status& status, const grpc::ClientContext& context) {
  Outcome outcome;
  outcome.code = status.error_code();
  outcome.message = status.error_message();
  ReadDetails(status.error_details(), outcome);
  for (const auto& [key, value] : context.GetServerTrailingMetadata())
    outcome.metadata.emplace(std::string(key.data(), key.size()),
                             std::string(value.data(), value.size()));
  std::ostringstream text;
  text << outcome << "\n" << status.error_details();
  AddToTranscript(text.str());
  return outcome;
}

class GrpcStream final : public Stream {
 public:
  GrpcStream(std::shared_ptr<grpc::Channel> channel, const std::string& method,
             const std::string& request, const CallSettings& settings)
      : channel_(std::move(channel)),
        name_("/" + method),
        method_(name_.c_str(), RpcMethod::SERVER_STREAMING, channel_) {
    Prepare(settings, context_);
    reader_.reset(grpc::internal::ClientReaderFactory<grpc::ByteBuffer>::Create(
        channel_.get(), method_, &context_, ToBuffer(request)));
  }
  ~GrpcStream() override {
    if (finished_) return;
    context_.TryCancel();
    reader_->Finish();
  }

  std::optional<std::string> Next() override {
    grpc::ByteBuffer message;
    if (!reader_->Read(&message)) return std::nullopt;
    return ToString(message);
  }

  void Cancel() override { context_.TryCancel(); }

  Outcome Finish() override {
    finished_ = true;
    const grpc::Status status = reader_->Finish();
    return ToOutcome(status, context_);
  }

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  const std::string name_;
  const RpcMethod method_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<grpc::ByteBuffer>> reader_;
  bool finished_ = false;
};

class GrpcDuplex final : public Duplex {
 public:
  GrpcDuplex(std::shared_ptr<grpc::Channel> channel, const std::string& method,
             const CallSettings& settings)
      : channel_(std::move(channel)),
        name_("/" + method),
        method_(name_.c_str(), RpcMethod::BIDI_STREAMING, channel_) {
    Prepare(settings, context_);
    using Factory = grpc::internal::ClientReaderWriterFactory<grpc::ByteBuffer, grpc::ByteBuffer>;
    stream_.reset(Factory::Create(channel_.get(), method_, &context_));
  }
  ~GrpcDuplex() override {
    if (finished_) return;
    context_.TryCancel();
    stream_->Finish();
  }

  bool Write(const std::string& request) override { return stream_->Write(ToBuffer(request)); }

  void CloseWrites() override { stream_->WritesDone(); }

  std::optional<std::string> Next() override {
    grpc::ByteBuffer message;
    if (!stream_->Read(&message)) return std::nullopt;
    return ToString(message);
  }

  void Cancel() override { context_.TryCancel(); }

  Outcome Finish() override {
    finished_ = true;
    const grpc::Status status = stream_->Finish();
    return ToOutcome(status, context_);
  }

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  const std::string name_;
  const RpcMethod method_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>> stream_;
  bool finished_ = false;
};

class GrpcConnection final : public Connection {
 public:
  GrpcConnection(std::unique_ptr<Process> server, const std::string& address)
      : server_(std::move(server)),
        channel_(
            grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), Arguments())) {}
  ~GrpcConnection() override {
    EXPECT_EQ(server_->Stop(), 0) << server_->output();
    AddToTranscript(server_->output());
  }

  Outcome Call(const std::string& method, const std::string& request, const CallSettings& settings,
               std::string* response) override {
    const std::string name = "/" + method;
    const RpcMethod rpc(name.c_str(), RpcMethod::NORMAL_RPC, channel_);
    grpc::ClientContext context;
    Prepare(settings, context);
    grpc::ByteBuffer reply;
    const grpc::Status status =
        grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(
            channel_.get(), rpc, &context, ToBuffer(request), &reply);
    if (response != nullptr) *response = ToString(reply);
    return ToOutcome(status, context);
  }

  std::unique_ptr<Stream> Open(const std::string& method, const std::string& request,
                               const CallSettings& settings) override {
    return std::make_unique<GrpcStream>(channel_, method, request, settings);
  }

  Outcome UploadFrom(const std::string& method, const RequestSource& next,
                     const CallSettings& settings, std::string* response) override {
    const std::string name = "/" + method;
    const RpcMethod rpc(name.c_str(), RpcMethod::CLIENT_STREAMING, channel_);
    grpc::ClientContext context;
    Prepare(settings, context);
    grpc::ByteBuffer reply;
    const std::unique_ptr<grpc::ClientWriter<grpc::ByteBuffer>> writer(
        grpc::internal::ClientWriterFactory<grpc::ByteBuffer>::Create(channel_.get(), rpc, &context,
                                                                      &reply));
    // A write fails once the call has ended.
    while (const std::optional<std::string> request = next()) {
      if (!writer->Write(ToBuffer(*request))) break;
    }
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    if (response != nullptr) *response = ToString(reply);
    return ToOutcome(status, context);
  }

  std::unique_ptr<Duplex> OpenDuplex(const std::string& method,
                                     const CallSettings& settings) override {
    return std::make_unique<GrpcDuplex>(channel_, method, settings);
  }

  pid_t process_id() const override { return server_->id(); }

 private:
  // A connection of its own, with gRPC's own limits.
  static grpc::ChannelArguments Arguments() {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return arguments;
  }

  const std::unique_ptr<Process> server_;
  const std::shared_ptr<grpc::Channel> channel_;
};

class GrpcDoor final : public Door {
 public:
  Outcome Connect(const std::string& config, std::unique_ptr<Connection>* connection) override {
    const std::string path = ::testing::TempDir() + "server-" + std::to_string(getpid()) + "-" +
                             std::to_string(++files_) + ".json";
    std::ofstream(path)
        << R"({"listen":"127.0.0.1:0","log":{"level":"LOG_LEVEL_DEBUG"},)"
        << R"("drain_deadline":"5s","connections":{)"
        << R"("default":{"base_url":"http://127.0.0.1:1","auth":{"bearer_token":{"token":"t"}}},)"
        << "\"" << kConnection << "\":" << config << "}}";
    auto server =
        std::make_unique<Process>(std::vector<std::string>{SFC_SERVER_BINARY, "--config", path});
    const std::string address = server->WaitForLine("sfconnector-server listening on ");
    unlink(path.c_str());
    Outcome outcome;
    if (address.empty()) {
      outcome.code = server->Wait() == 1 ? kInvalidArgument : kInternal;
      outcome.message = server->output();
      AddToTranscript(outcome.message);
    } else {
      *connection = std::make_unique<GrpcConnection>(std::move(server), address);
    }
    return outcome;
  }

  std::string FieldName(const std::string& field) const override {
    return std::string("connections.") + kConnection + "." + field + ":";
  }

 private:
  int files_ = 0;
};

}  // namespace

std::unique_ptr<Door> MakeDoor() { return std::make_unique<GrpcDoor>(); }

}  // namespace sfconnector::conformance
