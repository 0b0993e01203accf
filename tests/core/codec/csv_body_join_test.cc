// SPDX-License-Identifier: Apache-2.0
#include "core/codec/csv_body_join.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace sfconnector {
namespace {

// Chunks of at most `chunk_bytes`.
absl::StatusOr<std::string> Join(const std::vector<std::string>& bodies, std::size_t chunk_bytes,
                                 CsvBodyJoin& join) {
  std::string joined;
  for (const std::string& body : bodies) {
    for (std::size_t begin = 0; begin < body.size(); begin += chunk_bytes) {
      const std::string chunk = body.substr(begin, chunk_bytes);
      const absl::StatusOr<absl::string_view> part = join.Feed(chunk);
      if (!part.ok()) return part.status();
      absl::StrAppend(&joined, *part);
    }
    const absl::StatusOr<absl::string_view> part = join.EndBody();
    if (!part.ok()) return part.status();
    absl::StrAppend(&joined, *part);
  }
  return joined;
}

// Of every chunk size the same.
void ExpectJoined(const std::vector<std::string>& bodies, const std::string& expected,
                  std::uint64_t records, CsvLineEnding line_ending = CsvLineEnding::kLf) {
  for (std::size_t chunk_bytes = 1; chunk_bytes < 20; ++chunk_bytes) {
    CsvBodyJoin join(line_ending);
    const absl::StatusOr<std::string> joined = Join(bodies, chunk_bytes, join);
    ASSERT_TRUE(joined.ok()) << joined.status();
    EXPECT_EQ(*joined, expected) << chunk_bytes;
    EXPECT_EQ(join.records(), records);
  }
}

std::string ReasonOf(const std::vector<std::string>& bodies, std::size_t max_header_bytes = 100) {
  CsvBodyJoin join(CsvLineEnding::kLf, max_header_bytes);
  return GetReason(Join(bodies, 3, join).status());
}

TEST(CsvBodyJoin, KeepsOneHeader) {
  ExpectJoined({"\"Id\",\"Name\"\n1,a\n", "\"Id\",\"Name\"\n2,\"b\nc\"\n3,d\n"},
               "\"Id\",\"Name\"\n1,a\n2,\"b\nc\"\n3,d\n", 3);
}

TEST(CsvBodyJoin, EndsEachRecord) {
  ExpectJoined({"Id\n1", "Id\n2"}, "Id\n1\n2\n", 2);
  ExpectJoined({"Id\r\n1", "Id", "Id\r\n2"}, "Id\r\n1\r\n2\r\n", 2, CsvLineEnding::kCrlf);
}

TEST(CsvBodyJoin, DropsBlankLinesButNotThoseWithinQuotes) {
  ExpectJoined({"\n\r\nId\n\n1\n\r\n\"\n\n\"\n\n", "Id\r\n\r\n\n2\n"}, "Id\n1\n\"\n\n\"\n2\n", 3);
}

TEST(CsvBodyJoin, PassesOnWhatOnlyBeginsLikeABlankLine) {
  ExpectJoined({"Id\n\rx\n\r\r\n"}, "Id\n\rx\n\r\r\n", 2);
}

TEST(CsvBodyJoin, DropsByteOrderMarks) {
  const std::string bom(kUtf8Bom);
  ExpectJoined({bom + "Id\n1\n", bom + "Id\n2\n", "Id\n3\n"}, "Id\n1\n2\n3\n", 3);
}

TEST(CsvBodyJoin, JoinsWhatIsEmpty) {
  ExpectJoined({}, "", 0);
  ExpectJoined({"", ""}, "", 0);
  ExpectJoined({"", "Id\n", "", "Id\n1\n"}, "Id\n1\n", 1);
}

TEST(CsvBodyJoin, CountsTheRecordsOfEachBody) {
  CsvBodyJoin join(CsvLineEnding::kLf);
  EXPECT_TRUE(Join({"Id\n1\n2\n3"}, 4, join).ok());
  EXPECT_EQ(join.body_records(), 3U);
  EXPECT_TRUE(Join({"Id\n4\n"}, 4, join).ok());
  EXPECT_EQ(join.body_records(), 1U);
  EXPECT_EQ(join.records(), 4U);
  EXPECT_EQ(join.header(), "Id");
}

TEST(CsvBodyJoin, CopiesNoRecords) {
  CsvBodyJoin join(CsvLineEnding::kLf);
  ASSERT_TRUE(join.Feed("Id\n").ok());
  const std::string chunk = "1\n2\n3";
  const absl::StatusOr<absl::string_view> part = join.Feed(chunk);
  ASSERT_TRUE(part.ok());
  EXPECT_EQ(part->data(), chunk.data());
  EXPECT_EQ(part->size(), chunk.size());
}

TEST(CsvBodyJoin, RefusesWhatDoesNotBelongTogether) {
  EXPECT_EQ(ReasonOf({"Id,Name\n1,a\n", "Name,Id\n"}), "CSV_MALFORMED");
  EXPECT_EQ(ReasonOf({"Id\n", "Records not found for this query"}), "CSV_MALFORMED");
}

TEST(CsvBodyJoin, RefusesCutBodies) {
  EXPECT_EQ(ReasonOf({"Id\n\"1"}), "CSV_CUT");
  EXPECT_EQ(ReasonOf({"Id\n\"1\"\r"}), "CSV_CUT");
  EXPECT_EQ(ReasonOf({"\"Id"}), "CSV_CUT");
}

TEST(CsvBodyJoin, BoundsTheHeader) {
  EXPECT_EQ(ReasonOf({"12345678\n1\n"}, 9), "");
  EXPECT_EQ(ReasonOf({"123456789\n1\n"}, 9), "CSV_TOO_LARGE");
}

}  // namespace
}  // namespace sfconnector
