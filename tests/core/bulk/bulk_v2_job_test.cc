// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/bulk_v2_job.h"

#include "core/bulk/job_failure.h"
#include "tests/core/bulk/bulk_fixture.h"

namespace sfconnector {
namespace {

using testing::BulkTest;
using ::testing::HasSubstr;
using testing::JobJson;
using testing::kJobId;

constexpr char kWrongState[] =
    R"([{"errorCode":"INVALIDJOBSTATE","message":"the job is not in that state"}])";
constexpr char kIngest[] = "https://acme.my.salesforce.com/services/data/v59.0/jobs/ingest";

class BulkV2JobTest : public BulkTest {
 protected:
  absl::StatusOr<v1::BulkV2Job> Create(const v1::NewIngestJob& job) {
    return Run(CreateIngestJob(context(), job));
  }
  absl::StatusOr<v1::BulkV2Job> SetState(const std::string& state) {
    return Run(SetBulkV2JobState(context(), BulkV2JobKind::kIngest, kJobId, state));
  }
};

TEST_F(BulkV2JobTest, WhatIsSetOfANewJobIsSent) {
  http_.AddReply(200, JobJson("Open", R"(,"contentUrl":"services/data/v59.0/x","new":1)"));
  v1::NewIngestJob job;
  job.set_object("Account");
  job.set_operation("upsert");
  job.set_external_id_field_name("Key__c");
  job.set_column_delimiter("PIPE");
  const absl::StatusOr<v1::BulkV2Job> created = Create(job);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->id(), kJobId);
  EXPECT_EQ(created->api_version(), "59.0");
  EXPECT_EQ(created->created_date().seconds(), 1544464219);
  EXPECT_EQ(created->content_url(), "services/data/v59.0/x");
  EXPECT_FALSE(created->has_number_records_processed());
  ASSERT_EQ(created->extra_size(), 1);
  EXPECT_EQ(created->extra(0).name(), "new");
  EXPECT_EQ(Request(0).method, "POST");
  EXPECT_EQ(Request(0).url, kIngest);
  EXPECT_EQ(Request(0).body,
            R"({"object":"Account","operation":"upsert","externalIdFieldName":"Key__c",)"
            R"("columnDelimiter":"PIPE"})");
}

TEST_F(BulkV2JobTest, AJobWhoseReplyIsLostIsCreatedAgain) {
  http_.AddError(testing::ReplyLostError());
  http_.AddReply(200, "{}");
  http_.AddReply(200, JobJson("Open"));
  EXPECT_TRUE(Create({}).ok());
  EXPECT_EQ(http_.requests().size(), 3u);
}

TEST_F(BulkV2JobTest, AQueryJobIsCreatedAmongItsKind) {
  http_.AddReply(200, JobJson("UploadComplete"));
  v1::NewQueryJob job;
  job.set_operation("queryAll");
  job.set_query("SELECT Id FROM Account");
  ASSERT_TRUE(Run(CreateQueryJob(context(), job)).ok());
  EXPECT_EQ(Request(0).url, "https://acme.my.salesforce.com/services/data/v59.0/jobs/query");
  EXPECT_EQ(Request(0).body, R"({"operation":"queryAll","query":"SELECT Id FROM Account"})");
}

TEST_F(BulkV2JobTest, AStateIsSet) {
  http_.AddReply(200, JobJson("UploadComplete"));
  const absl::StatusOr<v1::BulkV2Job> job = SetState(kJobUploadComplete);
  ASSERT_TRUE(job.ok()) << job.status();
  EXPECT_EQ(Request(0).method, "PATCH");
  EXPECT_EQ(Request(0).url, std::string(kIngest) + "/" + kJobId);
  EXPECT_EQ(Request(0).body, R"({"state":"UploadComplete"})");
}

TEST_F(BulkV2JobTest, AStateWhoseReplyIsLostIsAskedFor) {
  http_.AddError(testing::ReplyLostError());
  http_.AddReply(400, kWrongState);
  http_.AddReply(200, JobJson("InProgress"));
  const absl::StatusOr<v1::BulkV2Job> job = SetState(kJobUploadComplete);
  ASSERT_TRUE(job.ok()) << job.status();
  EXPECT_EQ(job->state(), "InProgress");
  EXPECT_EQ(Request(2).method, "GET");
}

TEST_F(BulkV2JobTest, AStateThatAJobCannotReachIsAnError) {
  for (const auto& [wanted, is] :
       {std::pair(kJobUploadComplete, kJobAborted), std::pair(kJobUploadComplete, kJobOpen),
        std::pair(kJobAborted, kJobComplete)}) {
    http_.AddReply(400, kWrongState);
    http_.AddReply(200, JobJson(is));
    const absl::Status status = SetState(wanted).status();
    EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
    EXPECT_EQ(GetReason(status), "INVALIDJOBSTATE");
    EXPECT_EQ(DetailOf(status).job_id(), kJobId);
    EXPECT_EQ(DetailOf(status).outcome(), v1::OUTCOME_NOT_DONE);
  }
}

TEST_F(BulkV2JobTest, AReplyThatIsNoJobIsCorrupt) {
  for (int i = 0; i < 4; ++i) http_.AddReply(200, R"({"id":"7505g00000abcdeAAA"})");
  const absl::Status status = Run(GetBulkV2Job(context(), BulkV2JobKind::kQuery, kJobId)).status();
  EXPECT_EQ(GetReason(status), "CORRUPT_REPLY");
}

TEST_F(BulkV2JobTest, AJobIsDeleted) {
  http_.AddReply(204, "");
  EXPECT_TRUE(Run(DeleteBulkV2Job(context(), BulkV2JobKind::kQuery, kJobId)).ok());
  EXPECT_EQ(Request(0).method, "DELETE");
  http_.AddReply(400, R"([{"errorCode":"API_ERROR","message":"Error encountered when deleting the )"
                      R"(job because the job is not terminated"}])");
  EXPECT_TRUE(
      absl::IsFailedPrecondition(Run(DeleteBulkV2Job(context(), BulkV2JobKind::kQuery, kJobId))));
}

TEST_F(BulkV2JobTest, OnlyWhatLooksLikeAnIdIsOne) {
  EXPECT_TRUE(RequireJobId(kJobId, "id").ok());
  EXPECT_TRUE(absl::IsInvalidArgument(RequireJobId("", "id")));
  EXPECT_TRUE(absl::IsInvalidArgument(RequireJobId("../../sobjects", "id")));
}

v1::BulkV2Job JobIn(const std::string& state, const std::string& message = {}) {
  v1::BulkV2Job job;
  job.set_id(kJobId);
  job.set_state(state);
  job.set_operation("insert");
  job.set_error_message(message);
  return job;
}

TEST(JobFailureTest, AFailedJobIsAnErrorWithItsMessageAndId) {
  const absl::Status status =
      JobFailure(JobIn(kJobFailed, "InvalidBatch : Field name not found : Email"));
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_EQ(GetReason(status), "JOB_FAILED");
  EXPECT_THAT(std::string(status.message()), HasSubstr(kJobId));
  EXPECT_THAT(std::string(status.message()), HasSubstr("Field name not found : Email"));
  const v1::SalesforceError detail = *GetSalesforceError(status);
  EXPECT_EQ(detail.job_id(), kJobId);
  EXPECT_EQ(detail.errors(0).code(), "InvalidBatch");
  EXPECT_EQ(detail.errors(0).message(), "Field name not found : Email");
  EXPECT_EQ(detail.outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(detail.retryability(), v1::RETRYABILITY_NEVER);
}

TEST(JobFailureTest, AnAbortedJobIsAnErrorOfItsOwn) {
  const absl::Status status = JobFailure(JobIn(kJobAborted));
  EXPECT_TRUE(absl::IsAborted(status));
  EXPECT_EQ(GetReason(status), "JOB_ABORTED");
  EXPECT_EQ(GetSalesforceError(status)->errors_size(), 0);
}

TEST(JobFailureTest, AMessageWithoutACodeIsKeptAsItStands) {
  const absl::Status status = JobFailure(JobIn(kJobFailed, "Failed to parse: a b : c"));
  EXPECT_EQ(GetSalesforceError(status)->errors(0).code(), "");
  EXPECT_EQ(GetSalesforceError(status)->errors(0).message(), "Failed to parse: a b : c");
}

TEST(JobFailureTest, OtherJobsAreNoError) {
  EXPECT_TRUE(JobFailure(JobIn(kJobComplete)).ok());
  EXPECT_TRUE(JobFailure(JobIn(kJobInProgress)).ok());
  EXPECT_TRUE(HasEnded(JobIn(kJobComplete)));
  EXPECT_FALSE(HasEnded(JobIn(kJobInProgress)));
}

TEST(JobFailureTest, TheIdIsAddedToAnyErrorAndItsReasonStays) {
  v1::SalesforceError detail;
  detail.add_errors()->set_code("NOT_FOUND");
  const absl::Status salesforces =
      WithJobId(WithSalesforceError(absl::NotFoundError("x"), detail), kJobId);
  EXPECT_EQ(GetReason(salesforces), "NOT_FOUND");
  EXPECT_EQ(GetSalesforceError(salesforces)->job_id(), kJobId);
  const absl::Status own = WithJobId(WithReason(absl::AbortedError("x"), "CIRCUIT_OPEN"), kJobId);
  EXPECT_EQ(GetReason(own), "CIRCUIT_OPEN");
  EXPECT_TRUE(WithJobId(absl::OkStatus(), kJobId).ok());
}

}  // namespace
}  // namespace sfconnector
