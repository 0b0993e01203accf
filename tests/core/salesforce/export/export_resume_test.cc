// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "tests/core/salesforce/export/scripted_export.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using testing::Exported;
using testing::kExportJob;
using testing::ScriptedExport;
using testing::ScriptedReply;
using testing::SortedLines;

class ExportResumeTest : public testing::ExportStreamTest {
 protected:
  // Runs an export whose page 2 breaks off in its middle and does not come back, and returns what
  // was written until then.
  Exported Interrupted(const v1::ExportRequest& request) {
    ScriptedReply cut = export_->TruePage(2);
    cut.chunks = {cut.chunks[0].substr(0, cut.chunks[0].size() / 2)};
    cut.body_error = testing::ReplyLostError();
    for (int i = 0; i < 8; ++i) export_->Answer("results?locator=L2", cut);
    EXPECT_FALSE(harness_.Run(kMethod, request).ok());
    export_->ForgetAnswers();
    return Written();
  }
};

TEST_F(ExportResumeTest, AResumedExportBringsExactlyWhatIsMissing) {
  for (const v1::ExportRequest& request : {Request(), Ordered()}) {
    const ScriptedExport& job = Pages({3, 20'000, 20'000, 3, 20'000, 2});
    const Exported first = Interrupted(request);
    EXPECT_FALSE(first.has_totals);
    v1::ExportRequest resume = request;
    resume.set_resume_token(first.last_token);
    ASSERT_TRUE(harness_.Run(kMethod, resume).ok());
    const Exported second = Written();
    EXPECT_EQ(SortedLines(first.csv + second.csv), SortedLines(kHeader + job.Records()));
    EXPECT_EQ(second.totals.records(), 60'008);
    EXPECT_LT(second.totals.records_of_this_call(), 60'008);
    EXPECT_THAT(second.columns, ElementsAre("Number", "Text"));
    EXPECT_EQ(job.Count("POST", "/jobs/query"), request.ordered() ? 2 : 1);
    if (request.ordered()) {
      EXPECT_EQ(first.csv + second.csv, kHeader + job.Records());
    }
  }
}

TEST_F(ExportResumeTest, AnyTokenOfAnExportIsGoodForTheRest) {
  const ScriptedExport& job = Pages({20'000, 3, 20'000, 0, 9});
  ASSERT_TRUE(harness_.Run(kMethod, Request()).ok());
  const std::vector<std::string> all = harness_.writer->messages;
  for (std::size_t kept = 1; kept <= all.size(); ++kept) {
    const Exported first =
        testing::ReadExported({all.begin(), all.begin() + static_cast<std::ptrdiff_t>(kept)});
    v1::ExportRequest resume;
    resume.set_resume_token(first.last_token);
    ASSERT_TRUE(harness_.Run(kMethod, resume).ok()) << kept;
    EXPECT_EQ(SortedLines(first.csv + Written().csv), SortedLines(kHeader + job.Records())) << kept;
    EXPECT_EQ(Written().totals.records(), 40'012);
  }
}

TEST_F(ExportResumeTest, ChainedPagesAreResumedWhereTheyEnded) {
  const ScriptedExport& job = Pages({3, 20'000, 20'000, 3});
  v1::ExportRequest request = Request();
  request.set_max_records(20'000);
  ScriptedReply lost = ScriptedReply::Failure(testing::ReplyLostError());
  for (int i = 0; i < 8; ++i) export_->Answer("locator=L3", lost);
  EXPECT_FALSE(harness_.Run(kMethod, request).ok());
  const Exported first = Written();
  v1::ExportRequest resume;
  resume.set_resume_token(first.last_token);
  const int first_pages = job.Count("GET", "results?maxRecords=20000");
  for (int i = 0; i < 8 && !harness_.Run(kMethod, resume).ok(); ++i) {
  }
  EXPECT_EQ(first.csv + Written().csv, kHeader + job.Records());
  EXPECT_EQ(job.Count("GET", "results?maxRecords=20000"), first_pages);
}

TEST_F(ExportResumeTest, ATokenWhoseJobIsGoneIsAClearError) {
  Pages({3, 20'000, 20'000, 3});
  v1::ExportRequest resume;
  resume.set_resume_token(Interrupted(Request()).last_token);
  export_->Answer(kExportJob,
                  ScriptedReply::Of(404, R"([{"errorCode":"NOT_FOUND","message":"x"}])"));
  const absl::Status status = harness_.Run(kMethod, resume);
  EXPECT_TRUE(absl::IsNotFound(status)) << status;
  EXPECT_EQ(GetReason(status), "JOB_NOT_FOUND");
}

TEST_F(ExportResumeTest, AFinishedExportIsResumedWithoutItsJob) {
  Pages({3});
  v1::ExportRequest request = Request();
  request.set_delete_job_when_done(true);
  ASSERT_TRUE(harness_.Run(kMethod, request).ok());
  EXPECT_TRUE(export_->deleted);
  EXPECT_TRUE(Written().messages.back().job_deleted());
  v1::ExportRequest resume;
  resume.set_resume_token(Written().last_token);
  const std::size_t requests = harness_.http.requests().size();
  ASSERT_TRUE(harness_.Run(kMethod, resume).ok());
  EXPECT_EQ(Written().totals.records(), 3);
  EXPECT_EQ(Written().totals.records_of_this_call(), 0);
  EXPECT_EQ(harness_.http.requests().size(), requests);
}

}  // namespace
}  // namespace sfconnector
