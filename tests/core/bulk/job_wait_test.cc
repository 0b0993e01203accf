// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/job_wait.h"

#include <vector>

#include "core/bulk/job_failure.h"
#include "tests/core/bulk/bulk_fixture.h"

namespace sfconnector {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::BulkTest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::JobJson;
using testing::kJobId;

class JobWaitTest : public BulkTest {
 protected:
  Task<absl::StatusOr<v1::BulkV2Job>> Wait() {
    OnJobProgress keep = [this](const v1::BulkV2Job& job, Clock::Duration elapsed) {
      return Keep(job, elapsed);
    };
    return WaitForBulkV2Job(context(), BulkV2JobKind::kIngest, kJobId, JobPauses(),
                            std::move(keep));
  }

  Task<absl::Status> Keep(const v1::BulkV2Job& job, Clock::Duration elapsed) {
    progress_.push_back(ProgressOf(job, elapsed));
    states_.push_back(job.state());
    co_return on_progress_;
  }

  static std::string InProgress(int processed) {
    return JobJson("InProgress", R"(,"numberRecordsProcessed":)" + std::to_string(processed));
  }

  std::vector<v1::JobProgress> progress_;
  std::vector<std::string> states_;
  absl::Status on_progress_;
};

TEST_F(JobWaitTest, EndsWithTheJobAndTellsItsProgress) {
  http_.AddReply(200, JobJson("UploadComplete"));
  http_.AddReply(200, InProgress(10));
  http_.AddReply(200, InProgress(10));
  http_.AddReply(200, InProgress(20));
  http_.AddReply(200, JobJson("JobComplete", R"(,"numberRecordsProcessed":20)"));
  const Clock::Instant begin = clock_.Now();
  const absl::StatusOr<v1::BulkV2Job> job = Run(Wait());
  ASSERT_TRUE(job.ok()) << job.status();
  EXPECT_EQ(job->state(), "JobComplete");
  EXPECT_THAT(states_, ElementsAre("UploadComplete", "InProgress", "InProgress", "JobComplete"));
  EXPECT_EQ(progress_.at(1).number_records_processed(), 10);
  EXPECT_EQ(progress_.at(1).job_id(), kJobId);
  EXPECT_EQ(progress_.at(1).elapsed().nanos(), 250000000);
  // 0.25 s, and half as much again each time.
  EXPECT_EQ(clock_.Now() - begin, std::chrono::microseconds(250000 + 375000 + 562500 + 843750));
}

TEST_F(JobWaitTest, AJobThatHasFailedIsAJobThatHasEnded) {
  http_.AddReply(200, JobJson("Failed", R"(,"errorMessage":"InvalidBatch : no")"));
  const absl::StatusOr<v1::BulkV2Job> job = Run(Wait());
  ASSERT_TRUE(job.ok()) << job.status();
  EXPECT_EQ(GetReason(JobFailure(*job)), "JOB_FAILED");
}

TEST_F(JobWaitTest, AJobThatDoesNotMoveIsStillReportedFromTimeToTime) {
  for (int i = 0; i < 12; ++i) http_.AddReply(200, InProgress(1));
  http_.AddReply(200, JobJson("JobComplete"));
  ASSERT_TRUE(Run(Wait()).ok());
  EXPECT_GT(states_.size(), 3u);
  EXPECT_LT(states_.size(), 8u);
}

TEST_F(JobWaitTest, AFailedQuestionIsAskedAgain) {
  // Each question fails with all its repetitions.
  for (int i = 0; i < 8; ++i) http_.AddError(testing::ReplyLostError());
  http_.AddReply(503, "busy", {{"Retry-After", "30"}});
  for (int i = 0; i < 3; ++i) http_.AddReply(503, "busy", {{"Retry-After", "1"}});
  http_.AddReply(200, JobJson("JobComplete"));
  const absl::StatusOr<v1::BulkV2Job> job = Run(Wait());
  ASSERT_TRUE(job.ok()) << job.status();
  EXPECT_EQ(http_.unused_replies(), 0);
}

TEST_F(JobWaitTest, WithoutADeadlineQuestionsDoNotFailForEver) {
  http_.SetResponder([](const testing::SentRequest&) {
    return testing::ScriptedReply::Failure(testing::ReplyLostError());
  });
  const Clock::Instant begin = clock_.Now();
  const absl::Status status = Run(Wait()).status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(DetailOf(status).job_id(), kJobId);
  EXPECT_GE(clock_.Now() - begin, std::chrono::minutes(10));
  EXPECT_LT(clock_.Now() - begin, std::chrono::minutes(12));
}

TEST_F(JobWaitTest, AFailureThatStaysSaysThatTheJobGoesOn) {
  http_.AddReply(200, JobJson("InProgress"));
  http_.AddReply(403, R"([{"errorCode":"API_CURRENTLY_DISABLED","message":"API is disabled"}])");
  const absl::Status status = Run(Wait()).status();
  EXPECT_TRUE(absl::IsPermissionDenied(status)) << status;
  EXPECT_EQ(GetReason(status), "API_CURRENTLY_DISABLED");
  EXPECT_THAT(std::string(status.message()), HasSubstr("goes on"));
  EXPECT_EQ(DetailOf(status).job_id(), kJobId);
}

TEST_F(JobWaitTest, ADeadlineEndsTheWaitAndLeavesTheJobAlone) {
  Begin(seconds(60));
  http_.SetResponder([](const testing::SentRequest&) {
    return testing::ScriptedReply::Of(200, JobJson("InProgress"));
  });
  const absl::Status status = Run(Wait()).status();
  EXPECT_TRUE(absl::IsDeadlineExceeded(status)) << status;
  for (const testing::SentRequest& request : http_.requests()) EXPECT_EQ(request.method, "GET");
}

TEST_F(JobWaitTest, ACancelledCallAsksNoMore) {
  http_.AddReply(200, JobJson("InProgress"));
  on_progress_ = absl::CancelledError("the reader has left");
  EXPECT_TRUE(absl::IsCancelled(Run(Wait()).status()));
  EXPECT_EQ(http_.requests().size(), 1u);
}

absl::StatusOr<JobPauses> Pauses(std::optional<milliseconds> first,
                                 std::optional<milliseconds> max) {
  v1::JobPolling polling;
  const auto set = [](milliseconds value, google::protobuf::Duration& out) {
    out.set_seconds(value.count() / 1000);
    out.set_nanos(static_cast<int>(value.count() % 1000) * 1000000);
  };
  if (first) set(*first, *polling.mutable_first_pause());
  if (max) set(*max, *polling.mutable_max_pause());
  return JobPauses::Create(polling);
}

TEST(JobPausesTest, GrowByHalfUpToTheLongest) {
  JobPauses pauses = *Pauses(seconds(4), seconds(10));
  EXPECT_EQ(pauses.Next(), seconds(4));
  EXPECT_EQ(pauses.Next(), seconds(6));
  EXPECT_EQ(pauses.Next(), seconds(9));
  EXPECT_EQ(pauses.Next(), seconds(10));
  EXPECT_EQ(pauses.Next(), seconds(10));
}

TEST(JobPausesTest, HaveDefaultsThatSuitWhatIsSet) {
  EXPECT_EQ(Pauses({}, {})->Next(), milliseconds(250));
  EXPECT_EQ(Pauses({}, milliseconds(100))->Next(), milliseconds(100));
  JobPauses pauses = *Pauses(seconds(60), {});
  EXPECT_EQ(pauses.Next(), seconds(60));
  EXPECT_EQ(pauses.Next(), seconds(60));
}

TEST(JobPausesTest, AreBounded) {
  EXPECT_TRUE(absl::IsInvalidArgument(Pauses(milliseconds(99), {}).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Pauses(seconds(3601), {}).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Pauses({}, milliseconds(-1)).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Pauses(seconds(2), seconds(1)).status()));
}

}  // namespace
}  // namespace sfconnector
