// SPDX-License-Identifier: Apache-2.0
// The C door: libsfconnector.so within this process.
#include <cstdio>
#include <fstream>
#include <iterator>

#include "sfconnector/sfconnector.h"
#include "tests/benchmarks/bulk/calls.h"

namespace sfconnector::benchmarks {
namespace {

using google::protobuf::Message;

std::string TakeText(sfc_error* error) {
  if (error == nullptr) return {};
  std::string text = sfc_error_message(error);
  sfc_error_free(error);
  return text;
}

class LibraryCall final : public Call {
 public:
  LibraryCall(sfc_stream* stream, std::string error) : stream_(stream), error_(std::move(error)) {}
  LibraryCall(const LibraryCall&) = delete;
  LibraryCall& operator=(const LibraryCall&) = delete;
  ~LibraryCall() override { sfc_stream_free(stream_); }

  bool Write(const Message& request) override {
    if (stream_ == nullptr || !request.SerializeToString(&request_)) return false;
    return sfc_stream_write(stream_, request_.data(), request_.size(), nullptr) == SFC_OK;
  }

  void CloseWrites() override {
    if (stream_ != nullptr) sfc_stream_close_writes(stream_, nullptr);
  }

  bool Read(Message& response) override {
    if (stream_ == nullptr) return false;
    const void* message = nullptr;
    std::size_t size = 0;
    sfc_error* error = nullptr;
    const int32_t code = sfc_stream_next(stream_, -1, &message, &size, &error);
    if (code != SFC_OK) {
      error_ = TakeText(error);
      return false;
    }
    return response.ParseFromArray(message, static_cast<int>(size));
  }

  std::string Finish() override { return error_; }

 private:
  sfc_stream* const stream_;
  std::string error_;
  std::string request_;
};

class LibraryCalls final : public Calls {
 public:
  explicit LibraryCalls(sfc_client* client) : client_(client) {}
  LibraryCalls(const LibraryCalls&) = delete;
  LibraryCalls& operator=(const LibraryCalls&) = delete;
  ~LibraryCalls() override { sfc_client_free(client_); }

  std::unique_ptr<Call> Open(const std::string& method) override {
    sfc_options* const options = sfc_options_new();
    constexpr int64_t kHour = 3'600'000;
    sfc_options_set_timeout_ms(options, kHour, nullptr);
    sfc_stream* stream = nullptr;
    sfc_error* error = nullptr;
    sfc_stream_open(client_, method.c_str(), SFC_PROTO, options, &stream, &error);
    sfc_options_free(options);
    return std::make_unique<LibraryCall>(stream, TakeText(error));
  }

 private:
  sfc_client* const client_;
};

}  // namespace

std::unique_ptr<Calls> MakeCalls(const std::string& target) {
  std::ifstream file(target);
  const std::string config((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
  sfc_client* client = nullptr;
  sfc_error* error = nullptr;
  sfc_client_new(config.data(), config.size(), nullptr, nullptr, &client, &error);
  if (client != nullptr) return std::make_unique<LibraryCalls>(client);
  std::fprintf(stderr, "%s: %s\n", target.c_str(), TakeText(error).c_str());
  return nullptr;
}

}  // namespace sfconnector::benchmarks
