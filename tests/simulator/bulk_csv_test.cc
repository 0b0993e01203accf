// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <gtest/gtest.h>

#include "simulator/bulk/csv_reader.h"

namespace sfsim {
namespace {

// Rows as `a|b;c|d`, and what ended them, of data that comes in pieces of that size.
std::string Read(const std::string& data, size_t piece, CsvFormat format = {}) {
  size_t at = 0;
  CsvReader reader(
      [&](char* buffer, size_t size) {
        const size_t count = std::min({size, piece, data.size() - at});
        std::copy_n(data.data() + at, count, buffer);
        at += count;
        return count;
      },
      format);
  std::string rows;
  CsvRow row;
  CsvReader::Result result = reader.Next(&row);
  for (; result == CsvReader::Result::kRow; result = reader.Next(&row)) {
    EXPECT_EQ(row.raw, std::string_view(data).substr(row.offset, row.raw.size()));
    if (!rows.empty()) rows.push_back(';');
    for (size_t i = 0; i < row.cells.size(); ++i) {
      rows.append(i > 0 ? "|" : "").append(row.cells[i]);
    }
  }
  return rows + (result == CsvReader::Result::kEnd ? "" : "!");
}

TEST(BulkCsvTest, RowsAreTheSameWhateverPiecesTheyComeIn) {
  const std::string data =
      "\xEF\xBB\xBF"
      "a,\"b \"\"c\"\", d\"\n\"two\nlines\",\n\n,\"\"\n\"\"\"\",\xC3\xA9\nlast,row";
  for (size_t piece = 1; piece <= data.size(); ++piece) {
    EXPECT_EQ("a|b \"c\", d;two\nlines|;|;\"|\xC3\xA9;last|row", Read(data, piece)) << piece;
  }
}

TEST(BulkCsvTest, RowsMayBeLongerThanWhatIsReadAtOnce) {
  const std::string cell(300'000, 'x');
  EXPECT_EQ(cell + "|" + cell + ";y|z", Read(cell + ",\"" + cell + "\"\ny,z\n", 70'000));
}

TEST(BulkCsvTest, LineEndingsAreAsDeclared) {
  EXPECT_EQ("a;b", Read("a\r\nb\r\n", 9, {',', LineEnding::kCrlf}));
  EXPECT_EQ("a!", Read("a\r\nb\n", 9, {',', LineEnding::kCrlf}));
  EXPECT_EQ("a\nb", Read("\"a\nb\"\r\n", 9, {',', LineEnding::kCrlf}));
  EXPECT_EQ("a!", Read("a\nb\r\n", 9));
  EXPECT_EQ("a;b", Read("a\nb\r\n", 9, {',', LineEnding::kEither}));
}

TEST(BulkCsvTest, QuotesStandAroundWholeCells) {
  for (const char* data : {"a\"b\n", "\"a\"b\n", " \"a\"\n", "\"a\" ,b\n", "\"a\n"}) {
    EXPECT_EQ("!", Read(data, 64)) << data;
  }
  EXPECT_EQ("ok!", Read("ok\n\xFF\n", 64));
}

}  // namespace
}  // namespace sfsim
