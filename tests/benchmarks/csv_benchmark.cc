// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/codec/csv_body_join.h"
#include "core/codec/csv_boundary.h"
#include "core/codec/csv_reader.h"
#include "core/codec/csv_writer.h"

// A result of a bulk query as Salesforce sends it, all values in quotes: 13 fields and about 250
// bytes a record, in chunks of 256 KiB.

namespace sfconnector {
namespace {

constexpr std::size_t kTextBytes = std::size_t{16} << 20;
constexpr std::size_t kChunkBytes = std::size_t{256} << 10;

std::string Record(int i) {
  const std::string street = i % 20 == 0 ? "1 Market Street\nSuite \"\"300\"\"" : "1 Market Street";
  return absl::StrCat(
      R"(")", absl::StrFormat("001a001a%07dAAQ", i), R"(","Acme Industries Number )", i,
      R"(","Customer","+1 415 555 0100","https://www.example.com/companies/)", i,
      R"(","Manufacturing",")", i * 1000, R"(.0",")", i % 5000, R"(",")", street,
      R"(","San Francisco","","2015-06-26T19:46:33.000Z","Integration User")", "\n");
}

const std::string& Text() {
  static const std::string* const text = [] {
    auto* made = new std::string(
        "\"Id\",\"Name\",\"Type\",\"Phone\",\"Website\",\"Industry\",\"AnnualRevenue\","
        "\"NumberOfEmployees\",\"BillingStreet\",\"BillingCity\",\"Description\",\"CreatedDate\","
        "\"Owner.Name\"\n");
    for (int i = 0; made->size() < kTextBytes; ++i) *made += Record(100000 + i);
    return made;
  }();
  return *text;
}

template <class Use>
void ForEachChunk(Use use) {
  const absl::string_view text = Text();
  for (std::size_t begin = 0; begin < text.size(); begin += kChunkBytes) {
    use(text.substr(begin, kChunkBytes));
  }
}

void CountBytes(benchmark::State& state) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(Text().size()));
}

// Touches each value's size, and so each value.
std::size_t ReadAll(const CsvBlockFinder& finder) {
  CsvReader reader(CsvReaderOptions(), finder);
  std::size_t bytes = 0;
  ForEachChunk([&](absl::string_view chunk) {
    reader.Feed(chunk);
    for (;;) {
      const absl::StatusOr<bool> read = reader.Next();
      if (!read.ok()) std::abort();
      if (!*read) break;
      for (const CsvField& field : reader.fields()) bytes += field.text.size();
    }
  });
  return bytes;
}

void ReadFields(benchmark::State& state, const CsvBlockFinder& finder) {
  for (auto _ : state) benchmark::DoNotOptimize(ReadAll(finder));
  CountBytes(state);
}

void FindBoundaries(benchmark::State& state, const CsvBlockFinder& finder) {
  for (auto _ : state) {
    CsvBoundary boundary(finder);
    std::uint64_t records = 0;
    ForEachChunk([&](absl::string_view chunk) { records += boundary.Scan(chunk).count; });
    benchmark::DoNotOptimize(records);
  }
  CountBytes(state);
}

void JoinBodies(benchmark::State& state) {
  for (auto _ : state) {
    CsvBodyJoin join(CsvLineEnding::kLf);
    ForEachChunk([&](absl::string_view chunk) {
      if (!join.Feed(chunk).ok()) std::abort();
    });
    if (!join.EndBody().ok()) std::abort();
    benchmark::DoNotOptimize(join.records());
  }
  CountBytes(state);
}

void WriteFields(benchmark::State& state) {
  std::vector<std::vector<std::string>> records;
  CsvReader reader{CsvReaderOptions()};
  reader.Feed(absl::string_view(Text()).substr(0, kChunkBytes));
  while (*reader.Next()) {
    std::vector<std::string>& record = records.emplace_back();
    for (const CsvField& field : reader.fields()) record.emplace_back(field.text);
  }
  std::string out;
  for (auto _ : state) {
    out.clear();
    CsvWriter writer({}, out);
    for (const std::vector<std::string>& record : records) {
      for (const std::string& field : record) writer.Field(field);
      writer.EndRecord();
    }
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(out.size()));
}

BENCHMARK(JoinBodies)->Unit(benchmark::kMillisecond);
BENCHMARK(WriteFields)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace sfconnector

// In each way in which this machine can find bytes.
int main(int argc, char** argv) {
  for (const sfconnector::CsvBlockFinder& finder : sfconnector::CsvBlockFinders()) {
    const std::string name(finder.name);
    benchmark::RegisterBenchmark(("ReadFields/" + name).c_str(), sfconnector::ReadFields, finder)
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark(("FindBoundaries/" + name).c_str(), sfconnector::FindBoundaries,
                                 finder)
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
