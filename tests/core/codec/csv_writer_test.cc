// SPDX-License-Identifier: Apache-2.0
#include "core/codec/csv_writer.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace sfconnector {
namespace {

std::string Write(const std::vector<absl::string_view>& fields, CsvFormat format = {}) {
  std::string out;
  CsvWriter writer(format, out);
  for (const absl::string_view field : fields) writer.Field(field);
  writer.EndRecord();
  return out;
}

TEST(CsvWriter, QuotesOnlyWhatNeedsIt) {
  EXPECT_EQ(Write({"a", "b c", "", "#N/A", "d;e", "\xC3\xA4", absl::string_view("\0", 1)}),
            absl::StrCat("a,b c,,#N/A,d;e,\xC3\xA4,", absl::string_view("\0", 1), "\n"));
  EXPECT_EQ(Write({"a,b"}), "\"a,b\"\n");
  EXPECT_EQ(Write({"say \"hi\""}), "\"say \"\"hi\"\"\"\n");
  EXPECT_EQ(Write({"\""}), "\"\"\"\"\n");
  EXPECT_EQ(Write({"a\nb", "a\rb"}), "\"a\nb\",\"a\rb\"\n");
  EXPECT_EQ(Write({" a", "a ", "\ta", "a\t", " "}), "\" a\",\"a \",\"\ta\",\"a\t\",\" \"\n");
  EXPECT_EQ(Write({absl::StrCat(kUtf8Bom, "a")}), absl::StrCat("\"", kUtf8Bom, "a\"\n"));
}

TEST(CsvWriter, QuotesWhatItIsToldTo) {
  std::string out;
  CsvWriter writer({}, out);
  writer.Field("a", CsvQuotes::kAlways);
  writer.Field("", CsvQuotes::kAlways);
  writer.EndRecord();
  EXPECT_EQ(out, "\"a\",\"\"\n");
}

TEST(CsvWriter, WritesNoBlankLine) {
  EXPECT_EQ(Write({""}), "\"\"\n");
  EXPECT_EQ(Write({"", ""}), ",\n");
}

TEST(CsvWriter, KnowsItsFormat) {
  EXPECT_EQ(Write({"a,b", "c|d"}, {CsvDelimiter::kPipe, CsvLineEnding::kCrlf}), "a,b|\"c|d\"\r\n");
  EXPECT_EQ(Write({"a\tb", "c"}, {CsvDelimiter::kTab, CsvLineEnding::kLf}), "\"a\tb\"\tc\n");
}

TEST(CsvWriter, AppendsRecordAfterRecord) {
  std::string out = "before\n";
  CsvWriter writer({}, out);
  for (const char* text : {"a", "", "b"}) {
    writer.Field(text);
    writer.EndRecord();
  }
  EXPECT_EQ(out, "before\na\n\"\"\nb\n");
}

}  // namespace
}  // namespace sfconnector
