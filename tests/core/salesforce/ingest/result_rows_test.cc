// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/result_rows.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> CellsOf(const ResultRows& rows) {
  std::vector<std::string> cells;
  for (std::size_t i = 0; i < rows.cells(); ++i) cells.emplace_back(rows.cell(i));
  return cells;
}

TEST(ResultRowsTest, SuccessfulResultsHaveIdsAndCells) {
  ResultRows rows(ResultKind::kSuccessful, CsvDelimiter::kComma, {"Name", "Text__c"});
  rows.Feed("\"sf__Id\",\"sf__Created\",Name,Text__c\n\"001A\",\"true\",\"a\",\"b\"\n");
  ASSERT_TRUE(*rows.Next());
  EXPECT_EQ(rows.id(), "001A");
  EXPECT_TRUE(rows.created());
  EXPECT_THAT(CellsOf(rows), ElementsAre("a", "b"));
  EXPECT_FALSE(*rows.Next());
}

TEST(ResultRowsTest, CellsComeInTheOrderOfTheUpload) {
  ResultRows rows(ResultKind::kFailed, CsvDelimiter::kPipe, {"A", "B"});
  rows.Feed("\"sf__Id\"|\"sf__Error\"|\"B\"|\"A\"\n\"\"|\"X:y:--\"|\"2\"|\"1\"\n");
  ASSERT_TRUE(*rows.Next());
  EXPECT_EQ(rows.error(), "X:y:--");
  EXPECT_THAT(CellsOf(rows), ElementsAre("1", "2"));
}

TEST(ResultRowsTest, UnprocessedRecordsHaveTheColumnsOfTheUploadAlone) {
  ResultRows rows(ResultKind::kUnprocessed, CsvDelimiter::kComma, {"A"});
  rows.Feed("A\n\"1\"\n");
  ASSERT_TRUE(*rows.Next());
  EXPECT_EQ(rows.id(), "");
  EXPECT_THAT(CellsOf(rows), ElementsAre("1"));
}

TEST(ResultRowsTest, WithoutColumnsCellsComeAsTheyStand) {
  ResultRows rows(ResultKind::kSuccessful, CsvDelimiter::kComma, {});
  rows.Feed("sf__Id,sf__Created,B,A\n1,false,2,3\n");
  ASSERT_TRUE(*rows.Next());
  EXPECT_FALSE(rows.created());
  EXPECT_THAT(rows.columns(), ElementsAre("B", "A"));
  EXPECT_THAT(CellsOf(rows), ElementsAre("2", "3"));
}

TEST(ResultRowsTest, NothingOrAHeaderAloneIsNoRow) {
  ResultRows rows(ResultKind::kFailed, CsvDelimiter::kComma, {"A"});
  rows.Feed("sf__Id,sf__Error,A\n");
  EXPECT_FALSE(*rows.Next());
  // As of a job that was aborted before it began.
  ResultRows bare(ResultKind::kFailed, CsvDelimiter::kComma, {"A"});
  bare.Feed("sf__Id,sf__Error\n");
  EXPECT_FALSE(*bare.Next());
  ResultRows nothing(ResultKind::kFailed, CsvDelimiter::kComma, {"A"});
  nothing.Finish();
  EXPECT_FALSE(*nothing.Next());
}

TEST(ResultRowsTest, WhatMakesNoSenseIsAnError) {
  ResultRows other(ResultKind::kSuccessful, CsvDelimiter::kComma, {"A"});
  other.Feed("sf__Id,sf__Created,B\n1,true,2\n");
  EXPECT_THAT(other.Next().status().message(), HasSubstr("no column A"));
  ResultRows page(ResultKind::kSuccessful, CsvDelimiter::kComma, {"A"});
  page.Feed("A\n1\n");
  EXPECT_FALSE(page.Next().ok());
  ResultRows narrow(ResultKind::kSuccessful, CsvDelimiter::kComma, {"A"});
  narrow.Feed("sf__Id,sf__Created,A\n1,true\n");
  EXPECT_FALSE(narrow.Next().ok());
}

}  // namespace
}  // namespace sfconnector
