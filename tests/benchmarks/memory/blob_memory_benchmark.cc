// SPDX-License-Identifier: Apache-2.0
// How much memory a door takes while files pass through it, be their reader or writer fast or slow.
//
//   blob_memory_grpc_benchmark [--mib N] [--transfers N] [--pause-ms N] [--max-mib N]
//
// Starts an org, sends it N new versions of files at once, each of so many MiB, reads one of them
// back N times at once, and prints a line of a table for either way. Writers and readers pause
// before each piece. Exit code 1 where a peak is above --max-mib, or where a byte was lost.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "sfconnector/v1/record_blobs.pb.h"
#include "sfconnector/v1/value.pb.h"
#include "tests/benchmarks/memory/memory_samples.h"
#include "tests/conformance/door.h"
#include "tests/conformance/process.h"

namespace sfconnector::conformance {
namespace {

struct Flags {
  long mib = 400;
  long transfers = 1;
  long pause_ms = 0;
  long max_mib = 0;
};

constexpr std::size_t kPiece = 256 * 1024;
constexpr std::size_t kPiecesOfMib = 4;

std::string Config(const std::string& url) {
  return R"({"base_url":")" + url + R"(","auth":{"client_credentials":{"token_url":")" + url +
         R"(/services/oauth2/token","client_id":"sfsim-client","client_secret":"sfsim-secret"}}})";
}

// Bytes that no compression makes small; files consist of them, again and again.
std::string SomeBytes() {
  std::string bytes;
  bytes.reserve(kPiece);
  std::uint32_t state = 1;
  while (bytes.size() < kPiece) {
    state = state * 1664525 + 1013904223;
    bytes.push_back(static_cast<char>(state >> 24));
  }
  return bytes;
}

std::string Head() {
  v1::CreateRecordWithBlobRequest request;
  v1::NewRecordWithBlob& head = *request.mutable_head();
  head.set_sobject("ContentVersion");
  v1::Field& path = *head.mutable_record()->add_fields();
  path.set_name("PathOnClient");
  path.mutable_value()->set_string_value("a.bin");
  head.set_blob_field("VersionData");
  head.set_file_name("a.bin");
  return request.SerializeAsString();
}

class Benchmark {
 public:
  Benchmark(const Flags& flags, Connection& connection)
      : flags_(flags),
        connection_(connection),
        idle_(ResidentMib(connection.process_id())),
        bytes_(SomeBytes()),
        settings_{{}, std::chrono::minutes(10)} {}

  bool Run() {
    const std::string id = Upload();
    const bool up = Measure("upload", [this] { return !Upload().empty(); }) && !id.empty();
    return Measure("download", [&] { return Download(id); }) && up;
  }

 private:
  void Pause() const {
    if (flags_.pause_ms > 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(flags_.pause_ms));
    }
  }

  // The new record's id; empty where the upload failed.
  std::string Upload() {
    const long pieces = flags_.mib * static_cast<long>(kPiecesOfMib);
    long sent = -1;
    const RequestSource next = [&]() -> std::optional<std::string> {
      if (sent == pieces) return std::nullopt;
      if (sent++ < 0) return Head();
      Pause();
      v1::CreateRecordWithBlobRequest request;
      request.set_chunk(bytes_);
      return request.SerializeAsString();
    };
    std::string reply;
    const Outcome outcome = connection_.UploadFrom(
        "sfconnector.v1.RecordService/CreateRecordWithBlob", next, settings_, &reply);
    v1::CreateRecordWithBlobResponse response;
    if (!outcome.ok() || !response.ParseFromString(reply)) {
      std::fprintf(stderr, "upload: %s\n", outcome.message.c_str());
      return {};
    }
    return response.id();
  }

  // Whether every byte came back.
  bool Download(const std::string& id) {
    v1::GetBlobRequest request;
    request.set_sobject("ContentVersion");
    request.set_id(id);
    request.set_field("VersionData");
    const std::unique_ptr<Stream> stream = connection_.Open("sfconnector.v1.RecordService/GetBlob",
                                                            request.SerializeAsString(), settings_);
    std::size_t received = 0;
    bool same = true;
    while (const std::optional<std::string> message = stream->Next()) {
      v1::GetBlobResponse response;
      same = response.ParseFromString(*message) && IsNext(response.chunk(), received) && same;
      received += response.chunk().size();
      Pause();
    }
    const Outcome outcome = stream->Finish();
    if (!outcome.ok()) std::fprintf(stderr, "download: %s\n", outcome.message.c_str());
    const std::size_t size = static_cast<std::size_t>(flags_.mib) * kPiecesOfMib * kPiece;
    return outcome.ok() && same && received == size;
  }

  // Whether the file has those bytes at that place.
  bool IsNext(std::string_view chunk, std::size_t at) const {
    while (!chunk.empty()) {
      const std::string_view rest = std::string_view(bytes_).substr(at % kPiece);
      const std::size_t size = std::min(rest.size(), chunk.size());
      if (rest.substr(0, size) != chunk.substr(0, size)) return false;
      chunk.remove_prefix(size);
      at += size;
    }
    return true;
  }

  bool Measure(const char* name, const std::function<bool()>& transfer) {
    std::atomic<long> busy = flags_.transfers;
    std::atomic<bool> failed = false;
    std::vector<std::thread> threads;
    threads.reserve(static_cast<std::size_t>(flags_.transfers));
    for (long i = 0; i < flags_.transfers; ++i) {
      threads.emplace_back([&] {
        if (!transfer()) failed = true;
        --busy;
      });
    }
    MemorySamples samples(connection_.process_id());
    samples.TakeWhile([&] { return busy > 0; });
    for (std::thread& thread : threads) thread.join();
    const double peak = samples.PeakMib();
    std::printf("| %-4s | %-8s | %2ld x %4ld | %8ld | %7.1f | %8.1f | %8.1f | %9.1f |\n", SFC_DOOR,
                name, flags_.transfers, flags_.mib, flags_.pause_ms, samples.seconds(), idle_, peak,
                samples.Slope());
    const bool too_much = flags_.max_mib > 0 && peak > static_cast<double>(flags_.max_mib);
    if (failed) std::fprintf(stderr, "a transfer has failed or lost bytes\n");
    if (too_much) std::fprintf(stderr, "the peak is above %ld MiB\n", flags_.max_mib);
    return !failed && !too_much;
  }

  const Flags flags_;
  Connection& connection_;
  const double idle_;
  const std::string bytes_;
  const CallSettings settings_;
};

bool ReadFlags(int argc, char** argv, Flags& flags) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    long* const value = name == "--mib"         ? &flags.mib
                        : name == "--transfers" ? &flags.transfers
                        : name == "--pause-ms"  ? &flags.pause_ms
                        : name == "--max-mib"   ? &flags.max_mib
                                                : nullptr;
    if (value == nullptr) return false;
    *value = std::atol(argv[i + 1]);
  }
  return argc % 2 == 1;
}

int Main(int argc, char** argv) {
  Flags flags;
  if (!ReadFlags(argc, argv, flags)) {
    std::fprintf(stderr, "flags: --mib --transfers --pause-ms --max-mib, each with a number\n");
    return 2;
  }
  KeepNoTranscript();
  Process org({SFC_SIMULATOR_BINARY, "--listen", "127.0.0.1:0"});
  const std::string url = org.WaitForLine("sfsim listening on ");
  const std::unique_ptr<Door> door = MakeDoor();
  std::unique_ptr<Connection> connection;
  const Outcome outcome = door->Connect(Config(url), &connection);
  if (connection == nullptr) {
    std::fprintf(stderr, "no connection: %s\n", outcome.message.c_str());
    return 1;
  }
  return Benchmark(flags, *connection).Run() ? 0 : 1;
}

}  // namespace
}  // namespace sfconnector::conformance

int main(int argc, char** argv) { return sfconnector::conformance::Main(argc, argv); }
