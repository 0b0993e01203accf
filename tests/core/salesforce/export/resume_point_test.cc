// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/resume_point.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace sfconnector {
namespace {

ResumePoint APoint() {
  ResumePoint point;
  point.job_id = "750R0000000zxr8IAA";
  point.api_version = "v59.0";
  point.order = PageOrder::kChained;
  point.format = v1::EXPORT_FORMAT_ROWS;
  point.csv = {CsvDelimiter::kTab, CsvLineEnding::kCrlf};
  point.max_records = 5000;
  point.query_hash = 0x0123456789abcdef;
  point.job_hash = 0xfedcba9876543210;
  point.header_hash = 42;
  point.locator = "MTAwMDA";
  point.delivered.Finish(0, 100);
  point.delivered.Finish(1, 100);
  point.delivered.Finish(7, 3);
  point.delivered.Advance(2, {5000, 20, 0xffffffffffffffff});
  point.delivered.Advance(9, {1, 1, 0});
  return point;
}

TEST(ResumePointTest, ATokenSaysAllThatThePointHas) {
  const ResumePoint point = APoint();
  const absl::StatusOr<ResumePoint> read = DecodeResumeToken(EncodeResumeToken(point));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->job_id, point.job_id);
  EXPECT_EQ(read->api_version, point.api_version);
  EXPECT_EQ(read->order, point.order);
  EXPECT_EQ(read->format, point.format);
  EXPECT_EQ(read->csv.delimiter, point.csv.delimiter);
  EXPECT_EQ(read->csv.line_ending, point.csv.line_ending);
  EXPECT_EQ(read->max_records, point.max_records);
  EXPECT_EQ(read->query_hash, point.query_hash);
  EXPECT_EQ(read->job_hash, point.job_hash);
  EXPECT_EQ(read->header_hash, point.header_hash);
  EXPECT_EQ(read->locator, point.locator);
  EXPECT_EQ(read->delivered, point.delivered);
  EXPECT_FALSE(read->complete);
}

TEST(ResumePointTest, APointAtTheBeginningIsOneToo) {
  ResumePoint point;
  point.job_id = "750R0000000zxr8";
  point.api_version = "v58.0";
  point.complete = true;
  const absl::StatusOr<ResumePoint> read = DecodeResumeToken(EncodeResumeToken(point));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->order, PageOrder::kListed);
  EXPECT_EQ(read->header_hash, std::nullopt);
  EXPECT_EQ(read->delivered, DeliveredPages());
  EXPECT_TRUE(read->complete);
}

TEST(ResumePointTest, ThousandsOfPagesMakeNoLongToken) {
  ResumePoint point = APoint();
  for (std::uint64_t page = 10; page < 10'000; ++page) point.delivered.Finish(page, 50'000);
  EXPECT_LT(EncodeResumeToken(point).size(), 400u);
}

TEST(ResumePointTest, WhatIsNoTokenIsRefused) {
  const std::string token = EncodeResumeToken(APoint());
  for (std::size_t at = 0; at < token.size(); at += 7) {
    std::string wrong = token;
    wrong[at] = wrong[at] == 'A' ? 'B' : 'A';
    EXPECT_TRUE(absl::IsInvalidArgument(DecodeResumeToken(wrong).status())) << at;
    EXPECT_TRUE(absl::IsInvalidArgument(DecodeResumeToken(token.substr(0, at)).status())) << at;
  }
  EXPECT_TRUE(absl::IsInvalidArgument(DecodeResumeToken("no token").status()));
}

}  // namespace
}  // namespace sfconnector
