// SPDX-License-Identifier: Apache-2.0
#include "core/codec/csv_reader.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "tests/core/codec/simple_csv.h"

namespace sfconnector {
namespace {

using ::sfconnector::testing::SimpleCsv;
using ::sfconnector::testing::SimpleField;
using ::sfconnector::testing::SimpleRecord;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const SimpleField kEmpty{"", false};
const SimpleField kQuotedEmpty{"", true};

SimpleField Bare(absl::string_view text) { return {std::string(text), false}; }
SimpleField Quoted(absl::string_view text) { return {std::string(text), true}; }

// In one chunk.
SimpleCsv Read(absl::string_view text, const CsvReaderOptions& options = {}) {
  return testing::ReadCsv(text, {}, options, FastestCsvBlockFinder());
}

std::vector<SimpleRecord> Records(absl::string_view text, const CsvReaderOptions& options = {}) {
  const SimpleCsv csv = Read(text, options);
  EXPECT_EQ(csv.reason, "") << text;
  return csv.records;
}

std::string ProblemOf(absl::string_view text, const CsvReaderOptions& options = {}) {
  CsvReader reader(options);
  reader.Feed(text);
  absl::StatusOr<bool> read = reader.Next();
  while (read.ok() && *read) read = reader.Next();
  reader.Finish();
  while (read.ok() && (*read || reader.position() < text.size())) read = reader.Next();
  return absl::StrCat(GetReason(read.status()), ": ", read.status().message());
}

TEST(CsvReader, ReadsFieldsInAndOutOfQuotes) {
  EXPECT_THAT(Records("a,b\n\"c\",d\n"),
              ElementsAre(ElementsAre(Bare("a"), Bare("b")), ElementsAre(Quoted("c"), Bare("d"))));
}

TEST(CsvReader, TakesTwoQuotesForOne) {
  EXPECT_THAT(Records(R"("say ""hi""","""",""""""
)"),
              ElementsAre(ElementsAre(Quoted("say \"hi\""), Quoted("\""), Quoted("\"\""))));
}

TEST(CsvReader, KeepsLineEndsAndDelimitersWithinQuotes) {
  EXPECT_THAT(Records("\"a\r\nb\n\rc,\",d\n"),
              ElementsAre(ElementsAre(Quoted("a\r\nb\n\rc,"), Bare("d"))));
}

TEST(CsvReader, TellsQuotedFromBareEmptyFields) {
  EXPECT_THAT(Records(",\"\"\n\"\",\n"),
              ElementsAre(ElementsAre(kEmpty, kQuotedEmpty), ElementsAre(kQuotedEmpty, kEmpty)));
}

TEST(CsvReader, TakesEitherLineEndUnlessToldOtherwise) {
  EXPECT_THAT(Records("a\r\n\"b\"\r\nc\nd"),
              ElementsAre(ElementsAre(Bare("a")), ElementsAre(Quoted("b")), ElementsAre(Bare("c")),
                          ElementsAre(Bare("d"))));
  CsvReaderOptions options;
  options.line_endings = CsvLineEndings::kCrlf;
  EXPECT_THAT(Records("a\r\nb", options),
              ElementsAre(ElementsAre(Bare("a")), ElementsAre(Bare("b"))));
  EXPECT_EQ(Read("a\nb", options).place, " in record 1 at byte 1: ");
  options.line_endings = CsvLineEndings::kLf;
  EXPECT_EQ(Read("a\r\nb", options).place, " in record 1 at byte 1: ");
}

TEST(CsvReader, NeedsNoLineEndBehindTheLastRecord) {
  EXPECT_THAT(Records("a,b"), ElementsAre(ElementsAre(Bare("a"), Bare("b"))));
  EXPECT_THAT(Records("a,"), ElementsAre(ElementsAre(Bare("a"), kEmpty)));
  EXPECT_THAT(Records("\"\""), ElementsAre(ElementsAre(kQuotedEmpty)));
  EXPECT_THAT(Records("a\n"), ElementsAre(ElementsAre(Bare("a"))));
}

TEST(CsvReader, ReadsNothingFromNothing) {
  EXPECT_THAT(Records(""), IsEmpty());
  EXPECT_THAT(Records(kUtf8Bom), IsEmpty());
}

TEST(CsvReader, SkipsAByteOrderMarkAtTheStartOnly) {
  const std::string bom(kUtf8Bom);
  EXPECT_THAT(Records(bom + "\"a\"\n" + bom + "b\n"),
              ElementsAre(ElementsAre(Quoted("a")), ElementsAre(Bare(bom + "b"))));
  EXPECT_THAT(Records("\xEF\xBB,a"), ElementsAre(ElementsAre(Bare("\xEF\xBB"), Bare("a"))));
  EXPECT_THAT(Records("\xEF"), ElementsAre(ElementsAre(Bare("\xEF"))));
}

TEST(CsvReader, ChangesNoByte) {
  const std::string odd("\0 \xFF\xC3 \t", 6);
  EXPECT_THAT(Records(absl::StrCat(odd, ",\"", odd, "\"")),
              ElementsAre(ElementsAre(Bare(odd), Quoted(odd))));
}

TEST(CsvReader, KnowsAllDelimiters) {
  for (const CsvDelimiterName& entry : kCsvDelimiterNames) {
    CsvReaderOptions options;
    options.delimiter = entry.delimiter;
    const std::string delimiter(1, CsvByte(entry.delimiter));
    EXPECT_THAT(Records(absl::StrCat("a", delimiter, "\"", delimiter, "\"\n"), options),
                ElementsAre(ElementsAre(Bare("a"), Quoted(delimiter))))
        << entry.name;
  }
}

TEST(CsvReader, TellsBlankLines) {
  CsvReader reader{CsvReaderOptions()};
  reader.Feed("a\n\n\"\"\n\r\n,\n");
  std::vector<bool> blank;
  while (*reader.Next()) blank.push_back(reader.blank());
  EXPECT_THAT(blank, ElementsAre(false, true, false, true, false));
}

TEST(CsvReader, GivesRecordsAsTheyStandAndWhereTheyEnd) {
  const std::string text = absl::StrCat(kUtf8Bom, "a,\"b\"\"\"\r\nc");
  CsvReader reader{CsvReaderOptions()};
  reader.Feed(text);
  EXPECT_TRUE(*reader.Next());
  EXPECT_EQ(reader.record(), "a,\"b\"\"\"\r\n");
  EXPECT_EQ(reader.position(), 12U);
  EXPECT_FALSE(*reader.Next());
  reader.Finish();
  EXPECT_TRUE(*reader.Next());
  EXPECT_EQ(reader.record(), "c");
  EXPECT_EQ(reader.records(), 2U);
  EXPECT_FALSE(*reader.Next());
}

TEST(CsvReader, CopiesNoFieldThatIsWholeAndHasNoPairs) {
  const std::string text = "a,\"b\"\n";
  CsvReader reader{CsvReaderOptions()};
  reader.Feed(text);
  EXPECT_TRUE(*reader.Next());
  EXPECT_EQ(reader.fields()[0].text.data(), text.data());
  EXPECT_EQ(reader.fields()[1].text.data(), text.data() + 3);
}

TEST(CsvReader, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(ProblemOf("a\nb\"c\n"),
            "CSV_MALFORMED: malformed CSV in record 2 at byte 3: a quote in a field that does not "
            "begin with one");
  EXPECT_EQ(ProblemOf("\"a\" ,b\n"),
            "CSV_MALFORMED: malformed CSV in record 1 at byte 3: text behind the quote that closes "
            "a field");
  EXPECT_EQ(ProblemOf("a\rb\n"),
            "CSV_MALFORMED: malformed CSV in record 1 at byte 2: a carriage return outside of "
            "quotes without a line feed behind it");
  EXPECT_EQ(ProblemOf("a\n\"b\nc"),
            "CSV_CUT: cut CSV in record 2 at byte 6: the end of the text within quotes");
  EXPECT_EQ(ProblemOf("a\n\"b\"\r"),
            "CSV_CUT: cut CSV in record 2 at byte 6: the end of the text within a line end");
}

TEST(CsvReader, HoldsItsLimits) {
  CsvReaderOptions options;
  options.limits = {.record_bytes = 8, .field_bytes = 4, .fields = 3};
  EXPECT_EQ(ProblemOf("1234,67\n1,2,3\n\"1\"\"34\"", options), ": ");
  EXPECT_EQ(ProblemOf("a\n1234,678\n", options),
            "CSV_TOO_LARGE: too large CSV in record 2 at byte 2: a record of more than 8 bytes");
  EXPECT_EQ(ProblemOf("1,23456\n", options),
            "CSV_TOO_LARGE: too large CSV in record 1 at byte 2: a field of more than 4 bytes");
  EXPECT_EQ(ProblemOf("1,2,3,4\n", options),
            "CSV_TOO_LARGE: too large CSV in record 1 at byte 7: a record of more than 3 fields");
}

TEST(CsvReader, StaysAtItsError) {
  CsvReader reader{CsvReaderOptions()};
  reader.Feed("a\nb\"\nc\n");
  EXPECT_TRUE(*reader.Next());
  const absl::Status error = reader.Next().status();
  EXPECT_FALSE(error.ok());
  EXPECT_EQ(reader.Next().status(), error);
}

}  // namespace
}  // namespace sfconnector
