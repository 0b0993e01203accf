// SPDX-License-Identifier: Apache-2.0
// What gRPC alone costs: a server that answers every call with so many bytes, which it has in
// memory, as GetQueryResults would.
//
//   bulk_bare_server ROWS BYTES
//
// Prints the line `listening on ADDRESS`, and serves until it is ended.
#include <algorithm>
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

// As long as the longest messages of the connector.
constexpr std::int64_t kMessageBytes = std::int64_t{256} * 1024;

grpc::ByteBuffer Encode(const v1::GetQueryResultsResponse& response) {
  const grpc::Slice slice(response.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

// The messages of an answer: whole ones, which are all the same, and a last one.
struct Answer {
  Answer(std::int64_t rows, std::int64_t bytes) : whole_messages(bytes / kMessageBytes) {
    v1::GetQueryResultsResponse response;
    response.set_csv(std::string(kMessageBytes, 'x'));
    whole = Encode(response);
    response.set_csv(std::string(static_cast<std::size_t>(bytes % kMessageBytes), 'x'));
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

int Serve(std::int64_t rows, std::int64_t bytes) {
  const Answer answer(rows, bytes);
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

}  // namespace
}  // namespace sfconnector::benchmarks

int main(int argc, char** argv) {
  if (argc == 3) return sfconnector::benchmarks::Serve(std::atoll(argv[1]), std::atoll(argv[2]));
  std::fprintf(stderr, "usage: bulk_bare_server ROWS BYTES\n");
  return 2;
}
