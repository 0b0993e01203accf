// SPDX-License-Identifier: Apache-2.0
#include "core/codec/csv_format.h"

#include <gtest/gtest.h>

namespace sfconnector {
namespace {

TEST(CsvFormat, HasSalesforceNames) {
  EXPECT_EQ(CsvName(CsvDelimiter::kBackquote), "BACKQUOTE");
  EXPECT_EQ(CsvName(CsvDelimiter::kTab), "TAB");
  EXPECT_EQ(CsvName(CsvLineEnding::kLf), "LF");
  EXPECT_EQ(CsvName(CsvLineEnding::kCrlf), "CRLF");
}

TEST(CsvFormat, IsFoundByTheseNamesOnly) {
  for (const CsvDelimiterName& entry : kCsvDelimiterNames) {
    EXPECT_EQ(CsvDelimiterOf(entry.name), entry.delimiter);
  }
  EXPECT_EQ(CsvLineEndingOf("CRLF"), CsvLineEnding::kCrlf);
  EXPECT_EQ(CsvDelimiterOf("comma"), std::nullopt);
  EXPECT_EQ(CsvLineEndingOf(""), std::nullopt);
}

TEST(CsvFormat, HasTheRightBytes) {
  EXPECT_EQ(CsvByte(CsvDelimiter::kCaret), '^');
  EXPECT_EQ(CsvByte(CsvDelimiter::kTab), '\t');
  EXPECT_EQ(CsvBytes(CsvLineEnding::kCrlf), "\r\n");
}

}  // namespace
}  // namespace sfconnector
