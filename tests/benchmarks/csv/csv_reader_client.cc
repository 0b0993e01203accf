// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "core/codec/csv_boundary.h"
#include "core/codec/csv_reader.h"

// csv_reader_client fields|boundaries FILE: reads the file, held in memory, in chunks of 64 KiB,
// and prints what it counted and how long it took.

namespace sfconnector {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{64} << 10;

struct Counted {
  std::uint64_t records = 0;
  std::uint64_t fields = 0;
  std::uint64_t bytes = 0;  // of the values
};

Counted ReadFields(absl::string_view text) {
  Counted counted;
  CsvReader reader{CsvReaderOptions()};
  for (std::size_t begin = 0; begin < text.size(); begin += kChunkBytes) {
    reader.Feed(text.substr(begin, kChunkBytes));
    for (;;) {
      const absl::StatusOr<bool> read = reader.Next();
      if (!read.ok()) std::abort();
      if (!*read) break;
      counted.fields += reader.fields().size();
      for (const CsvField& field : reader.fields()) counted.bytes += field.text.size();
    }
  }
  counted.records = reader.records();
  return counted;
}

Counted FindBoundaries(absl::string_view text) {
  Counted counted;
  CsvBoundary boundary;
  for (std::size_t begin = 0; begin < text.size(); begin += kChunkBytes) {
    counted.records += boundary.Scan(text.substr(begin, kChunkBytes)).count;
  }
  return counted;
}

void Measure(bool fields, const char* path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const auto begin = std::chrono::steady_clock::now();
  const Counted counted = fields ? ReadFields(text) : FindBoundaries(text);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  std::cout << "{\"records\":" << counted.records << ",\"fields\":" << counted.fields
            << ",\"value_bytes\":" << counted.bytes << ",\"seconds\":" << taken.count() << "}\n";
}

}  // namespace
}  // namespace sfconnector

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  sfconnector::Measure(std::string(argv[1]) == "fields", argv[2]);
  return 0;
}
