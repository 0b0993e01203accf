// SPDX-License-Identifier: Apache-2.0
// What gRPC alone costs: a server that answers every call with so many bytes, which it has in
// memory, as GetQueryResults would.
//
//   bulk_bare_server ROWS BYTES MESSAGE_BYTES
//
// Each message but the last has MESSAGE_BYTES of them, and the last says that there are ROWS.
// Prints the line `listening on ADDRESS`, and serves until it is ended.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include "sfconnector/v1/bulk_v2_results.pb.h"

namespace sfconnector::benchmarks {
namespace {

grpc::ByteBuffer Encode(const v1::GetQueryResultsResponse& response) {
  const grpc::Slice slice(response.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

// The messages of an answer: whole ones, which are all the same, and a last one.
struct Answer {
  Answer(std::int64_t rows, std::int64_t bytes, std::int64_t message_bytes)
      : whole_messages(bytes / message_bytes) {
    v1::GetQueryResultsResponse response;
    response.set_csv(std::string(static_cast<std::size_t>(message_bytes), 'x'));
    whole = Encode(response);
    response.set_csv(std::string(static_cast<std::size_t>(bytes % message_bytes), 'x'));
    response.set_number_of_records(rows);
    last = Encode(response);
  }

  grpc::ByteBuffer whole;
  grpc::ByteBuffer last;
  std::int64_t whole_messages;
};

class Answering final : public grpc::ServerGenericBidiReactor {
 public:
  explicit Answering(const Answer& answer) : answer_(answer), left_(answer.whole_messages) {
    Write();
  }

  void OnWriteDone(bool ok) override {
    if (!ok || left_ < 0) {
      Finish(grpc::Status::OK);
    } else {
      Write();
    }
  }

  void OnDone() override { delete this; }

 private:
  void Write() {
    buffer_ = left_-- > 0 ? answer_.whole : answer_.last;
    StartWrite(&buffer_);
  }

  const Answer& answer_;
  std::int64_t left_;
  grpc::ByteBuffer buffer_;
};

class Service final : public grpc::CallbackGenericService {
 public:
  explicit Service(const Answer& answer) : answer_(answer) {}

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override {
    return new Answering(answer_);
  }

 private:
  const Answer& answer_;
};

int Serve(const Answer& answer) {
  Service service(answer);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterCallbackGenericService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::printf("listening on 127.0.0.1:%d\n", port);
  std::fflush(stdout);
  server->Wait();
  return 0;
}

int Main(int argc, char** argv) {
  if (argc == 4) {
    const std::int64_t rows = std::atoll(argv[1]);
    const std::int64_t bytes = std::atoll(argv[2]);
    const std::int64_t message_bytes = std::atoll(argv[3]);
    if (rows >= 0 && bytes >= 0 && message_bytes > 0) return Serve({rows, bytes, message_bytes});
  }
  std::fprintf(stderr, "usage: bulk_bare_server ROWS BYTES MESSAGE_BYTES\n");
  return 2;
}

}  // namespace
}  // namespace sfconnector::benchmarks

int main(int argc, char** argv) { return sfconnector::benchmarks::Main(argc, argv); }
