// SPDX-License-Identifier: Apache-2.0
// Bulk API 2.0: what cannot be done, and what is said of it.
#include "tests/conformance/bulk_v2_fixture.h"

namespace sfconnector::conformance {
namespace {

using ::testing::HasSubstr;

constexpr v1::BulkV2JobKind kIngest = v1::BULK_V2_JOB_KIND_INGEST;
constexpr v1::BulkV2JobKind kQuery = v1::BULK_V2_JOB_KIND_QUERY;

class BulkV2Errors : public BulkV2Test {
 protected:
  Outcome Create(const v1::NewIngestJob& job) {
    v1::BulkV2Job created;
    return CreateIngest(job, &created);
  }
  Outcome CreateQuery(const std::string& soql, const std::string& operation = "query") {
    v1::CreateQueryJobRequest request;
    *request.mutable_job() = QueryOf(soql, operation).job();
    v1::CreateQueryJobResponse response;
    return Call("BulkV2Service/CreateQueryJob", request, &response);
  }
  std::string OpenJob() {
    v1::BulkV2Job created;
    EXPECT_TRUE(Succeeded(CreateIngest(ItemJob(), &created)));
    return created.id();
  }
};

TEST_F(BulkV2Errors, AnIngestJobThatSalesforceDoesNotTake) {
  v1::NewIngestJob job = ItemJob();
  job.set_object("Nothing__c");
  EXPECT_TRUE(FailedWith(Create(job), kInvalidArgument, "INVALIDENTITY"));
  EXPECT_TRUE(FailedWith(Create(ItemJob("replace")), kInvalidArgument, "INVALIDJOB"));
  EXPECT_TRUE(FailedWith(Create(ItemJob("upsert")), kInvalidArgument, "INVALIDJOB"));
  job = ItemJob();
  job.set_column_delimiter("COLON");
  EXPECT_EQ(Create(job).code, kInvalidArgument);
  job = ItemJob();
  *job.add_extra() = TextField("colour", "blue");
  EXPECT_TRUE(FailedWith(Create(job), kInvalidArgument, "API_ERROR"));
}

TEST_F(BulkV2Errors, AQueryJobThatSalesforceDoesNotTake) {
  EXPECT_TRUE(FailedWith(CreateQuery("SELECT"), kInvalidArgument, "MALFORMED_QUERY"));
  EXPECT_TRUE(
      FailedWith(CreateQuery("SELECT Nothing__c FROM Item__c"), kInvalidArgument, "INVALID_FIELD"));
  EXPECT_TRUE(
      FailedWith(CreateQuery("SELECT Id FROM Item__c", "insert"), kInvalidArgument, "INVALIDJOB"));
  EXPECT_EQ(CreateQuery("SELECT COUNT(Id) FROM Item__c").code, kInvalidArgument);
  const WaitedQuery waited = QueryAndWait(QueryOf("SELECT"));
  EXPECT_TRUE(FailedWith(waited.outcome, kInvalidArgument, "MALFORMED_QUERY"));
  EXPECT_TRUE(waited.messages.empty());
}

TEST_F(BulkV2Errors, AJobThatIsNotThere) {
  v1::BulkV2Job job;
  EXPECT_TRUE(FailedWith(GetJob(kIngest, kNoJob, &job), kNotFound, "NOT_FOUND"));
  EXPECT_TRUE(FailedWith(GetJob(kQuery, kNoJob, &job), kNotFound, "NOT_FOUND"));
  EXPECT_TRUE(FailedWith(Abort(kIngest, kNoJob), kNotFound, "NOT_FOUND"));
  EXPECT_TRUE(FailedWith(Abort(kQuery, kNoJob), kNotFound, "NOT_FOUND"));
  EXPECT_TRUE(FailedWith(Delete(kIngest, kNoJob), kNotFound, "NOT_FOUND"));
  EXPECT_TRUE(FailedWith(Upload(kNoJob, {"Name\n"}), kNotFound, "NOT_FOUND"));
  EXPECT_TRUE(FailedWith(CloseAndWait(kNoJob).outcome, kNotFound, "NOT_FOUND"));
  EXPECT_TRUE(FailedWith(Page(kNoJob).outcome, kNotFound, "NOT_FOUND"));
  EXPECT_TRUE(
      FailedWith(Results(kNoJob, v1::INGEST_RESULTS_FAILED).outcome, kNotFound, "NOT_FOUND"));
  EXPECT_TRUE(FailedWith(Results(kNoJob, v1::INGEST_RESULTS_FAILED, v1::RESULT_FORMAT_ROWS).outcome,
                         kNotFound, "NOT_FOUND"));
  // A job of the other kind.
  EXPECT_TRUE(FailedWith(GetJob(kQuery, OpenJob(), &job), kNotFound, "NOT_FOUND"));
}

TEST_F(BulkV2Errors, DataAreTakenOnceAndByAnOpenJob) {
  const std::string id = Uploaded("Name\na\n");
  const Outcome again = Upload(id, {"Name\nb\n"});
  EXPECT_TRUE(FailedWith(again, kFailedPrecondition, "INVALIDJOBSTATE"));
  EXPECT_EQ(again.detail.outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(again.detail.job_id(), id);
  ASSERT_TRUE(Succeeded(Abort(kIngest, id)));
  EXPECT_TRUE(FailedWith(Upload(id, {"Name\nb\n"}), kFailedPrecondition, "INVALIDJOBSTATE"));
}

TEST_F(BulkV2Errors, AJobThatCannotComeToTheState) {
  const std::string aborted = OpenJob();
  ASSERT_TRUE(Succeeded(Abort(kIngest, aborted)));
  v1::CloseIngestJobRequest request;
  request.set_job_id(aborted);
  v1::CloseIngestJobResponse response;
  EXPECT_TRUE(FailedWith(Call("BulkV2Service/CloseIngestJob", request, &response),
                         kFailedPrecondition, "INVALIDJOBSTATE"));
  EXPECT_TRUE(FailedWith(CloseAndWait(aborted).outcome, kFailedPrecondition, "INVALIDJOBSTATE"));
  EXPECT_TRUE(
      FailedWith(Abort(kIngest, Loaded("Name\na\n")), kFailedPrecondition, "INVALIDJOBSTATE"));
}

TEST_F(BulkV2Errors, AJobThatHasNotEnded) {
  const std::string id = OpenJob();
  EXPECT_TRUE(FailedWith(Delete(kIngest, id), kFailedPrecondition, "API_ERROR"));
  EXPECT_TRUE(FailedWith(Results(id, v1::INGEST_RESULTS_SUCCESSFUL).outcome, kFailedPrecondition,
                         "INVALIDJOBSTATE"));
}

TEST_F(BulkV2Errors, DataThatAreTooLargeLeaveTheJobOpenAndEmpty) {
  const std::string id = OpenJob();
  v1::UploadJobDataRequest head;
  head.mutable_head()->set_job_id(id);
  const std::string first = head.SerializeAsString();
  v1::UploadJobDataRequest data;
  data.set_chunk(std::string(1000000, 'x'));
  const std::string chunk = data.SerializeAsString();
  int sent = 0;
  const RequestSource next = [&]() -> std::optional<std::string> {
    if (sent > 101) return std::nullopt;
    return sent++ == 0 ? first : chunk;
  };
  const Outcome outcome =
      connection().UploadFrom("sfconnector.v1.BulkV2Service/UploadJobData", next, {}, nullptr);
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "UPLOAD_TOO_LARGE"));
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(outcome.detail.job_id(), id);
  EXPECT_THAT(outcome.message, HasSubstr("is open and has none of them"));
  EXPECT_EQ(StateOf(kIngest, id), "Open");
  EXPECT_TRUE(Succeeded(Upload(id, {"Name\na\n"})));
  EXPECT_TRUE(Succeeded(CloseAndWait(id).outcome));
}

TEST_F(BulkV2Errors, AnUploadThatIsGivenUpLeavesTheJobOpenAndEmpty) {
  const std::string id = OpenJob();
  v1::UploadJobDataRequest head;
  head.mutable_head()->set_job_id(id);
  head.mutable_head()->set_length(100);
  v1::UploadJobDataRequest data;
  data.set_chunk("Name\na\n");
  const Outcome outcome =
      connection().Upload("sfconnector.v1.BulkV2Service/UploadJobData",
                          {head.SerializeAsString(), data.SerializeAsString()}, {}, nullptr);
  EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_TRUE(Succeeded(Upload(id, {"Name\na\n"})));
}

TEST_F(BulkV2Errors, ALostReplyToAnUploadLeavesItsOutcomeUnknown) {
  const std::string id = OpenJob();
  Fault("PUT", kIngestJobs, R"("when":"after","close":"reset")");
  const Outcome outcome = Upload(id, {"Name\na\n"});
  EXPECT_EQ(outcome.code, kUnavailable) << outcome;
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(outcome.detail.job_id(), id);
  EXPECT_EQ(org().Count("PUT"), 1);
}

TEST_F(BulkV2Errors, RequestsThatMakeNoSenseNameTheirField) {
  v1::BulkV2Job job;
  EXPECT_TRUE(RefusedFor(GetJob(v1::BULK_V2_JOB_KIND_UNSPECIFIED, kNoJob, &job), "kind"));
  EXPECT_TRUE(RefusedFor(GetJob(kIngest, "../query", &job), "job_id"));
  EXPECT_TRUE(RefusedFor(Abort(kIngest, ""), "job_id"));
  EXPECT_TRUE(RefusedFor(Upload("x", {}), "head.job_id"));
  EXPECT_TRUE(RefusedFor(Results(kNoJob, v1::INGEST_RESULTS_UNSPECIFIED).outcome, "results"));
  EXPECT_TRUE(RefusedFor(Page("a/b").outcome, "job_id"));
  v1::GetQueryResultsRequest page;
  page.set_job_id(kNoJob);
  page.set_max_records(0);
  EXPECT_TRUE(RefusedFor(Open<v1::GetQueryResultsResponse>("GetQueryResults", page).outcome,
                         "max_records"));
  v1::ListIngestJobsRequest list;
  list.set_page_token("01g&x=y");
  v1::ListIngestJobsResponse listed;
  EXPECT_TRUE(RefusedFor(Call("BulkV2Service/ListIngestJobs", list, &listed), "page_token"));
  v1::CreateIngestJobRequest create;
  v1::CreateIngestJobResponse created;
  EXPECT_TRUE(RefusedFor(Call("BulkV2Service/CreateIngestJob", create, &created), "job"));
  EXPECT_TRUE(org().Journal("/services/data/v59.0/jobs").empty());
}

TEST_F(BulkV2Errors, LimitsOfTheOrgAreExhaustedResources) {
  Fault("POST", kIngestJobs,
        R"("error":{"code":"EXCEEDEDQUOTA","message":"no more"},"status":400)");
  EXPECT_TRUE(FailedWith(Create(ItemJob()), kResourceExhausted, "EXCEEDEDQUOTA"));
}

}  // namespace
}  // namespace sfconnector::conformance
