// SPDX-License-Identifier: Apache-2.0
// Loads a file or extracts a query through the server, and prints what that took, as one line of
// JSON.
//
//   bulk_client generate ROWS FILE
//   bulk_client TARGET ingest SOBJECT FILE
//   bulk_client TARGET export SOQL csv|rows|bytes [PARALLEL_PAGES [MAX_RECORDS]]
//   bulk_client TARGET results JOB_ID
//
// `csv` and `rows` look at every cell; `bytes` and `results` count the bytes of the CSV.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/benchmarks/bulk/bulk_calls.h"
#include "tests/benchmarks/bulk/calls.h"
#include "tests/support/generated_rows.h"

namespace sfconnector::benchmarks {
namespace {

int Generate(std::int64_t rows, const std::string& path) {
  constexpr std::size_t kPiece = 1 << 20;
  testing::GeneratedRows generated(rows);
  std::ofstream file(path, std::ios::binary);
  for (std::string csv = generated.Next(kPiece); !csv.empty(); csv = generated.Next(kPiece)) {
    file << csv;
  }
  if (!file.flush()) {
    std::fprintf(stderr, "%s cannot be written\n", path.c_str());
    return 1;
  }
  std::printf(R"({"rows":%lld,"hash":"%s"})"
              "\n",
              static_cast<long long>(rows), generated.hash().Hex().c_str());
  return 0;
}

int Report(const std::string& error, const Seen& seen, const Stopwatch& watch) {
  if (!error.empty()) {
    std::fprintf(stderr, "%s\n", error.c_str());
    return 1;
  }
  std::printf(R"({"rows":%lld,"seconds":%.6f,"cpu_seconds":%.6f,"peak_mib":%.1f,"hash":"%s",)"
              R"("bytes":%lld})"
              "\n",
              static_cast<long long>(seen.rows), watch.Seconds(), watch.CpuSeconds(), PeakMib(),
              seen.hash.c_str(), static_cast<long long>(seen.bytes));
  return 0;
}

// Nothing where there is no such way.
std::optional<std::string> Make(Calls& calls, const std::vector<std::string>& arguments,
                                Seen& seen) {
  const std::string& way = arguments[1];
  const std::size_t count = arguments.size();
  if (way == "ingest" && count == 4) return Ingest(calls, arguments[2], arguments[3], seen);
  if (way == "results" && count == 3) return GetQueryResults(calls, arguments[2], seen);
  if (way != "export" || count < 4 || count > 6) return std::nullopt;
  const int parallel = count > 4 ? std::atoi(arguments[4].c_str()) : 0;
  const int records = count > 5 ? std::atoi(arguments[5].c_str()) : 0;
  return Export(calls, {arguments[2], arguments[3], parallel, records}, seen);
}

int Run(const std::vector<std::string>& arguments) {
  const std::unique_ptr<Calls> calls = MakeCalls(arguments[0]);
  if (calls == nullptr) return 1;
  Seen seen;
  Stopwatch watch;
  const std::optional<std::string> error = Make(*calls, arguments, seen);
  watch.Stop();
  return error.has_value() ? Report(*error, seen, watch) : 2;
}

int Main(const std::vector<std::string>& arguments) {
  int code = 2;
  if (arguments.size() == 3 && arguments[0] == "generate") {
    code = Generate(std::atoll(arguments[1].c_str()), arguments[2]);
  } else if (arguments.size() >= 3) {
    code = Run(arguments);
  }
  if (code == 2) {
    std::fprintf(stderr,
                 "usage: bulk_client generate ROWS FILE\n"
                 "       bulk_client TARGET ingest SOBJECT FILE\n"
                 "       bulk_client TARGET export SOQL csv|rows|bytes [PARALLEL [MAX_RECORDS]]\n"
                 "       bulk_client TARGET results JOB_ID\n");
  }
  return code;
}

}  // namespace
}  // namespace sfconnector::benchmarks

int main(int argc, char** argv) {
  return sfconnector::benchmarks::Main(std::vector<std::string>(argv + 1, argv + argc));
}
