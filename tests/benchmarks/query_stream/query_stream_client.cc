// SPDX-License-Identifier: Apache-2.0
// Reads one StreamQuery to its end and prints what that took, as one line of JSON.
//
//   query_stream_client TARGET json|rows SOQL
//
// `json` looks for nothing but the ids in the bytes; `rows` decodes every message and touches every
// value.
#include <sys/resource.h>

#include <chrono>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include <google/protobuf/arena.h>
#include <grpcpp/grpcpp.h>

#include "sfconnector/v1/query_service.grpc.pb.h"

namespace sfconnector::benchmarks {
namespace {

// What a client has seen.
struct Seen {
  std::int64_t rows = 0;
  std::uint64_t bytes = 0;
  std::uint32_t hash = 2166136261;  // FNV-1a, over all ids in their order
};

void AddId(std::string_view id, Seen& seen) {
  for (const char letter : id) {
    seen.hash = (seen.hash ^ static_cast<unsigned char>(letter)) * 16777619;
  }
  ++seen.rows;
}

// Every record has one key `Id`, whose value is an id of 18 letters.
void ReadJson(const std::string& json, Seen& seen) {
  constexpr std::string_view kKey = R"("Id":")";
  constexpr std::size_t kIdSize = 18;
  seen.bytes += json.size();
  const char* next = json.data();
  const char* const end = next + json.size();
  for (;;) {
    const void* found =
        memmem(next, static_cast<std::size_t>(end - next), kKey.data(), kKey.size());
    if (found == nullptr) return;
    next = static_cast<const char*>(found) + kKey.size();
    if (end - next < static_cast<std::ptrdiff_t>(kIdSize)) return;
    AddId({next, kIdSize}, seen);
    next += kIdSize;
  }
}

std::uint64_t Touch(const v1::Value& value) {
  switch (value.kind_case()) {
    case v1::Value::kStringValue:
      return value.string_value().size();
    case v1::Value::kDecimalValue:
      return value.decimal_value().size();
    case v1::Value::kIntegerValue:
      return static_cast<std::uint64_t>(value.integer_value());
    case v1::Value::kBoolValue:
      return value.bool_value() ? 1 : 0;
    default:
      return 0;
  }
}

// The first column is the id.
void ReadRows(const v1::StreamQueryResponse& response, Seen& seen) {
  for (const v1::RowSet& set : response.row_sets()) {
    for (const v1::Row& row : set.rows()) {
      for (const v1::Value& value : row.values()) seen.bytes += Touch(value);
      if (row.values_size() > 0) AddId(row.values(0).string_value(), seen);
    }
  }
}

void Read(const v1::StreamQueryResponse& response, Seen& seen) {
  ReadJson(response.json(), seen);
  ReadRows(response, seen);
}

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double PeakMib() {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

grpc::Status Stream(v1::QueryService::Stub& stub, const v1::StreamQueryRequest& request,
                    Seen& seen) {
  constexpr std::size_t kBlockBytes = std::size_t{4} << 20;
  const auto block = std::make_unique<char[]>(kBlockBytes);
  google::protobuf::ArenaOptions options;
  options.initial_block = block.get();
  options.initial_block_size = kBlockBytes;
  google::protobuf::Arena arena(options);
  grpc::ClientContext context;
  const auto reader = stub.StreamQuery(&context, request);
  for (;;) {
    auto* response = google::protobuf::Arena::CreateMessage<v1::StreamQueryResponse>(&arena);
    if (!reader->Read(response)) return reader->Finish();
    Read(*response, seen);
    arena.Reset();
  }
}

int Run(const std::string& target, v1::RowEncoding encoding, const std::string& soql) {
  const auto channel = grpc::CreateChannel(target, grpc::InsecureChannelCredentials());
  if (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(10))) {
    std::fprintf(stderr, "no connection to %s\n", target.c_str());
    return 1;
  }
  v1::StreamQueryRequest request;
  request.set_soql(soql);
  request.set_encoding(encoding);
  const auto stub = v1::QueryService::NewStub(channel);
  Seen seen;
  const double cpu = CpuSeconds();
  const auto start = std::chrono::steady_clock::now();
  const grpc::Status status = Stream(*stub, request, seen);
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  if (!status.ok()) {
    std::fprintf(stderr, "%d: %s\n", status.error_code(), status.error_message().c_str());
    return 1;
  }
  std::printf(R"({"rows":%)" PRId64 R"(,"seconds":%.6f,"cpu_seconds":%.6f,"peak_mib":%.1f,)"
              R"("hash":"%08x","bytes":%)" PRIu64 "}\n",
              seen.rows, time.count(), CpuSeconds() - cpu, PeakMib(), seen.hash, seen.bytes);
  return 0;
}

}  // namespace
}  // namespace sfconnector::benchmarks

int main(int argc, char** argv) {
  using namespace sfconnector;  // NOLINT(google-build-using-namespace): main is global
  const std::string encoding = argc == 4 ? argv[2] : "";
  if (encoding != "json" && encoding != "rows") {
    std::fprintf(stderr, "usage: query_stream_client TARGET json|rows SOQL\n");
    return 2;
  }
  return benchmarks::Run(
      argv[1], encoding == "json" ? v1::ROW_ENCODING_JSON : v1::ROW_ENCODING_ROWS, argv[3]);
}
