// SPDX-License-Identifier: Apache-2.0
// How much memory a door takes while rows pass through it in bulk, and whether all of them arrive.
//
//   bulk_memory_grpc_benchmark [--rows N] [--page-rows N] [--exports N] [--fault-every N]
//                              [--max-mib N]
//   bulk_memory_grpc_benchmark --readers N [--rows N] [--pause-ms N] [--seconds N]
//                              [--max-reader-kib N]
//
// Without readers: loads N made-up rows with Ingest into an empty org, extracts them with Export so
// often, while one page of so many breaks off, is refused or is corrupt, and prints a line of a
// table for each. With readers: lets so many Exports of one connection read slowly at once. Exit
// code 1 where memory is above what it may be, or where the rows that come out are not those that
// went in.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "tests/benchmarks/memory/bulk_memory_parts.h"
#include "tests/conformance/door.h"
#include "tests/conformance/process.h"

namespace sfconnector::conformance {
namespace {

struct Flags {
  long rows = 5000000;
  long page_rows = 5000;
  long exports = 1;
  long fault_every = 100;
  long max_mib = 0;
  long readers = 0;
  long pause_ms = 200;
  long seconds = 20;
  long max_reader_kib = 0;
};

std::string Config(const std::string& url) {
  return R"({"base_url":")" + url + R"(","auth":{"client_credentials":{"token_url":")" + url +
         R"(/services/oauth2/token","client_id":"sfsim-client","client_secret":"sfsim-secret"}}})";
}

// A file for the time of a run.
class TemporaryFile {
 public:
  TemporaryFile(const std::string& name, const std::string& content)
      : path_("/tmp/bulk-memory-" + std::to_string(getpid()) + "-" + name) {
    std::ofstream(path_) << content;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { unlink(path_.c_str()); }

  const std::string& path() const { return path_; }

 private:
  const std::string path_;
};

std::unique_ptr<Connection> Connect(Process& org) {
  const std::string url = org.WaitForLine("sfsim listening on ");
  // The door outlives its connections.
  static const std::unique_ptr<Door>& door = *new std::unique_ptr<Door>(MakeDoor());
  std::unique_ptr<Connection> connection;
  const Outcome outcome = door->Connect(Config(url), &connection);
  if (connection == nullptr) std::fprintf(stderr, "no connection: %s\n", outcome.message.c_str());
  return connection;
}

std::string Schema(long page_rows) {
  return R"({"org":{"bulk":{"pageRows":)" + std::to_string(page_rows) + "}}}";
}

bool Within(double mib, double max_mib, const char* what) {
  if (max_mib <= 0 || mib <= max_mib) return true;
  std::fprintf(stderr, "%s: %.1f MiB are more than %.1f\n", what, mib, max_mib);
  return false;
}

bool Report(const char* way, const Passage& passage, double idle, const Flags& flags) {
  std::printf("| %-4s | %-6s | %9lld | %7.1f | %8.1f | %8.1f | %9.1f | %11lld | %s |\n", SFC_DOOR,
              way, static_cast<long long>(passage.rows), passage.seconds, idle, passage.peak_mib,
              passage.slope, static_cast<long long>(passage.pages_again), passage.hash.c_str());
  std::fflush(stdout);
  if (!passage.error.empty()) std::fprintf(stderr, "%s: %s\n", way, passage.error.c_str());
  return Within(passage.peak_mib, static_cast<double>(flags.max_mib), way) && passage.error.empty();
}

bool IsWhole(const Passage& out, const Passage& in, const Flags& flags) {
  const bool same = out.rows == flags.rows && out.hash == in.hash;
  if (!same) std::fprintf(stderr, "what came out is not what went in\n");
  const bool struck = flags.fault_every == 0 || flags.rows < flags.page_rows * flags.fault_every ||
                      out.pages_again > 0;
  if (!struck) std::fprintf(stderr, "no page was fetched again, although pages were faulted\n");
  return same && struck;
}

int LoadAndExtract(const Flags& flags) {
  const TemporaryFile faults("faults.json", PageFaults(flags.fault_every));
  const TemporaryFile schema("schema.json", Schema(flags.page_rows));
  Process org({SFC_SIMULATOR_BINARY, "--listen", "127.0.0.1:0", "--schema", schema.path(),
               "--faults", faults.path()});
  const std::unique_ptr<Connection> connection = Connect(org);
  if (connection == nullptr) return 1;
  const double idle = ResidentMib(connection->process_id());
  const Passage in = Load(*connection, flags.rows);
  bool good = Report("load", in, idle, flags);
  for (long i = 0; i < flags.exports; ++i) {
    const Passage out = Extract(*connection);
    good = Report("export", out, idle, flags) && good;
    good = IsWhole(out, in, flags) && good;
  }
  return good ? 0 : 1;
}

int ReadSlowly(const Flags& flags) {
  const TemporaryFile schema("schema.json", Schema(flags.page_rows));
  Process org({SFC_SIMULATOR_BINARY, "--listen", "127.0.0.1:0", "--schema", schema.path(),
               "--generate", "Account=" + std::to_string(flags.rows)});
  const std::unique_ptr<Connection> connection = Connect(org);
  if (connection == nullptr) return 1;
  const SlowReaders slow{flags.readers, std::chrono::milliseconds(flags.pause_ms),
                         std::chrono::seconds(flags.seconds)};
  const SlowPassage passage = ExtractSlowly(*connection, slow);
  const double each =
      (passage.peak_mib - passage.idle_mib) / static_cast<double>(std::max(1L, flags.readers));
  std::printf("| %-4s | %7ld | %8ld | %9lld | %7.1f | %8.1f | %8.1f | %12.2f |\n", SFC_DOOR,
              flags.readers, flags.pause_ms, static_cast<long long>(passage.messages),
              passage.seconds, passage.idle_mib, passage.peak_mib, each);
  if (!passage.error.empty()) std::fprintf(stderr, "%s\n", passage.error.c_str());
  const double most = static_cast<double>(flags.max_reader_kib) / 1024;
  return Within(each, most, "a slow reader") && passage.error.empty() ? 0 : 1;
}

struct Flag {
  std::string_view name;
  long Flags::*value;
};

constexpr std::array<Flag, 9> kFlags = {{
    {"--rows", &Flags::rows},
    {"--page-rows", &Flags::page_rows},
    {"--exports", &Flags::exports},
    {"--fault-every", &Flags::fault_every},
    {"--max-mib", &Flags::max_mib},
    {"--readers", &Flags::readers},
    {"--pause-ms", &Flags::pause_ms},
    {"--seconds", &Flags::seconds},
    {"--max-reader-kib", &Flags::max_reader_kib},
}};

bool ReadFlags(int argc, char** argv, Flags& flags) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const auto* const flag = std::find_if(kFlags.begin(), kFlags.end(),
                                          [&](const Flag& known) { return known.name == argv[i]; });
    if (flag == kFlags.end()) return false;
    flags.*flag->value = std::atol(argv[i + 1]);
  }
  return argc % 2 == 1;
}

int Main(int argc, char** argv) {
  Flags flags;
  if (!ReadFlags(argc, argv, flags)) {
    std::fprintf(stderr,
                 "flags, each with a number: --rows --page-rows --exports --fault-every --max-mib "
                 "--readers --pause-ms --seconds --max-reader-kib\n");
    return 2;
  }
  KeepNoTranscript();
  return flags.readers > 0 ? ReadSlowly(flags) : LoadAndExtract(flags);
}

}  // namespace
}  // namespace sfconnector::conformance

int main(int argc, char** argv) { return sfconnector::conformance::Main(argc, argv); }
