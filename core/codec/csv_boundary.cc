// SPDX-License-Identifier: Apache-2.0
#include "core/codec/csv_boundary.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace sfconnector {
namespace {

// How many blocks are searched at once.
constexpr std::size_t kBlocks = 64;

}  // namespace

// `stop` is asked at each record end, with the offset behind it, whether it was the last.
template <class Stop>
CsvRecordEnds CsvBoundary::ScanUntil(absl::string_view chunk, Stop stop) {
  CsvRecordEnds found;
  std::array<std::uint64_t, kBlocks> ends{};
  std::array<char, kCsvBlockBytes> rest{};
  for (std::size_t begin = 0; begin < chunk.size();) {
    const char* text = chunk.data() + begin;
    const std::size_t left = chunk.size() - begin;
    std::size_t blocks = std::min(left / kCsvBlockBytes, kBlocks);
    if (blocks == 0) {
      rest.fill('\0');
      std::memcpy(rest.data(), text, left);
      text = rest.data();
      blocks = 1;
    }
    find_(text, blocks, quoted_, ends.data());
    for (std::size_t block = 0; block < blocks; ++block) {
      for (std::uint64_t bits = ends[block]; bits != 0; bits &= bits - 1) {
        ++found.count;
        found.last = begin + block * kCsvBlockBytes + std::countr_zero(bits) + 1;
        if (!stop(found.last)) continue;
        found.scanned = found.last;
        quoted_ = 0;
        in_record_ = false;
        return found;
      }
    }
    begin += std::min(blocks * kCsvBlockBytes, left);
  }
  found.scanned = chunk.size();
  if (!chunk.empty()) in_record_ = found.last < chunk.size();
  return found;
}

CsvRecordEnds CsvBoundary::Scan(absl::string_view chunk) {
  return ScanUntil(chunk, [](std::size_t) { return false; });
}

CsvRecordEnds CsvBoundary::ScanEach(absl::string_view chunk, std::vector<std::size_t>& ends) {
  return ScanUntil(chunk, [&ends](std::size_t end) {
    ends.push_back(end);
    return false;
  });
}

CsvRecordEnds CsvBoundary::ScanRecords(absl::string_view chunk, std::uint64_t records) {
  if (records == 0) return {};
  return ScanUntil(chunk, [&records](std::size_t) { return --records == 0; });
}

CsvRecordEnds CsvBoundary::ScanPast(absl::string_view chunk, std::size_t bytes) {
  return ScanUntil(chunk, [bytes](std::size_t end) { return end >= bytes; });
}

}  // namespace sfconnector
