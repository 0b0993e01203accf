// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/export_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "core/codec/csv_error.h"
#include "sfconnector/v1/export_service.pb.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;

v1::ExportResponse Parsed(const std::string& bytes) {
  v1::ExportResponse message;
  EXPECT_TRUE(message.ParseFromString(bytes));
  // There is one way to write it.
  EXPECT_EQ(message.SerializeAsString(), bytes);
  return message;
}

TEST(EncodeRowSetTest, ValuesAreStringsAndEmptyOnesNull) {
  const absl::StatusOr<std::string> set =
      EncodeRowSet("\"1\",\"a\n\"\"b\"\n\"2\",\"\"\n", CsvDelimiter::kComma, 2);
  ASSERT_TRUE(set.ok()) << set.status();
  const v1::ExportResponse message = Parsed(RowsMessage(*set, "token"));
  ASSERT_EQ(message.rows().rows_size(), 2);
  EXPECT_EQ(message.rows().rows(0).values(0).string_value(), "1");
  EXPECT_EQ(message.rows().rows(0).values(1).string_value(), "a\n\"b");
  EXPECT_EQ(message.rows().rows(1).values(0).string_value(), "2");
  EXPECT_TRUE(message.rows().rows(1).values(1).has_null_value());
}

TEST(EncodeRowSetTest, LongValuesAndRowsAreWhole) {
  std::string records;
  for (const std::size_t size :
       {1u, 60u, 119u, 120u, 121u, 122u, 123u, 16'370u, 16'384u, 100'000u}) {
    records += '"' + std::string(size, 'y') + "\"\n";
  }
  const absl::StatusOr<std::string> set = EncodeRowSet(records, CsvDelimiter::kPipe, 1);
  ASSERT_TRUE(set.ok());
  const v1::ExportResponse message = Parsed(RowsMessage(*set, "t"));
  EXPECT_EQ(message.rows().rows(9).values(0).string_value(), std::string(100'000, 'y'));
}

TEST(EncodeRowSetTest, MalformedRecordsAreErrors) {
  const CsvDelimiter comma = CsvDelimiter::kComma;
  EXPECT_EQ(GetReason(EncodeRowSet("\"1\"\n", comma, 2).status()), kCsvMalformed);
  EXPECT_EQ(GetReason(EncodeRowSet("\"1\"x,2\n", comma, 2).status()), kCsvMalformed);
  EXPECT_EQ(GetReason(EncodeRowSet("12345678,\xC3(\n", comma, 2).status()), kCsvMalformed);
  EXPECT_TRUE(EncodeRowSet("12345678,\xC3\xA4\n", comma, 2).ok());
}

TEST(ParseColumnsTest, ReadsNames) {
  EXPECT_THAT(*ParseColumns("\"Id\"\t\"Owner.Name\"", CsvDelimiter::kTab),
              ElementsAre("Id", "Owner.Name"));
  EXPECT_EQ(GetReason(ParseColumns("\"Id\"x", CsvDelimiter::kTab).status()), kCsvMalformed);
}

}  // namespace
}  // namespace sfconnector
