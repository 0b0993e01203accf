// SPDX-License-Identifier: Apache-2.0
// Bulk API 2.0: calls that wait for a job, and do not own it.
#include <thread>

#include "tests/conformance/bulk_v2_fixture.h"

namespace sfconnector::conformance {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

constexpr v1::BulkV2JobKind kIngest = v1::BULK_V2_JOB_KIND_INGEST;
constexpr v1::BulkV2JobKind kQuery = v1::BULK_V2_JOB_KIND_QUERY;

class BulkV2Waits : public BulkV2Test {
 protected:
  // Whether the org was asked to change a job beyond being told that its data are complete.
  static int Patches() { return org().Count("PATCH", "/services/data/v59.0/jobs/"); }
};

TEST_F(BulkV2Waits, ADeadlineLeavesTheJobRunning) {
  LetJobsTake(600);
  const std::string id = Uploaded("Name\na\n");
  const Waited waited = CloseAndWait(id, {{}, 1s});
  EXPECT_EQ(waited.outcome.code, kDeadlineExceeded) << waited.outcome;
  ASSERT_FALSE(waited.messages.empty());
  EXPECT_EQ(waited.messages.front().progress().job_id(), id);
  const std::string state = StateOf(kIngest, id);
  EXPECT_TRUE(state == "UploadComplete" || state == "InProgress") << state;
  EXPECT_EQ(Patches(), 1);
}

TEST_F(BulkV2Waits, ACancellationLeavesTheJobRunning) {
  LetJobsTake(600);
  v1::CreateQueryJobAndWaitRequest request = QueryOf("SELECT Id FROM Item__c");
  const std::unique_ptr<Stream> stream = connection().Open(
      "sfconnector.v1.BulkV2Service/CreateQueryJobAndWait", request.SerializeAsString(), {});
  const std::optional<std::string> first = stream->Next();
  ASSERT_TRUE(first.has_value());
  v1::CreateQueryJobAndWaitResponse message;
  ASSERT_TRUE(message.ParseFromString(*first));
  stream->Cancel();
  while (stream->Next().has_value()) {
  }
  EXPECT_EQ(stream->Finish().code, kCancelled);
  const std::string state = StateOf(kQuery, message.progress().job_id());
  EXPECT_TRUE(state == "UploadComplete" || state == "InProgress") << state;
  EXPECT_EQ(Patches(), 0);
  EXPECT_EQ(org().Count("DELETE"), 0);
}

TEST_F(BulkV2Waits, AFailedPollIsRepeated) {
  for (const std::string action : {R"("close":"reset")", R"("error":"SERVER_UNAVAILABLE")",
                                   R"("status":200,"body":"{")", R"("session":"expire")"}) {
    SCOPED_TRACE(action);
    const std::string id = Uploaded("Name\na\n");
    // More often than one request is repeated.
    Fault("GET", std::string(kIngestJobs) + "/" + id, action,
          action == R"("session":"expire")" ? 1 : 6);
    const Waited waited = CloseAndWait(id);
    EXPECT_TRUE(Succeeded(waited.outcome));
    org().ClearFaults();
  }
}

TEST_F(BulkV2Waits, AJobWhoseStateCannotBeToldGoesOn) {
  LetJobsTake(600);
  const std::string id = Uploaded("Name\na\n");
  Fault("GET", kIngestJobs, R"("error":"API_DISABLED_FOR_ORG")", 1, 2);
  const Waited waited = CloseAndWait(id);
  EXPECT_TRUE(FailedWith(waited.outcome, kPermissionDenied, "API_DISABLED_FOR_ORG"));
  EXPECT_THAT(waited.outcome.message, HasSubstr("goes on"));
  EXPECT_EQ(waited.outcome.detail.job_id(), id);
}

TEST_F(BulkV2Waits, AJobThatFailsIsAnErrorWithItsMessageAndId) {
  const std::string id = Uploaded("Name,Nothing__c\na,b\n");
  const Waited waited = CloseAndWait(id);
  EXPECT_TRUE(FailedWith(waited.outcome, kFailedPrecondition, "JOB_FAILED"));
  EXPECT_EQ(waited.outcome.domain, "sfconnector");
  EXPECT_EQ(waited.outcome.detail.job_id(), id);
  EXPECT_THAT(waited.outcome.message, HasSubstr(id));
  EXPECT_THAT(waited.outcome.message, HasSubstr("Field name not found : Nothing__c"));
  EXPECT_EQ(waited.outcome.detail.errors(0).code(), "InvalidBatch");
  EXPECT_EQ(waited.outcome.detail.outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(waited.messages.back().progress().state(), "Failed");
  v1::BulkV2Job job;
  ASSERT_TRUE(Succeeded(GetJob(kIngest, id, &job)));
  EXPECT_THAT(job.error_message(), HasSubstr("Nothing__c"));
  // What it has not processed can be read.
  EXPECT_EQ(Results(id, v1::INGEST_RESULTS_UNPROCESSED).Csv(), "Name,Nothing__c\na,b\n");
}

TEST_F(BulkV2Waits, AQueryJobThatFailsIsAnErrorToo) {
  LetJobsFail("InternalServerError : cannot");
  const WaitedQuery waited = QueryAndWait(QueryOf("SELECT Id FROM Item__c"));
  EXPECT_TRUE(FailedWith(waited.outcome, kFailedPrecondition, "JOB_FAILED"));
  EXPECT_EQ(waited.outcome.detail.job_id(), waited.messages.front().progress().job_id());
  EXPECT_EQ(waited.outcome.detail.errors(0).code(), "InternalServerError");
  EXPECT_EQ(waited.outcome.detail.errors(0).message(), "cannot");
}

TEST_F(BulkV2Waits, AJobThatSomebodyAbortsIsAnErrorOfItsOwn) {
  LetJobsTake(600);
  const std::string id = Uploaded("Name\na\n");
  std::thread other([&] {
    org().WaitForCount(1, "GET", std::string(kIngestJobs) + "/" + id);
    EXPECT_TRUE(Succeeded(Abort(kIngest, id)));
  });
  const Waited waited = CloseAndWait(id);
  other.join();
  EXPECT_TRUE(FailedWith(waited.outcome, kAborted, "JOB_ABORTED"));
  EXPECT_EQ(waited.outcome.detail.job_id(), id);
}

TEST_F(BulkV2Waits, AJobThatWasClosedAlreadyIsWaitedForAllTheSame) {
  const std::string id = Loaded("Name\na\n");
  const Waited again = CloseAndWait(id);
  ASSERT_TRUE(Succeeded(again.outcome));
  EXPECT_EQ(again.messages.back().job().state(), "JobComplete");
  v1::CloseIngestJobRequest request;
  request.set_job_id(id);
  v1::CloseIngestJobResponse closed;
  ASSERT_TRUE(Succeeded(Call("BulkV2Service/CloseIngestJob", request, &closed)));
  EXPECT_EQ(closed.job().state(), "JobComplete");
}

TEST_F(BulkV2Waits, ACloseWhoseReplyIsLostIsDoneOnce) {
  const std::string id = Uploaded("Name\na\n");
  Fault("PATCH", kIngestJobs, R"("when":"after","close":"reset")");
  v1::CloseIngestJobRequest request;
  request.set_job_id(id);
  v1::CloseIngestJobResponse closed;
  EXPECT_TRUE(Succeeded(Call("BulkV2Service/CloseIngestJob", request, &closed)));
  ASSERT_TRUE(Succeeded(CloseAndWait(id).outcome));
  v1::QueryResponse rows;
  ASSERT_TRUE(Succeeded(Query("SELECT Id FROM Item__c", &rows)));
  EXPECT_EQ(rows.total_size(), 1);
}

TEST_F(BulkV2Waits, PausesAreBounded) {
  v1::CloseIngestJobAndWaitRequest request;
  request.set_job_id(kNoJob);
  request.mutable_polling()->mutable_first_pause()->set_nanos(1);
  EXPECT_TRUE(
      RefusedFor(Open<v1::CloseIngestJobAndWaitResponse>("CloseIngestJobAndWait", request).outcome,
                 "polling.first_pause"));
  v1::CreateQueryJobAndWaitRequest query = QueryOf("SELECT Id FROM Item__c");
  query.mutable_polling()->mutable_max_pause()->set_seconds(3601);
  EXPECT_TRUE(RefusedFor(QueryAndWait(query).outcome, "polling.max_pause"));
}

}  // namespace
}  // namespace sfconnector::conformance
