// SPDX-License-Identifier: Apache-2.0
// Loads of several jobs of Bulk API 2.0 whose caller has died.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "tests/core/salesforce/ingest/fake_bulk_org.h"
#include "tests/core/salesforce/ingest/resume_fixture.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ReplyLostError;
using testing::ScriptedReply;
using testing::SentRequest;
using ::testing::SizeIs;

constexpr v1::IngestedRowState kUnknown = v1::INGESTED_ROW_STATE_UNKNOWN;

class ResumeIngestTest : public testing::ResumeTest {
 protected:
  ResumeIngestTest() {
    org_.before = [this](const SentRequest& request) { return Before(request); };
    head_.mutable_polling()->mutable_first_pause()->set_seconds(8);
    head_.mutable_polling()->mutable_max_pause()->set_seconds(8);
  }

  static std::string IdOf(int number) {
    return absl::StrCat("7500000000", absl::Dec(number, absl::kZeroPad5), "AAA");
  }

  // A job with one row, which has ended after `questions` questions.
  std::string Add(const std::string& row, int questions = 0,
                  const std::string& state = "JobComplete") {
    std::string id = IdOf(++jobs_);
    testing::FakeBulkOrg::Job& job = org_.Find(id);
    job.state = state;
    job.csv = "Name\n" + row + "\n";
    questions_[id] = questions;
    head_.add_job_ids(id);
    return id;
  }

  // Answers in the org's place while a job is not to have ended, and keeps who was asked for.
  ScriptedReply Before(const SentRequest& request) {
    ScriptedReply none;
    none.status = 0;
    const std::string id(request.url.substr(request.url.rfind('/') + 1));
    const auto questions = questions_.find(id);
    if (request.method != "GET" || questions == questions_.end()) return none;
    asked_.push_back(id);
    if (const auto failure = failures_.find(id); failure != failures_.end()) return failure->second;
    if (questions->second-- <= 0) return none;
    return ScriptedReply::Of(
        200, absl::StrCat(R"({"id":")", id, R"(","operation":"insert","state":"InProgress"})"));
  }

  Clock::Duration Elapsed() const { return harness_.clock.Now() - begin_; }

  testing::FakeBulkOrg org_{harness_.http};
  v1::ResumeIngestHead head_;
  std::map<std::string, int> questions_;
  std::map<std::string, ScriptedReply> failures_;
  std::vector<std::string> asked_;
  int jobs_ = 0;
  const Clock::Instant begin_ = harness_.clock.Now();
};

TEST_F(ResumeIngestTest, WaitIsAsLongAsTheLongestJob) {
  Add("a", 2);
  Add("b", 3);
  Add("c", 1);
  ASSERT_TRUE(Resume(head_, "Name\nc\nb\na\nd\n").ok());
  EXPECT_EQ(Elapsed(), std::chrono::seconds(24));
  EXPECT_THAT(Outcomes(), ElementsAre("001c", "001b", "001a", "NOT_SENT"));
  EXPECT_EQ(Summary().jobs(), 3);
}

TEST_F(ResumeIngestTest, JobsThatHaveNotEndedAreAskedForInTheirOrder) {
  const std::string a = Add("a", 1);
  const std::string b = Add("b", 2);
  const std::string c = Add("c", 0);
  ASSERT_TRUE(Resume(head_).ok());
  EXPECT_THAT(asked_, ElementsAre(a, b, c, a, b, b));
  EXPECT_THAT(Progress(), ElementsAre(a + " InProgress", b + " InProgress", c + " JobComplete",
                                      a + " JobComplete", b + " JobComplete"));
}

TEST_F(ResumeIngestTest, FewQuestionsAreOnTheirWayAtOnce) {
  for (int i = 0; i < 30; ++i) Add(std::to_string(i));
  harness_.http.Hold();
  Begin(head_);
  harness_.loop.Poll();
  EXPECT_EQ(harness_.http.held(), 8);
  harness_.http.Release();
  ASSERT_TRUE(harness_.Finish().ok());
  EXPECT_THAT(asked_, SizeIs(30));
  EXPECT_THAT(Echoed(), SizeIs(30));
}

TEST_F(ResumeIngestTest, ResultsAreToldWhileOtherJobsAreAtWork) {
  Add("a", 1'000'000);
  Add("b");
  Begin(head_);
  harness_.loop.RunUntil([this] { return asked_.size() > 10; });
  EXPECT_THAT(Echoed(), ElementsAre("b=001b"));
  harness_.call->Stop(absl::CancelledError("enough"));
  EXPECT_EQ(harness_.Finish().code(), absl::StatusCode::kCancelled);
}

TEST_F(ResumeIngestTest, FirstErrorInTheOrderOfTheJobsIsTheCalls) {
  const std::string late = Add("a", 3, "Failed");
  Add("b", 0, "Aborted");
  Add("c");
  const absl::Status status = Resume(head_, "Name\na\nb\nc\n");
  EXPECT_EQ(GetReason(status), "JOB_FAILED") << status;
  EXPECT_EQ(GetSalesforceError(status)->job_id(), late);
  EXPECT_THAT(Outcomes(), ElementsAre("JOB_FAILED", "JOB_ABORTED", "001c"));
}

TEST_F(ResumeIngestTest, JobThatCannotBeAskedForDoesNotHoldUpTheOthers) {
  Add("a", 1);
  const std::string lost = Add("b");
  failures_[lost] = ScriptedReply::Of(404, R"([{"errorCode":"NOT_FOUND","message":"no"}])");
  Add("c", 2);
  const absl::Status status = Resume(head_, "Name\na\nb\nc\n");
  EXPECT_TRUE(absl::IsNotFound(status)) << status;
  EXPECT_EQ(GetSalesforceError(status)->job_id(), lost);
  EXPECT_THAT(Outcomes(), ElementsAre("001a", "NOT_FOUND", "001c"));
  EXPECT_EQ(Told().at(1).state(), kUnknown);
}

TEST_F(ResumeIngestTest, QuestionThatFailsInPassingIsAskedAgainWithTheOthers) {
  const std::string shaky = Add("a", 2);
  Add("b", 1);
  Begin(head_);
  // Each question is repeated a few times before it fails.
  harness_.loop.RunUntil([this] { return asked_.size() >= 2; });
  failures_[shaky] = ScriptedReply::Failure(ReplyLostError());
  harness_.loop.RunUntil([this] { return asked_.size() >= 20; });
  EXPECT_THAT(Echoed(), ElementsAre("b=001b"));
  failures_.clear();
  ASSERT_TRUE(harness_.Finish().ok());
  EXPECT_THAT(Echoed(), ElementsAre("b=001b", "a=001a"));
}

TEST_F(ResumeIngestTest, WhatCanBeReadOfResultsIsToldOnce) {
  Add("a");
  org_.after = [](const SentRequest& request) {
    ScriptedReply reply = ScriptedReply::Of(200, "sf__Id,sf__Created,Name\n001a,true,a\n001b,tr");
    reply.body_error = ReplyLostError();
    if (!absl::EndsWith(request.url, "/successfulResults")) reply.status = 0;
    return reply;
  };
  const absl::Status status = Resume(head_);
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_THAT(Echoed(), ElementsAre("a=001a"));
  EXPECT_EQ(Summary().created(), 1);
}

TEST_F(ResumeIngestTest, OpenJobsAreNamedWhileTheOthersGoOn) {
  const std::string open = Add("a", 0, "Open");
  Add("b", 1);
  const absl::Status status = Resume(head_, "Name\nb\nz\n");
  EXPECT_EQ(GetReason(status), "JOB_OPEN") << status;
  EXPECT_EQ(GetSalesforceError(status)->job_id(), open);
  EXPECT_EQ(Told().at(0).id(), "001b");
  EXPECT_EQ(Told().at(1).state(), kUnknown);
}

TEST_F(ResumeIngestTest, JobOfTheModeOrderedIsToldApart) {
  const std::string classic = Add("a");
  failures_[classic] = ScriptedReply::Of(
      200, absl::StrCat(R"({"id":")", classic, R"(","jobType":"Classic","state":"Closed"})"));
  const absl::Status status = Resume(head_);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  EXPECT_THAT(status.message(), HasSubstr("head.job_ids"));
  EXPECT_THAT(status.message(), HasSubstr("ORDERED"));
}

}  // namespace
}  // namespace sfconnector
