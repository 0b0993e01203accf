// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/row_source.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// What a source makes of an input.
struct Seen {
  std::string header;
  std::vector<std::string> columns;
  std::vector<std::string> records;
  std::vector<RowKey> keys;
  absl::Status status;
};

absl::Status TakeAll(RowSource& source, Seen& seen) {
  while (true) {
    const absl::StatusOr<bool> read = source.Next();
    if (!read.ok()) return read.status();
    if (!*read) return absl::OkStatus();
    seen.records.emplace_back(source.record());
    seen.keys.push_back(source.key());
  }
}

Seen ReadCsv(const std::vector<std::string>& chunks, const RowInput& input = {}) {
  Seen seen;
  absl::StatusOr<std::unique_ptr<RowSource>> source = MakeRowSource(input);
  seen.status = source.status();
  for (const std::string& chunk : chunks) {
    if (seen.status.ok()) seen.status = (*source)->Feed(chunk);
    if (seen.status.ok()) seen.status = TakeAll(**source, seen);
  }
  if (seen.status.ok()) seen.status = (*source)->Finish();
  if (seen.status.ok()) seen.status = TakeAll(**source, seen);
  if (!source.ok()) return seen;
  seen.header = (*source)->header();
  seen.columns = (*source)->columns();
  return seen;
}

RowInput Input(const std::string& delimiter, const std::string& line_ending) {
  RowInput input;
  input.column_delimiter = delimiter;
  input.line_ending = line_ending;
  return input;
}

TEST(CsvRowsTest, RecordsArePassedOnAsTheyStand) {
  const Seen seen = ReadCsv({"Name,Text__c\n\"a \"\"b\"\"\",\"x\ny\"\n", " c ,\n"});
  ASSERT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.header, "Name,Text__c\n");
  EXPECT_THAT(seen.columns, ElementsAre("Name", "Text__c"));
  EXPECT_THAT(seen.records, ElementsAre("\"a \"\"b\"\"\",\"x\ny\"\n", " c ,\n"));
}

TEST(CsvRowsTest, ChunksMayBeCutAnywhere) {
  const std::string text = "\xEF\xBB\xBFName,Text__c\r\n\"a\r\nb\",\xC3\xA4\r\nc,d";
  const Seen whole = ReadCsv({text});
  ASSERT_TRUE(whole.status.ok()) << whole.status;
  EXPECT_THAT(whole.records, ElementsAre("\"a\r\nb\",\xC3\xA4\n", "c,d\n"));
  std::vector<std::string> bytes;
  for (const char byte : text) bytes.emplace_back(1, byte);
  const Seen cut = ReadCsv(bytes);
  EXPECT_EQ(cut.header, "Name,Text__c\n");
  EXPECT_EQ(cut.records, whole.records);
  EXPECT_EQ(cut.keys, whole.keys);
}

TEST(CsvRowsTest, EveryDelimiterIsRead) {
  const std::pair<const char*, char> delimiters[] = {{"BACKQUOTE", '`'}, {"CARET", '^'},
                                                     {"COMMA", ','},     {"PIPE", '|'},
                                                     {"SEMICOLON", ';'}, {"TAB", '\t'}};
  for (const auto& [name, byte] : delimiters) {
    const std::string text = std::string("A") + byte + "B\n1" + byte + "2\n";
    const Seen seen = ReadCsv({text}, Input(name, "LF"));
    ASSERT_TRUE(seen.status.ok()) << seen.status;
    EXPECT_THAT(seen.columns, ElementsAre("A", "B"));
    EXPECT_THAT(seen.records, ElementsAre(std::string("1") + byte + "2\n"));
  }
}

TEST(CsvRowsTest, LineEndsAreThoseThatWereNamed) {
  EXPECT_THAT(ReadCsv({"A\r\n1\r\n2"}, Input("", "CRLF")).records, ElementsAre("1\r\n", "2\r\n"));
  const Seen wrong = ReadCsv({"A\n1\n"}, Input("", "CRLF"));
  EXPECT_EQ(GetReason(wrong.status), "CSV_MALFORMED");
  EXPECT_FALSE(ReadCsv({"A\r\n1\r\n"}, Input("", "LF")).status.ok());
  // Either where none was named: line feeds in the end.
  EXPECT_THAT(ReadCsv({"A\r\n1\n2\r\n"}).records, ElementsAre("1\n", "2\n"));
}

TEST(CsvRowsTest, BlankLinesAreNoRows) {
  EXPECT_THAT(ReadCsv({"\nA\n\n1\n\n\n\"\"\n"}).records, ElementsAre("1\n", "\"\"\n"));
}

TEST(CsvRowsTest, RecordOfAnotherWidthIsNamedByRecordAndByte) {
  const Seen seen = ReadCsv({"A,B\n1,2\n3\n"});
  EXPECT_EQ(seen.status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(GetReason(seen.status), "CSV_MALFORMED");
  EXPECT_THAT(seen.status.message(), HasSubstr("in record 3 at byte 8"));
  EXPECT_THAT(seen.records, ElementsAre("1,2\n"));
}

TEST(CsvRowsTest, ColumnThatStandsTwiceIsRefused) {
  EXPECT_THAT(ReadCsv({"A,B,A\n"}).status.message(), HasSubstr("names the column A twice"));
}

TEST(CsvRowsTest, EqualCellsHaveEqualKeysHoweverTheyAreWritten) {
  const Seen seen =
      ReadCsv({"A,B\na,b\n\"a\",\"b\"\n\"a,\",b\na,\"x\r\ny\"\na,\"x\ny\"\nab,\na,b\n"});
  ASSERT_TRUE(seen.status.ok()) << seen.status;
  ASSERT_EQ(seen.keys.size(), 7u);
  EXPECT_EQ(seen.keys[0], seen.keys[1]);
  EXPECT_EQ(seen.keys[0], seen.keys[6]);
  EXPECT_NE(seen.keys[0], seen.keys[2]);
  EXPECT_EQ(seen.keys[3], seen.keys[4]);
  EXPECT_NE(seen.keys[0], seen.keys[5]);
}

TEST(CsvRowsTest, FormatThatThereIsNotIsNamed) {
  EXPECT_THAT(ReadCsv({}, Input("COLON", "")).status.message(), HasSubstr("head.column_delimiter"));
  EXPECT_THAT(ReadCsv({}, Input("", "CR")).status.message(), HasSubstr("head.line_ending"));
}

class TypedRowsTest : public ::testing::Test {
 protected:
  v1::Value& Add() { return *row_->add_values(); }

  void NextRow() { row_ = rows_.add_rows(); }

  Seen Read(const std::vector<std::string>& columns) {
    Seen seen;
    RowInput input;
    input.columns = columns;
    absl::StatusOr<std::unique_ptr<RowSource>> source = MakeRowSource(input);
    seen.status = source.status();
    if (seen.status.ok()) seen.status = (*source)->Feed(rows_);
    if (seen.status.ok()) seen.status = TakeAll(**source, seen);
    if (source.ok()) seen.header = (*source)->header();
    return seen;
  }

  v1::IngestRows rows_;
  v1::Row* row_ = rows_.add_rows();
};

TEST_F(TypedRowsTest, ValuesBecomeCells) {
  Add().set_string_value("a,\"b\"");
  Add().set_bool_value(true);
  Add().set_integer_value(-9007199254740993);
  Add().set_decimal_value("1.50");
  Add().set_null_value(v1::NULL_VALUE_UNSPECIFIED);
  Add();
  const Seen seen = Read({"A", "B", "C", "D", "E", "F"});
  ASSERT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.header, "A,B,C,D,E,F\n");
  EXPECT_THAT(seen.records, ElementsAre("\"a,\"\"b\"\"\",true,-9007199254740993,1.50,#N/A,\n"));
}

TEST_F(TypedRowsTest, ValuesAtTheEndMayBeMissing) {
  Add().set_string_value("a");
  NextRow();
  EXPECT_THAT(Read({"A", "B"}).records, ElementsAre("a,\n", ",\n"));
}

TEST_F(TypedRowsTest, WhatACellCannotSayIsRefusedWithItsPlace) {
  Add().set_string_value("a");
  NextRow();
  Add().set_string_value("b");
  Add().set_string_value("");
  const absl::Status empty = Read({"A", "Text__c"}).status;
  EXPECT_EQ(empty.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(empty.message(), HasSubstr("rows.rows[1].values[1]: row 1, column Text__c"));
  row_->mutable_values(1)->set_string_value("#N/A");
  EXPECT_THAT(Read({"A", "B"}).status.message(), HasSubstr("takes for null"));
  row_->mutable_values(1)->set_decimal_value("1e");
  EXPECT_THAT(Read({"A", "B"}).status.message(), HasSubstr("is no number"));
  row_->mutable_values(1)->mutable_list_value();
  EXPECT_THAT(Read({"A", "B"}).status.message(), HasSubstr("is a list or a record"));
}

TEST_F(TypedRowsTest, MoreValuesThanColumnsAreRefused) {
  Add().set_string_value("a");
  Add().set_string_value("b");
  EXPECT_THAT(Read({"A"}).status.message(), HasSubstr("has 2 values for 1 columns"));
}

TEST_F(TypedRowsTest, KeysAreThoseOfTheirCsv) {
  Add().set_string_value("a\r\nb");
  Add();
  EXPECT_EQ(Read({"A", "B"}).keys, ReadCsv({"A,B\n\"a\nb\",\"\"\n"}).keys);
}

TEST_F(TypedRowsTest, ColumnsAreChecked) {
  EXPECT_THAT(Read({"A", ""}).status.message(), HasSubstr("head.columns[1]"));
  EXPECT_THAT(Read({"A", "A"}).status.message(), HasSubstr("head.columns: names the column A"));
}

TEST_F(TypedRowsTest, InputIsOfOneKind) {
  RowInput input;
  const std::unique_ptr<RowSource> csv = *MakeRowSource(input);
  EXPECT_FALSE(csv->Feed(rows_).ok());
  input.columns = {"A"};
  const std::unique_ptr<RowSource> typed = *MakeRowSource(input);
  EXPECT_FALSE(typed->Feed(std::string("A\n")).ok());
  EXPECT_THAT(Read({"A"}).keys, ::testing::SizeIs(1));
}

}  // namespace
}  // namespace sfconnector
