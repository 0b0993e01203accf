// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/codec/csv_boundary.h"
#include "core/codec/csv_writer.h"
#include "tests/core/codec/simple_csv.h"

// The fast readers against the plain ones, in each way in which this machine can find bytes.

namespace sfconnector::testing {
namespace {

class CsvDifferential : public ::testing::TestWithParam<CsvBlockFinder> {};

INSTANTIATE_TEST_SUITE_P(Finders, CsvDifferential, ::testing::ValuesIn(CsvBlockFinders()),
                         [](const auto& instance) { return std::string(instance.param.name); });

std::vector<std::size_t> FindRecordEnds(absl::string_view text,
                                        const std::vector<std::size_t>& cuts,
                                        const CsvBlockFinder& finder) {
  CsvBoundary boundary(finder);
  std::vector<std::size_t> ends;
  std::size_t begin = 0;
  for (const absl::string_view chunk : CutText(text, cuts)) {
    const std::size_t known = ends.size();
    boundary.ScanEach(chunk, ends);
    for (std::size_t i = known; i < ends.size(); ++i) ends[i] += begin;
    begin += chunk.size();
  }
  return ends;
}

// Names what differs; the text may hold anything.
void ExpectSame(absl::string_view text, const std::vector<std::size_t>& cuts,
                const CsvReaderOptions& options, const SimpleCsv& expected,
                const CsvBlockFinder& finder) {
  EXPECT_TRUE(ReadCsv(text, cuts, options, finder) == expected)
      << ::testing::PrintToString(text) << " cut at " << ::testing::PrintToString(cuts);
}

std::vector<std::size_t> EveryByte(std::size_t size) {
  std::vector<std::size_t> cuts;
  cuts.reserve(size);
  for (std::size_t i = 1; i < size; ++i) cuts.push_back(i);
  return cuts;
}

// Texts of up to `size` bytes of `alphabet`, each behind `before`.
template <class Visit>
void ForEachText(absl::string_view alphabet, std::size_t size, const std::string& before,
                 Visit visit) {
  visit(before);
  if (size == 0) return;
  for (const char c : alphabet) ForEachText(alphabet, size - 1, before + c, visit);
}

TEST_P(CsvDifferential, ShortTextsOfAllKindsAtEveryCut) {
  for (const CsvLineEndings line_endings :
       {CsvLineEndings::kEither, CsvLineEndings::kLf, CsvLineEndings::kCrlf}) {
    CsvReaderOptions options;
    options.line_endings = line_endings;
    ForEachText("\",\n\ra", 5, "", [&](const std::string& text) {
      const SimpleCsv expected = ReadCsvSimply(text, options);
      const std::vector<std::size_t> ends = FindRecordEndsSimply(text);
      for (std::size_t cut = 0; cut < text.size(); ++cut) {
        ExpectSame(text, {cut}, options, expected, GetParam());
        EXPECT_EQ(FindRecordEnds(text, {cut}, GetParam()), ends);
      }
      ExpectSame(text, EveryByte(text.size()), options, expected, GetParam());
    });
  }
}

TEST_P(CsvDifferential, ByteOrderMarksAndWhatIsAlmostOneAtEveryCut) {
  ForEachText("\xEF\xBB\xBF\"a", 5, "", [&](const std::string& text) {
    const SimpleCsv expected = ReadCsvSimply(text, {});
    ExpectSame(text, {}, {}, expected, GetParam());
    ExpectSame(text, EveryByte(text.size()), {}, expected, GetParam());
  });
}

// Marks at the edges of blocks.
TEST_P(CsvDifferential, ShortTextsAcrossTheEndOfABlock) {
  ForEachText("\",\n\ra", 4, "", [&](const std::string& text) {
    for (const std::size_t edge : {64U, 2048U}) {
      const std::string all = absl::StrCat(std::string(edge - 3, 'x'), ",", text, "\n1,2\n");
      ExpectSame(all, {}, {}, ReadCsvSimply(all, {}), GetParam());
      EXPECT_EQ(FindRecordEnds(all, {}, GetParam()), FindRecordEndsSimply(all));
    }
  });
}

// A text of fields of all kinds, most of it well formed.
std::string MakeText(std::mt19937& random, int fields) {
  std::string text;
  CsvWriter writer({}, text);
  auto below = [&random](unsigned bound) { return random() % bound; };
  for (int i = 0; i < fields; ++i) {
    std::string value;
    const unsigned size = below(3) == 0 ? below(150) : below(12);
    for (unsigned byte = 0; byte < size; ++byte) {
      value += below(8) == 0 ? "\",\n\r \t"[below(6)] : static_cast<char>(below(256));
    }
    writer.Field(value, below(3) == 0 ? CsvQuotes::kAlways : CsvQuotes::kWhereNeeded);
    if (below(5) == 0) writer.EndRecord();
  }
  if (below(4) == 0) text.insert(below(text.size()), 1, "\",\n\r"[below(4)]);
  if (below(4) == 0) text.resize(below(text.size()));
  return text;
}

TEST_P(CsvDifferential, LongTextsAtAnyCuts) {
  std::mt19937 random(1);
  for (int round = 0; round < 400; ++round) {
    const std::string text = MakeText(random, 1 + static_cast<int>(random() % 60));
    CsvReaderOptions options;
    if (round % 4 == 0) options.limits = {.record_bytes = 200, .field_bytes = 100, .fields = 8};
    const SimpleCsv expected = ReadCsvSimply(text, options);
    const std::vector<std::size_t> ends = FindRecordEndsSimply(text);
    ExpectSame(text, EveryByte(text.size()), options, expected, GetParam());
    for (int time = 0; time < 10; ++time) {
      std::vector<std::size_t> cuts(random() % 5);
      for (std::size_t& cut : cuts) cut = random() % (text.size() + 1);
      std::sort(cuts.begin(), cuts.end());
      ExpectSame(text, cuts, options, expected, GetParam());
      EXPECT_EQ(FindRecordEnds(text, cuts, GetParam()), ends);
    }
  }
}

// The plain reader gives back what the writer wrote.
TEST(CsvWriter, WritesWhatReadsTheSame) {
  std::mt19937 random(2);
  for (const CsvDelimiterName& entry : kCsvDelimiterNames) {
    for (const CsvLineEnding line_ending : {CsvLineEnding::kLf, CsvLineEnding::kCrlf}) {
      std::string text;
      CsvWriter writer({entry.delimiter, line_ending}, text);
      std::vector<SimpleRecord> written(200);
      for (SimpleRecord& record : written) {
        record.resize(1 + random() % 4);
        for (SimpleField& field : record) {
          field.text.resize(random() % 6);
          for (char& c : field.text) c = "\",\n\r \tab;|^`\xEF\xBB\xBF\0"[random() % 17];
          writer.Field(field.text);
        }
        writer.EndRecord();
      }
      CsvReaderOptions options;
      options.delimiter = entry.delimiter;
      SimpleCsv read = ReadCsvSimply(text, options);
      for (SimpleRecord& record : read.records) {
        for (SimpleField& field : record) field.quoted = false;
      }
      EXPECT_EQ(read.reason, "");
      EXPECT_TRUE(read.records == written) << entry.name;
    }
  }
}

}  // namespace
}  // namespace sfconnector::testing
