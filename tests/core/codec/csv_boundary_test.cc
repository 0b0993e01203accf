// SPDX-License-Identifier: Apache-2.0
#include "core/codec/csv_boundary.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;

void ExpectFound(const CsvRecordEnds& found, std::size_t scanned, std::size_t last,
                 std::uint64_t count) {
  EXPECT_EQ(found.scanned, scanned);
  EXPECT_EQ(found.last, last);
  EXPECT_EQ(found.count, count);
}

TEST(CsvBoundary, CountsRecordEndsOutsideOfQuotes) {
  CsvBoundary boundary;
  ExpectFound(boundary.Scan("a,\"b\n\"\"\n\"\r\nc\nd"), 14, 13, 2);
  EXPECT_TRUE(boundary.in_record());
  EXPECT_FALSE(boundary.in_quotes());
}

TEST(CsvBoundary, RemembersQuotesBetweenChunks) {
  CsvBoundary boundary;
  ExpectFound(boundary.Scan("\"a"), 2, 0, 0);
  EXPECT_TRUE(boundary.in_quotes());
  ExpectFound(boundary.Scan("\n\""), 2, 0, 0);
  ExpectFound(boundary.Scan(""), 0, 0, 0);
  EXPECT_TRUE(boundary.in_record());
  ExpectFound(boundary.Scan("\"\n\"\n"), 4, 4, 1);
  EXPECT_FALSE(boundary.in_record());
}

TEST(CsvBoundary, TellsEachRecordEnd) {
  CsvBoundary boundary;
  std::vector<std::size_t> ends;
  ExpectFound(boundary.ScanEach(absl::StrCat("a\n", std::string(5000, 'b'), "\nc\n"), ends), 5005,
              5005, 3);
  EXPECT_THAT(ends, ElementsAre(2, 5003, 5005));
}

TEST(CsvBoundary, StopsAtARecord) {
  CsvBoundary boundary;
  const absl::string_view text = "a\n\"\n\"\nc\n\"d";
  ExpectFound(boundary.ScanRecords(text, 2), 6, 6, 2);
  EXPECT_FALSE(boundary.in_record());
  ExpectFound(boundary.ScanRecords(text.substr(6), 0), 0, 0, 0);
  ExpectFound(boundary.ScanRecords(text.substr(6), 5), 4, 2, 1);
  EXPECT_TRUE(boundary.in_quotes());
}

TEST(CsvBoundary, StopsAtTheFirstRecordEndBehindSoManyBytes) {
  const absl::string_view text = "ab\n\"\n\"\nc\n";
  for (const auto& [bytes, end] : std::vector<std::pair<std::size_t, std::size_t>>{
           {0, 3}, {3, 3}, {4, 7}, {7, 7}, {8, 9}, {9, 9}}) {
    CsvBoundary boundary;
    EXPECT_EQ(boundary.ScanPast(text, bytes).last, end) << bytes;
  }
  CsvBoundary boundary;
  ExpectFound(boundary.ScanPast(text, 10), 9, 9, 3);
}

}  // namespace
}  // namespace sfconnector
