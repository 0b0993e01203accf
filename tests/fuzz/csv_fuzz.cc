// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/codec/csv_body_join.h"
#include "core/codec/csv_boundary.h"
#include "core/codec/csv_writer.h"
#include "tests/core/codec/simple_csv.h"
#include "tests/fuzz/require.h"

namespace sfconnector {
namespace {

using testing::CutText;
using testing::SimpleCsv;
using testing::SimpleField;
using testing::SimpleRecord;

// How a text is read, as the first bytes of an input say.
struct Plan {
  CsvReaderOptions options;
  CsvBlockFinder finder = FastestCsvBlockFinder();
  std::vector<std::size_t> cuts;
};

// Cuts at distances that come from a seed: many short ones, or few long ones.
std::vector<std::size_t> MakeCuts(std::size_t size, std::uint32_t seed) {
  std::vector<std::size_t> cuts;
  const std::uint32_t longest = seed % 4 == 0 ? 1 : 1 << (seed % 13);
  for (std::size_t cut = 0; cut <= size;) {
    seed = seed * 1664525 + 1013904223;
    cut += (seed >> 8) % (longest + 1) + (longest == 1 ? 1 : 0);
    if (cut > size || cuts.size() == 4096) break;
    cuts.push_back(cut);
  }
  return cuts;
}

Plan MakePlan(std::uint8_t how, std::uint8_t seed, std::size_t size) {
  Plan plan;
  plan.options.delimiter = kCsvDelimiterNames[how % 6].delimiter;
  plan.options.line_endings = static_cast<CsvLineEndings>(how / 6 % 3);
  if (how / 18 % 2 == 1) plan.options.limits = {.record_bytes = 90, .field_bytes = 40, .fields = 7};
  const std::vector<CsvBlockFinder> finders = CsvBlockFinders();
  plan.finder = finders[how / 36 % finders.size()];
  plan.cuts = MakeCuts(size, seed);
  return plan;
}

void CompareBoundaries(absl::string_view text, const Plan& plan) {
  const std::vector<std::size_t> expected = testing::FindRecordEndsSimply(text);
  CsvBoundary all(plan.finder);
  CsvBoundary each(plan.finder);
  CsvBoundary one(plan.finder);
  std::vector<std::size_t> ends;
  std::size_t begin = 0;
  std::uint64_t stops = 0;
  for (absl::string_view chunk : CutText(text, plan.cuts)) {
    const std::size_t known = ends.size();
    const CsvRecordEnds found = all.Scan(chunk);
    each.ScanEach(chunk, ends);
    Require(found.count == ends.size() - known && found.scanned == chunk.size());
    Require(found.last == (ends.size() > known ? ends.back() : 0));
    for (std::size_t i = known; i < ends.size(); ++i) ends[i] += begin;
    begin += chunk.size();
    while (!chunk.empty()) {
      const CsvRecordEnds stop =
          stops % 2 == 0 ? one.ScanRecords(chunk, 1) : one.ScanPast(chunk, 1);
      Require(stop.count <= 1 && (stop.count == 1 || stop.scanned == chunk.size()));
      stops += stop.count;
      chunk.remove_prefix(stop.scanned);
    }
  }
  Require(ends == expected && stops == expected.size());
  Require(all.in_record() == (!text.empty() && (ends.empty() || ends.back() < text.size())));
  Require(one.in_quotes() == all.in_quotes());
}

// What was read is written as text that reads the same.
void RoundTrip(const SimpleCsv& csv, const Plan& plan) {
  const bool crlf = plan.options.line_endings == CsvLineEndings::kCrlf;
  const CsvFormat format{plan.options.delimiter, crlf ? CsvLineEnding::kCrlf : CsvLineEnding::kLf};
  std::string text;
  CsvWriter writer(format, text);
  for (const SimpleRecord& record : csv.records) {
    for (const SimpleField& field : record) {
      writer.Field(field.text, field.quoted ? CsvQuotes::kAlways : CsvQuotes::kWhereNeeded);
    }
    writer.EndRecord();
  }
  CsvReaderOptions options = plan.options;
  options.limits = {};
  const SimpleCsv again = testing::ReadCsv(text, {text.size() / 2}, options, plan.finder);
  Require(again.reason.empty() && again.records.size() == csv.records.size());
  for (std::size_t i = 0; i < csv.records.size(); ++i) {
    Require(again.records[i].size() == csv.records[i].size());
    for (std::size_t j = 0; j < csv.records[i].size(); ++j) {
      Require(again.records[i][j].text == csv.records[i][j].text);
      Require(again.records[i][j].quoted || !csv.records[i][j].quoted);
    }
  }
}

// What a join says of its open body after `joined`: behind the last whole record come the open
// bytes.
void CompareOpenRecord(const CsvBodyJoin& join, absl::string_view joined) {
  Require(join.open_bytes() <= joined.size());
  const absl::string_view whole = joined.substr(0, joined.size() - join.open_bytes());
  const std::vector<std::size_t> ends = testing::FindRecordEndsSimply(whole);
  Require(whole.empty() ? ends.empty() : !ends.empty() && ends.back() == whole.size());
  // The header is no record.
  Require(join.records() + join.open_records() == (ends.empty() ? 0 : ends.size() - 1));
}

// The text twice, joined: its header once, its other records twice, its blank lines not at all.
void Join(absl::string_view text, const SimpleCsv& csv, const Plan& plan) {
  // A second mark would come to stand at the start, where it is none of the text.
  if (absl::StrContains(text.substr(std::min<std::size_t>(text.size(), 1)), kUtf8Bom)) return;
  CsvBodyJoin join(CsvLineEnding::kLf);
  std::string joined;
  // Reading all of it after each chunk takes the square of their number.
  const bool few_cuts = plan.cuts.size() < 32;
  for (int body = 0; body < 2; ++body) {
    for (const absl::string_view chunk : CutText(text, plan.cuts)) {
      const std::string copy(chunk);
      const absl::StatusOr<absl::string_view> part = join.Feed(copy);
      Require(part.ok());
      absl::StrAppend(&joined, *part);
      if (few_cuts) CompareOpenRecord(join, joined);
    }
    const absl::StatusOr<absl::string_view> part = join.EndBody();
    Require(part.ok());
    absl::StrAppend(&joined, *part);
  }
  std::vector<SimpleRecord> expected;
  for (const SimpleRecord& record : csv.records) {
    if (record != SimpleRecord(1)) expected.push_back(record);
  }
  Require(join.records() == (expected.empty() ? 0 : 2 * (expected.size() - 1)));
  const std::vector<SimpleRecord> once = expected;
  if (!once.empty()) expected.insert(expected.end(), once.begin() + 1, once.end());
  CsvReaderOptions options = plan.options;
  options.line_endings = CsvLineEndings::kEither;
  // The join gives the last record a line end, which counts.
  options.limits = {};
  const SimpleCsv read = testing::ReadCsvSimply(joined, options);
  Require(read.reason.empty() && read.records == expected);
}

}  // namespace
}  // namespace sfconnector

// The first two bytes tell how the rest is read, and in which chunks.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const absl::string_view text(reinterpret_cast<const char*>(data + 2), size - 2);
  const sfconnector::Plan plan = sfconnector::MakePlan(data[0], data[1], text.size());
  const sfconnector::testing::SimpleCsv csv =
      sfconnector::testing::ReadCsvSimply(text, plan.options);
  Require(sfconnector::testing::ReadCsv(text, plan.cuts, plan.options, plan.finder) == csv);
  sfconnector::CompareBoundaries(text, plan);
  sfconnector::RoundTrip(csv, plan);
  if (csv.reason.empty()) sfconnector::Join(text, csv, plan);
  return 0;
}
