// SPDX-License-Identifier: Apache-2.0
// Jobs of Bulk API 1.0, and the errors of this API.
#include "tests/conformance/bulk_fixture.h"

namespace sfconnector::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class BulkJobs : public BulkJobsTest {};

TEST_F(BulkJobs, AJobIsCreatedReadAndClosed) {
  v1::CreateJobRequest request = NewJob("upsert");
  request.set_external_id_field_name("Key__c");
  request.set_concurrency_mode("Serial");
  request.set_assignment_rule_id("01Q000000000001AAA");
  v1::BulkJob job;
  ASSERT_TRUE(Succeeded(Create(request, &job)));
  EXPECT_THAT(job.id(), SizeIs(18));
  EXPECT_EQ(job.operation(), "upsert");
  EXPECT_EQ(job.object(), "Item__c");
  EXPECT_EQ(job.state(), "Open");
  EXPECT_EQ(job.external_id_field_name(), "Key__c");
  EXPECT_EQ(job.concurrency_mode(), "Serial");
  EXPECT_EQ(job.content_type(), "CSV");
  EXPECT_EQ(job.api_version(), "59.0");
  EXPECT_EQ(job.assignment_rule_id(), "01Q000000000001AAA");
  EXPECT_FALSE(job.created_by_id().empty());
  EXPECT_GT(job.created_date().seconds(), 0);
  EXPECT_GT(job.system_modstamp().seconds(), 0);
  v1::BulkJob read;
  ASSERT_TRUE(Succeeded(GetJob(job.id(), &read)));
  EXPECT_EQ(read.id(), job.id());
  ASSERT_TRUE(Succeeded(Close(job.id(), &read)));
  EXPECT_EQ(read.state(), "Closed");
  // Once more changes nothing.
  ASSERT_TRUE(Succeeded(Close(job.id(), &read)));
  EXPECT_EQ(read.state(), "Closed");
}

TEST_F(BulkJobs, AJobIsAborted) {
  const std::string job = Made(NewJob("insert"));
  v1::BulkJob aborted;
  ASSERT_TRUE(Succeeded(Abort(job, &aborted)));
  EXPECT_EQ(aborted.state(), "Aborted");
  ASSERT_TRUE(Succeeded(Abort(job, &aborted)));
  const Outcome closed = Close(job);
  EXPECT_TRUE(FailedWith(closed, kFailedPrecondition, "InvalidJobState"));
  EXPECT_EQ(closed.detail.outcome(), v1::OUTCOME_NOT_DONE);
}

TEST_F(BulkJobs, EveryCounterIsReadFromItsOwnKey) {
  for (const std::string type : {"CSV", "JSON"}) {
    SCOPED_TRACE(type);
    const std::string job = Made(NewJob("insert", type));
    const std::string good = type == "CSV"
                                 ? "Name,Key__c\na,1\nb,1\nc,2\n"
                                 : R"([{"Name":"a","Key__c":"3"},{"Name":"b","Key__c":"3"},)"
                                   R"({"Name":"c","Key__c":"4"}])";
    const std::string bad = type == "CSV" ? "Nope__c\na\n" : R"([{"Nope__c":"a"}])";
    const std::string batch = AddedText(job, good, type);
    const v1::BulkBatch info = Ended(job, batch);
    EXPECT_EQ(info.state(), "Completed");
    EXPECT_EQ(info.job_id(), job);
    EXPECT_EQ(info.number_records_processed(), 3);
    EXPECT_EQ(info.number_records_failed(), 1);
    const v1::BulkBatch failed = Ended(job, AddedText(job, bad, type));
    EXPECT_EQ(failed.state(), "Failed");
    EXPECT_THAT(failed.state_message(), HasSubstr("Field name not found : Nope__c"));
    v1::BulkJob read;
    ASSERT_TRUE(Succeeded(GetJob(job, &read)));
    EXPECT_EQ(read.number_batches_total(), 2);
    EXPECT_EQ(read.number_batches_completed(), 1);
    EXPECT_EQ(read.number_batches_failed(), 1);
    EXPECT_EQ(read.number_batches_queued(), 0);
    EXPECT_EQ(read.number_batches_in_progress(), 0);
    EXPECT_EQ(read.number_records_processed(), 3);
    EXPECT_EQ(read.number_records_failed(), 1);
    EXPECT_THAT(Batches(job), SizeIs(2));
  }
}

TEST_F(BulkJobs, AJobWithoutBatchesHasAnEmptyList) {
  for (const char* type : {"CSV", "JSON", "XML"}) {
    EXPECT_THAT(Batches(Made(NewJob("insert", type))), SizeIs(0)) << type;
  }
}

TEST_F(BulkJobs, WhatCannotBeAJobIsSaid) {
  EXPECT_TRUE(
      FailedWith(Create(NewJob("insert", "CSV", "Nope__c")), kInvalidArgument, "InvalidEntity"));
  EXPECT_TRUE(FailedWith(Create(NewJob("merge")), kInvalidArgument, "InvalidJob"));
  EXPECT_TRUE(FailedWith(Create(NewJob("upsert")), kInvalidArgument, "InvalidJob"));
  EXPECT_TRUE(FailedWith(Create(NewJob("insert", "YAML")), kInvalidArgument, "InvalidJob"));
  EXPECT_TRUE(RefusedFor(Create(NewJob("")), "operation"));
  EXPECT_TRUE(RefusedFor(Create(NewJob("insert", "CSV", "")), "object"));
  v1::CreateJobRequest request = NewJob("query");
  request.set_line_ending("CR");
  EXPECT_TRUE(RefusedFor(Create(request), "line_ending"));
  request.clear_line_ending();
  request.mutable_pk_chunking()->set_enabled(true);
  request.mutable_pk_chunking()->set_chunk_size(-1);
  EXPECT_TRUE(RefusedFor(Create(request), "pk_chunking.chunk_size"));
  request.mutable_pk_chunking()->set_chunk_size(0);
  request.mutable_pk_chunking()->set_parent("a; b");
  EXPECT_TRUE(RefusedFor(Create(request), "pk_chunking.parent"));
}

TEST_F(BulkJobs, WhatIsNotThereIsNotFound) {
  EXPECT_TRUE(FailedWith(GetJob(kNoJob), kNotFound, "InvalidJob"));
  EXPECT_TRUE(FailedWith(Close(kNoJob), kNotFound, "InvalidJob"));
  EXPECT_TRUE(FailedWith(Abort(kNoJob), kNotFound, "InvalidJob"));
  EXPECT_TRUE(FailedWith(GetBatch(kNoJob, kNoBatch), kNotFound, "InvalidJob"));
  const std::string job = Made(NewJob("insert"));
  EXPECT_TRUE(FailedWith(GetBatch(job, kNoBatch), kNotFound, "InvalidBatch"));
  EXPECT_TRUE(FailedWith(Result(job, kNoBatch).outcome, kNotFound, "InvalidBatch"));
  EXPECT_TRUE(FailedWith(RequestOf(job, kNoBatch).outcome, kNotFound, "InvalidBatch"));
  EXPECT_TRUE(RefusedFor(GetJob("a/b"), "job_id"));
  EXPECT_TRUE(RefusedFor(GetBatch(job, ""), "batch_id"));
}

TEST_F(BulkJobs, AnEndedSessionIsRenewedOnceWhateverIsCalled) {
  const std::string job = Made(NewJob("insert"));
  org().ClearJournal();
  org().Fault(R"({"match":{"path":"/services/async/"},"action":{"session":"revokeAll"}})");
  EXPECT_TRUE(Succeeded(GetJob(job)));
  EXPECT_EQ(org().Count("GET", kAsync), 2);
  EXPECT_EQ(org().TokenRequests(), 1);
  org().ClearFaults();
  org().Fault(R"({"match":{"path":"/services/async/"},"action":{"session":"revokeAll"}})");
  EXPECT_FALSE(AddedText(job, "Name\na\n").empty());
  EXPECT_THAT(Batches(job), SizeIs(1));
}

TEST_F(BulkJobs, TheSessionIsInTheHeaderOfThisApiAlone) {
  Made(NewJob("insert"));
  const std::vector<JournalEntry> requests = org().Journal(kAsync);
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_TRUE(requests[0].headers.contains("x-sfdc-session"));
  EXPECT_FALSE(requests[0].headers.contains("authorization"));
}

// Every code of this API, and what it means.
TEST_F(BulkJobs, EveryCodeIsTyped) {
  struct Row {
    const char* code;
    const char* message;
    Code means;
    int status;
  };
  static constexpr Row kRows[] = {
      {"Unknown", "a", kInternal, 500},
      {"InternalServerError", "a", kInternal, 500},
      {"Timeout", "Connection timed out", kDeadlineExceeded, 500},
      {"TooManyLockFailure", "a", kAborted, 400},
      {"InvalidUser", "a", kPermissionDenied, 400},
      {"FeatureNotEnabled", "a", kPermissionDenied, 400},
      {"ExceededQuota", "ApiBatchItems Limit exceeded.", kResourceExhausted, 400},
      {"InvalidJobState", "a", kFailedPrecondition, 400},
      {"InvalidOperation", "a", kInvalidArgument, 400},
      {"InvalidUrl", "a", kInvalidArgument, 400},
      {"InvalidXml", "a", kInvalidArgument, 400},
      {"InvalidVersion", "a", kInvalidArgument, 400},
      {"HttpsRequired", "a", kFailedPrecondition, 400},
      {"UnsupportedContentType", "a", kInvalidArgument, 400},
      {"ClientInputError", "a", kInvalidArgument, 400},
      {"InvalidBatch", "Batch not completed", kFailedPrecondition, 400},
      {"TransactionSecurityBlock", "a", kPermissionDenied, 400},
  };
  v1::Connection settings = Settings(org());
  settings.mutable_retry()->mutable_interval()->set_nanos(1000);
  Use(settings);
  for (const Row& row : kRows) {
    for (const bool json : {false, true}) {
      SCOPED_TRACE(std::string(row.code) + (json ? " in JSON" : " in XML"));
      const std::string body = json ? R"({"exceptionCode":")" + std::string(row.code) +
                                          R"(","exceptionMessage":")" + row.message + "\"}"
                                    : "<error xmlns='a'><exceptionCode>" + std::string(row.code) +
                                          "</exceptionCode><exceptionMessage>" + row.message +
                                          "</exceptionMessage></error>";
      std::string escaped;
      for (const char c : body) escaped += c == '"' ? "\\\"" : std::string(1, c);
      org().ClearFaults();
      org().Fault(R"({"match":{"path":"/services/async/","count":0},"action":{"status":400,)"
                  R"("body":")" +
                  escaped + R"(","contentType":"application/xml"}})");
      const Outcome outcome = Create(NewJob("insert"));
      EXPECT_TRUE(FailedWith(outcome, row.means, row.code));
      EXPECT_EQ(outcome.domain, "salesforce.com");
      EXPECT_EQ(outcome.detail.http_status(), row.status);
      EXPECT_EQ(outcome.detail.outcome(),
                row.status == 500 ? v1::OUTCOME_UNKNOWN : v1::OUTCOME_NOT_DONE);
      ASSERT_THAT(outcome.detail.errors(), SizeIs(1));
      EXPECT_EQ(outcome.detail.errors(0).message(), row.message);
    }
  }
}

}  // namespace
}  // namespace sfconnector::conformance
