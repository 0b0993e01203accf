// SPDX-License-Identifier: Apache-2.0
// How much memory a door takes while slow readers stream a large result, and what that does to the
// short calls beside them.
//
//   memory_grpc_benchmark [--rows N] [--readers N] [--pause-ms N] [--seconds N] [--max-mib N]
//
// Starts an org with N generated accounts, streams all of them (or what comes within the seconds)
// to each reader, which pauses after each message, and prints one line of a table. Exit code 1
// where the peak is above --max-mib, or where a row was lost.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "sfconnector/v1/connection.pb.h"
#include "sfconnector/v1/query_service.pb.h"
#include "sfconnector/v1/record_service.pb.h"
#include "tests/benchmarks/memory/memory_samples.h"
#include "tests/conformance/door.h"
#include "tests/conformance/process.h"

namespace sfconnector::conformance {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct Flags {
  long rows = 2000000;
  long readers = 1;
  long pause_ms = 5;
  long seconds = 60;
  long max_mib = 0;
};

struct Latencies {
  double p50 = 0;
  double p99 = 0;
};

double Since(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

Latencies Summarise(std::vector<double> milliseconds) {
  if (milliseconds.empty()) return {};
  std::sort(milliseconds.begin(), milliseconds.end());
  const std::size_t last = milliseconds.size() - 1;
  return {milliseconds[last / 2], milliseconds[last * 99 / 100]};
}

std::string Config(const std::string& url) {
  return R"({"base_url":")" + url + R"(","auth":{"client_credentials":{"token_url":")" + url +
         R"(/services/oauth2/token","client_id":"sfsim-client","client_secret":"sfsim-secret"}}})";
}

// One call, in milliseconds; negative where it failed.
double GetRecord(Connection& connection, const std::string& id) {
  v1::GetRecordRequest request;
  request.set_sobject("Account");
  request.set_id(id);
  request.add_fields("Name");
  std::string response;
  const auto start = SteadyClock::now();
  const Outcome outcome = connection.Call("sfconnector.v1.RecordService/GetRecord",
                                          request.SerializeAsString(), {}, &response);
  return outcome.ok() ? Since(start) * 1000 : -1;
}

std::string AnyId(Connection& connection) {
  v1::QueryRequest request;
  request.set_soql("SELECT Id FROM Account LIMIT 1");
  request.set_encoding(v1::ROW_ENCODING_RECORDS);
  std::string bytes;
  const Outcome outcome =
      connection.Call("sfconnector.v1.QueryService/Query", request.SerializeAsString(), {}, &bytes);
  v1::QueryResponse response;
  if (!outcome.ok() || !response.ParseFromString(bytes) || response.records().empty()) return {};
  return response.records(0).fields(0).value().string_value();
}

class Benchmark {
 public:
  Benchmark(const Flags& flags, Connection& connection)
      : flags_(flags),
        connection_(connection),
        id_(AnyId(connection)),
        samples_(connection.process_id()) {}

  bool Run(const std::string& door) {
    constexpr int kAlone = 500;
    std::vector<double> alone;
    alone.reserve(kAlone);
    for (int i = 0; i < kAlone; ++i) alone.push_back(GetRecord(connection_, id_));
    const double idle = ResidentMib(connection_.process_id());
    StreamBeside();
    const Latencies before = Summarise(alone);
    const Latencies beside = Summarise(beside_);
    const double peak = samples_.PeakMib();
    std::printf(
        "| %-4s | %7ld | %10lld | %7.1f | %8.1f | %8.1f | %9.1f | %6.2f / %6.2f | %6.2f / %6.2f "
        "|\n",
        door.c_str(), flags_.readers, static_cast<long long>(rows_), Since(start_), idle, peak,
        samples_.Slope(), before.p50, before.p99, beside.p50, beside.p99);
    if (failed_) std::fprintf(stderr, "a stream has failed or lost rows\n");
    const bool too_much = flags_.max_mib > 0 && peak > static_cast<double>(flags_.max_mib);
    if (too_much) std::fprintf(stderr, "the peak is above %ld MiB\n", flags_.max_mib);
    return !failed_ && !too_much;
  }

 private:
  void StreamBeside() {
    start_ = SteadyClock::now();
    std::vector<std::thread> readers;
    for (long i = 0; i < flags_.readers; ++i) readers.emplace_back([this] { Read(); });
    std::thread caller([this] {
      while (reading_ > 0) beside_.push_back(GetRecord(connection_, id_));
    });
    samples_.TakeWhile([this] { return reading_ > 0; });
    for (std::thread& reader : readers) reader.join();
    caller.join();
  }

  // Reads a stream slowly, to its end or for the time that was given.
  void Read() {
    v1::StreamQueryRequest request;
    request.set_soql("SELECT Id, Name, Phone, Website, Industry, Description FROM Account");
    const std::unique_ptr<Stream> stream = connection_.Open(
        "sfconnector.v1.QueryService/StreamQuery", request.SerializeAsString(), {});
    std::int64_t rows = 0;
    bool ended = false;
    while (Since(start_) < static_cast<double>(flags_.seconds)) {
      const std::optional<std::string> message = stream->Next();
      ended = !message.has_value();
      if (ended) break;
      v1::StreamQueryResponse response;
      if (!response.ParseFromString(*message)) failed_ = true;
      for (const v1::RowSet& set : response.row_sets()) rows += set.rows_size();
      std::this_thread::sleep_for(std::chrono::milliseconds(flags_.pause_ms));
    }
    if (ended && (!stream->Finish().ok() || rows != flags_.rows)) failed_ = true;
    rows_ += rows;
    --reading_;
  }

  const Flags flags_;
  Connection& connection_;
  const std::string id_;
  SteadyClock::time_point start_;
  std::atomic<std::int64_t> rows_{0};
  std::atomic<long> reading_{flags_.readers};
  std::atomic<bool> failed_{false};
  std::vector<double> beside_;
  MemorySamples samples_;
};

bool ReadFlags(int argc, char** argv, Flags& flags) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    long* const value = name == "--rows"       ? &flags.rows
                        : name == "--readers"  ? &flags.readers
                        : name == "--pause-ms" ? &flags.pause_ms
                        : name == "--seconds"  ? &flags.seconds
                        : name == "--max-mib"  ? &flags.max_mib
                                               : nullptr;
    if (value == nullptr) return false;
    *value = std::atol(argv[i + 1]);
  }
  return argc % 2 == 1;
}

int Main(int argc, char** argv) {
  Flags flags;
  if (!ReadFlags(argc, argv, flags)) {
    std::fprintf(stderr,
                 "flags: --rows --readers --pause-ms --seconds --max-mib, each with a number\n");
    return 2;
  }
  KeepNoTranscript();
  Process org({SFC_SIMULATOR_BINARY, "--listen", "127.0.0.1:0", "--generate",
               "Account=" + std::to_string(flags.rows)});
  const std::string url = org.WaitForLine("sfsim listening on ");
  const std::unique_ptr<Door> door = MakeDoor();
  std::unique_ptr<Connection> connection;
  const Outcome outcome = door->Connect(Config(url), &connection);
  if (connection == nullptr) {
    std::fprintf(stderr, "no connection: %s\n", outcome.message.c_str());
    return 1;
  }
  return Benchmark(flags, *connection).Run(SFC_DOOR) ? 0 : 1;
}

}  // namespace
}  // namespace sfconnector::conformance

int main(int argc, char** argv) { return sfconnector::conformance::Main(argc, argv); }
