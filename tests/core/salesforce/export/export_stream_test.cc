// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "tests/core/salesforce/export/scripted_export.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using testing::Exported;
using testing::ExportStreamTest;
using ::testing::HasSubstr;
using testing::kExportJob;
using testing::ScriptedExport;
using testing::ScriptedReply;
using testing::SortedLines;

TEST_F(ExportStreamTest, DeliversEveryRowOfEveryPageOnce) {
  const ScriptedExport& job = Pages({3, 1, 0, 4, 2, 5, 1});
  ASSERT_TRUE(harness_.Run(kMethod, Request()).ok());
  const Exported written = Written();
  EXPECT_EQ(SortedLines(written.csv), SortedLines(kHeader + job.Records()));
  EXPECT_THAT(written.columns, ElementsAre("Number", "Text"));
  EXPECT_EQ(written.totals.records(), 16);
  EXPECT_EQ(written.totals.pages(), 7);
  EXPECT_EQ(written.totals.records_of_this_call(), 16);
  EXPECT_EQ(written.totals.pages_fetched_again(), 0);
  EXPECT_EQ(written.messages.at(0).progress().job_id(), kExportJob);
}

TEST_F(ExportStreamTest, DeliversThemInOrderWhereAskedTo) {
  const ScriptedExport& job = Pages({3, 1, 0, 4, 2, 5, 1, 8, 1});
  ASSERT_TRUE(harness_.Run(kMethod, Ordered()).ok());
  EXPECT_EQ(Written().csv, kHeader + job.Records());
}

TEST_F(ExportStreamTest, FollowsTheLocatorsWherePagesHaveASize) {
  const ScriptedExport& job = Pages({2, 2, 2, 1});
  v1::ExportRequest request = Request();
  request.set_max_records(2);
  ASSERT_TRUE(harness_.Run(kMethod, request).ok());
  EXPECT_EQ(Written().csv, kHeader + job.Records());
  EXPECT_EQ(job.Count("GET", "/resultPages"), 0);
  EXPECT_EQ(job.Count("GET", "results?maxRecords=2&locator=L3"), 1);
}

TEST_F(ExportStreamTest, RowsAreTheSameInTheOtherFormat) {
  Pages({2, 1});
  v1::ExportRequest request = Ordered();
  request.set_format(v1::EXPORT_FORMAT_ROWS);
  ASSERT_TRUE(harness_.Run(kMethod, request).ok());
  const Exported written = Written();
  EXPECT_THAT(written.rows, ElementsAre("0|a\nb", "1|a\nb", "2|a\nb"));
  EXPECT_EQ(written.csv, "");
  int columns = 0;
  for (const v1::ExportResponse& message : written.messages) {
    columns += message.rows().columns_size();
  }
  EXPECT_EQ(columns, 2);
}

TEST_F(ExportStreamTest, AnEmptyResultIsAHeader) {
  for (const std::vector<int>& pages : {std::vector<int>{0}, std::vector<int>{}}) {
    Pages(pages);
    // A job without pages in its list has a result all the same.
    if (pages.empty()) {
      export_->Answer("/results",
                      ScriptedReply::Of(200, kHeader, {{"Sforce-NumberOfRecords", "0"}}));
    }
    ASSERT_TRUE(harness_.Run(kMethod, Request()).ok());
    EXPECT_EQ(Written().csv, kHeader);
    EXPECT_EQ(Written().totals.records(), 0);
  }
}

TEST_F(ExportStreamTest, AnAbsentBodyIsAnEmptyResultToo) {
  Pages({0});
  ScriptedReply empty;
  empty.headers = {{"Sforce-NumberOfRecords", "0"}};
  export_->Answer("results?locator=L0", empty);
  ASSERT_TRUE(harness_.Run(kMethod, Request()).ok());
  EXPECT_TRUE(Written().has_totals);
  EXPECT_EQ(Written().csv, "");
}

TEST_F(ExportStreamTest, APageThatBreaksOffIsFetchedAgainAlone) {
  const ScriptedExport& job = Pages({4, 4, 4});
  ScriptedReply cut = job.TruePage(1);
  cut.chunks = {cut.chunks[0].substr(0, 30)};
  cut.body_error = testing::ReplyLostError();
  export_->Answer("results?locator=L1", cut);
  ASSERT_TRUE(harness_.Run(kMethod, Request()).ok());
  EXPECT_EQ(SortedLines(Written().csv), SortedLines(kHeader + job.Records()));
  EXPECT_EQ(job.Count("GET", "results?locator=L0"), 1);
  EXPECT_EQ(job.Count("GET", "results?locator=L1"), 2);
  EXPECT_EQ(Written().totals.pages_fetched_again(), 1);
}

// Rows enough for several messages.
TEST_F(ExportStreamTest, WhatWasDeliveredOfAPageIsSkipped) {
  const ScriptedExport& job = Pages({60'000});
  ScriptedReply cut = job.TruePage(0);
  cut.chunks = {cut.chunks[0].substr(0, 500'001)};
  cut.body_error = testing::ReplyLostError();
  export_->Answer("results?locator=L0", cut);
  ASSERT_TRUE(harness_.Run(kMethod, Request()).ok());
  EXPECT_EQ(Written().csv, kHeader + job.Records());
  EXPECT_GT(Written().messages.size(), 4u);
}

TEST_F(ExportStreamTest, APageThatHasChangedSinceIsAnError) {
  const ScriptedExport& job = Pages({60'000});
  ScriptedReply cut = job.TruePage(0);
  cut.chunks = {cut.chunks[0].substr(0, 500'001)};
  cut.body_error = testing::ReplyLostError();
  ScriptedReply other = job.TruePage(0);
  other.chunks[0][40] ^= 1;
  export_->Answer("results?locator=L0", cut);
  export_->Answer("results?locator=L0", other);
  const absl::Status status = harness_.Run(kMethod, Request());
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_EQ(GetReason(status), "RESULT_CHANGED");
  EXPECT_EQ(GetSalesforceError(status)->job_id(), kExportJob);
}

TEST_F(ExportStreamTest, MalformedAndIncompletePagesAreFetchedAgain) {
  for (const auto format : {v1::EXPORT_FORMAT_CSV, v1::EXPORT_FORMAT_ROWS}) {
    const ScriptedExport& job = Pages({4});
    ScriptedReply quotes = job.TruePage(0);
    quotes.chunks = {quotes.chunks[0].substr(0, quotes.chunks[0].size() - 2)};
    ScriptedReply fewer = job.TruePage(0);
    fewer.chunks = {fewer.chunks[0].substr(0, fewer.chunks[0].rfind("\"3\""))};
    ScriptedReply other_header = job.TruePage(0);
    other_header.chunks = {"\"Else\"\n"};
    for (const ScriptedReply& damaged : {quotes, fewer, other_header}) {
      export_->Answer("results?locator=L0", damaged);
    }
    v1::ExportRequest request = Request();
    request.set_format(format);
    ASSERT_TRUE(harness_.Run(kMethod, request).ok());
    EXPECT_EQ(Written().totals.records(), 4);
    EXPECT_EQ(Written().totals.pages_fetched_again(), 3);
  }
}

TEST_F(ExportStreamTest, APageThatDoesNotTellItsRecordsIsFetchedAgain) {
  for (const int max_records : {0, 2}) {
    const ScriptedExport& job = Pages({2, 2});
    export_->Answer("locator=L1", ScriptedReply::Of(200, "\"Number\",\"Text\"\n"));
    v1::ExportRequest request = Request();
    request.set_max_records(max_records);
    ASSERT_TRUE(harness_.Run(kMethod, request).ok());
    EXPECT_EQ(SortedLines(Written().csv), SortedLines(kHeader + job.Records()));
  }
}

TEST_F(ExportStreamTest, APageThatStaysIncompleteIsAnError) {
  const ScriptedExport& job = Pages({4, 4});
  ScriptedReply fewer = job.TruePage(1);
  fewer.headers[0].second = "5";
  for (int i = 0; i < 4; ++i) export_->Answer("results?locator=L1", fewer);
  const absl::Status status = harness_.Run(kMethod, Request());
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_EQ(GetReason(status), "RECORD_COUNT");
  EXPECT_FALSE(Written().has_totals);
}

TEST_F(ExportStreamTest, ARecordTooFewInAllIsAnError) {
  Pages({4, 4});
  export_->records_processed = 9;
  const absl::Status status = harness_.Run(kMethod, Request());
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_EQ(GetReason(status), "RECORD_COUNT");
  EXPECT_THAT(std::string(status.message()), HasSubstr("9"));
}

TEST_F(ExportStreamTest, AFailedJobIsAnErrorWithItsMessage) {
  Pages({1});
  export_->state = "Failed";
  export_->error_message = "InvalidBatch : Field name not found : Emial";
  const absl::Status status = harness_.Run(kMethod, Request());
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_EQ(GetReason(status), "JOB_FAILED");
  EXPECT_THAT(std::string(status.message()), HasSubstr("Emial"));
  export_->state = "Aborted";
  EXPECT_EQ(GetReason(harness_.Run(kMethod, Request())), "JOB_ABORTED");
}

TEST_F(ExportStreamTest, ACancelledCallLeavesTheJob) {
  Pages({20'000, 20'000, 20'000});
  v1::ExportRequest request = Request();
  request.set_delete_job_when_done(true);
  harness_.Start(kMethod, request);
  harness_.writer->hold = true;
  harness_.loop.RunUntil([this] { return harness_.writer->messages.size() == 1; });
  harness_.call->Stop(absl::CancelledError("cancelled"));
  EXPECT_TRUE(absl::IsCancelled(harness_.Finish()));
  EXPECT_FALSE(export_->deleted);
  EXPECT_EQ(export_->Count("PATCH", kExportJob), 0);
}

// A reader that takes the first rows and no more has hardly more open than the page that it reads.
TEST_F(ExportStreamTest, ASlowReaderHasFewPagesOpen) {
  Pages(std::vector<int>(20, 20'000));
  harness_.Start(kMethod, Request());
  harness_.writer->hold = true;
  while (Written().csv.size() < 1000) {
    harness_.writer->release.Set();
    const std::size_t before = harness_.writer->messages.size();
    harness_.loop.RunUntil([&] { return harness_.writer->messages.size() > before; });
  }
  harness_.writer->release.Set();
  harness_.loop.Poll();
  const auto& requests = harness_.http.requests();
  EXPECT_LE(std::count_if(requests.begin(), requests.end(),
                          [](const testing::SentRequest& request) {
                            return request.url.find("/results?") != std::string::npos;
                          }),
            2);
  harness_.call->Stop(absl::CancelledError("enough"));
  EXPECT_TRUE(absl::IsCancelled(harness_.Finish()));
}

TEST_F(ExportStreamTest, AFailureEndsEverythingThatIsUnderWay) {
  Pages(std::vector<int>(12, 20'000));
  export_->Answer("results?locator=L3",
                  ScriptedReply::Of(400, R"([{"errorCode":"INVALIDJOB","message":"gone"}])"));
  const absl::Status status = harness_.Run(kMethod, Request());
  EXPECT_EQ(GetReason(status), "INVALIDJOB") << status;
  EXPECT_EQ(GetSalesforceError(status)->job_id(), kExportJob);
  EXPECT_FALSE(Written().has_totals);
}

TEST_F(ExportStreamTest, AListThatDoesNotGoOnIsAnError) {
  Pages({1, 1, 1});
  export_->links = 1;
  const std::string path = absl::StrCat("/services/data/v59.0/jobs/query/", kExportJob);
  for (int i = 0; i < 2; ++i) {
    export_->Answer("resultPages?locator=L1",
                    ScriptedReply::Of(200, absl::StrCat(R"({"resultPages":[],"done":false,)",
                                                        R"("nextRecordsUrl":")", path,
                                                        R"(/resultPages?locator=L1"})")));
  }
  EXPECT_EQ(GetReason(harness_.Run(kMethod, Request())), "CORRUPT_REPLY");
}

TEST_F(ExportStreamTest, AListMayBeSpelledInAnyOfTheKnownWays) {
  const ScriptedExport& job = Pages({1, 1});
  export_->links = 1;
  const std::string path = absl::StrCat("/jobs/query/", kExportJob);
  export_->Answer("/resultPages",
                  ScriptedReply::Of(200, absl::StrCat(R"({"resultPages":[{"resultLink":")", path,
                                                      R"(/results?locator=L0"}],"done":false,)",
                                                      R"("nextRecordUrl":")", path,
                                                      R"(/resultPages?locator=L1"})")));
  ASSERT_TRUE(harness_.Run(kMethod, Request()).ok());
  EXPECT_EQ(SortedLines(Written().csv), SortedLines(kHeader + job.Records()));
}

TEST_F(ExportStreamTest, AJobThatCannotBeDeletedIsAnErrorBehindTheTotals) {
  Pages({1});
  v1::ExportRequest request = Request();
  request.set_delete_job_when_done(true);
  export_->refuses_deletion = true;
  EXPECT_EQ(GetReason(harness_.Run(kMethod, request)), "API_ERROR");
  EXPECT_TRUE(Written().has_totals);
  EXPECT_FALSE(Written().messages.back().job_deleted());
}

}  // namespace
}  // namespace sfconnector
