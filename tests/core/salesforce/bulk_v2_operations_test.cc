// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "sfconnector/v1/bulk_v2_service.pb.h"
#include "tests/core/salesforce/operation_harness.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::OperationHarness;
using testing::ScriptedReply;

constexpr char kJobId[] = "7505g00000abcdeAAA";
constexpr char kIngest[] = "https://acme.my.salesforce.com/services/data/v59.0/jobs/ingest";
constexpr char kQuery[] = "https://acme.my.salesforce.com/services/data/v59.0/jobs/query";

std::string JobJson(const std::string& state, const std::string& more = {}) {
  return std::string(R"({"id":")") + kJobId + R"(","operation":"insert","object":"Account",)" +
         R"("state":")" + state + "\"" + more + "}";
}

std::string Job(const std::string& base, const std::string& resource = {}) {
  return base + "/" + kJobId + resource;
}

class BulkV2Operations : public ::testing::Test {
 protected:
  template <class Request>
  absl::Status Run(const std::string& name, const Request& request) {
    return harness_.Run("BulkV2Service/" + name, request);
  }
  template <class Request, class Response>
  absl::Status Run(const std::string& name, const Request& request, Response& response) {
    return harness_.Run("BulkV2Service/" + name, request, response);
  }

  template <class Response>
  std::vector<Response> Messages() {
    std::vector<Response> messages;
    for (const std::string& encoded : harness_.writer->messages) {
      EXPECT_TRUE(messages.emplace_back().ParseFromString(encoded));
    }
    return messages;
  }

  OperationHarness harness_;
  testing::FakeHttpClient& http_ = harness_.http;
};

TEST_F(BulkV2Operations, JobsOfBothKindsAreToldApart) {
  v1::BulkV2ServiceGetJobRequest request;
  request.set_job_id(kJobId);
  v1::BulkV2ServiceGetJobResponse response;
  for (const auto& [kind, base] : {std::pair(v1::BULK_V2_JOB_KIND_INGEST, kIngest),
                                   std::pair(v1::BULK_V2_JOB_KIND_QUERY, kQuery)}) {
    request.set_kind(kind);
    http_.AddReply(200, JobJson("InProgress", R"(,"numberRecordsFailed":0)"));
    ASSERT_TRUE(Run("GetJob", request, response).ok());
    EXPECT_EQ(http_.requests().back().url, Job(base));
    EXPECT_TRUE(response.job().has_number_records_failed());
  }
  request.clear_kind();
  EXPECT_TRUE(absl::IsInvalidArgument(Run("GetJob", request)));
  request.set_job_id("../query");
  EXPECT_TRUE(absl::IsInvalidArgument(Run("GetJob", request)));
}

TEST_F(BulkV2Operations, ANewJobIsRequired) {
  EXPECT_TRUE(absl::IsInvalidArgument(Run("CreateIngestJob", v1::CreateIngestJobRequest())));
  EXPECT_TRUE(absl::IsInvalidArgument(Run("CreateQueryJob", v1::CreateQueryJobRequest())));
  EXPECT_TRUE(
      absl::IsInvalidArgument(Run("CreateQueryJobAndWait", v1::CreateQueryJobAndWaitRequest())));
  EXPECT_TRUE(http_.requests().empty());
}

TEST_F(BulkV2Operations, ListsAreFilteredAndPaged) {
  v1::ListQueryJobsRequest request;
  request.set_job_type("V2Query");
  request.set_concurrency_mode("Parallel");
  request.set_is_pk_chunking_enabled(false);
  http_.AddReply(200, R"({"done":false,"records":[)" + JobJson("Aborted") +
                          R"(],"nextRecordsUrl":"/services/data/v59.0/jobs/ingest?)"
                          R"(queryLocator=01gRM000000NS1vYAG-1000","more":1})");
  v1::ListQueryJobsResponse response;
  ASSERT_TRUE(Run("ListQueryJobs", request, response).ok());
  EXPECT_EQ(
      http_.requests().back().url,
      std::string(kQuery) + "?jobType=V2Query&isPkChunkingEnabled=false&concurrencyMode=Parallel");
  EXPECT_EQ(response.next_page_token(), "01gRM000000NS1vYAG-1000");
  EXPECT_EQ(response.records(0).id(), kJobId);
  EXPECT_EQ(response.extra(0).name(), "more");

  v1::ListIngestJobsRequest next;
  next.set_page_token(response.next_page_token());
  http_.AddReply(200, R"({"done":true,"records":[],"nextRecordsUrl":null})");
  v1::ListIngestJobsResponse last;
  ASSERT_TRUE(Run("ListIngestJobs", next, last).ok());
  EXPECT_EQ(http_.requests().back().url,
            std::string(kIngest) + "?queryLocator=01gRM000000NS1vYAG-1000");
  EXPECT_TRUE(last.done());
  EXPECT_EQ(last.next_page_token(), "");
  next.set_page_token("a&b=c");
  EXPECT_TRUE(absl::IsInvalidArgument(Run("ListIngestJobs", next)));
}

TEST_F(BulkV2Operations, AListThatLeadsNowhereIsCorrupt) {
  for (const std::string next :
       {"null", R"("/services/data/v59.0/jobs/ingest")", R"("/jobs/ingest?queryLocator=a%20b")"}) {
    http_.SetResponder([next](const testing::SentRequest&) {
      return ScriptedReply::Of(200, R"({"done":false,"records":[],"nextRecordsUrl":)" + next + "}");
    });
    EXPECT_EQ(GetReason(Run("ListIngestJobs", v1::ListIngestJobsRequest())), "CORRUPT_REPLY");
  }
}

TEST_F(BulkV2Operations, AnIngestJobIsClosedAndWaitedFor) {
  v1::CloseIngestJobAndWaitRequest request;
  request.set_job_id(kJobId);
  http_.AddReply(200, JobJson("UploadComplete"));
  http_.AddReply(200, JobJson("InProgress"));
  http_.AddReply(200, JobJson("JobComplete", R"(,"numberRecordsProcessed":2)"));
  ASSERT_TRUE(Run("CloseIngestJobAndWait", request).ok());
  const auto messages = Messages<v1::CloseIngestJobAndWaitResponse>();
  ASSERT_EQ(messages.size(), 3u);
  EXPECT_EQ(messages[0].progress().state(), "InProgress");
  EXPECT_FALSE(messages[1].has_job());
  EXPECT_EQ(messages[2].job().state(), "JobComplete");
  EXPECT_EQ(messages[2].progress().number_records_processed(), 2);
  EXPECT_EQ(http_.requests().at(0).body, R"({"state":"UploadComplete"})");
}

TEST_F(BulkV2Operations, AQueryJobThatFailsIsAnErrorThatNamesIt) {
  v1::CreateQueryJobAndWaitRequest request;
  request.mutable_job()->set_operation("query");
  http_.AddReply(200, JobJson("UploadComplete"));
  http_.AddReply(200, JobJson("Failed", R"(,"errorMessage":"InvalidBatch : no")"));
  const absl::Status status = Run("CreateQueryJobAndWait", request);
  EXPECT_EQ(GetReason(status), "JOB_FAILED");
  EXPECT_EQ(GetSalesforceError(status)->job_id(), kJobId);
  const auto messages = Messages<v1::CreateQueryJobAndWaitResponse>();
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0].progress().job_id(), kJobId);
  request.mutable_polling()->mutable_first_pause()->set_seconds(-1);
  EXPECT_THAT(std::string(Run("CreateQueryJobAndWait", request).message()),
              HasSubstr("polling.first_pause"));
}

class UploadJobData : public BulkV2Operations {
 protected:
  void Begin(std::optional<std::int64_t> length = std::nullopt) {
    v1::UploadJobDataRequest head;
    head.mutable_head()->set_job_id(kJobId);
    if (length) head.mutable_head()->set_length(*length);
    harness_.StartStream("BulkV2Service/UploadJobData");
    harness_.Push(head);
  }
  void Chunk(const std::string& bytes) {
    v1::UploadJobDataRequest message;
    message.set_chunk(bytes);
    harness_.Push(message);
  }
  absl::Status End() {
    harness_.CloseRequests();
    return harness_.Finish();
  }
};

TEST_F(UploadJobData, IsStreamed) {
  http_.AddReply(201, "");
  Begin(9);
  Chunk("Name\n");
  Chunk("abc\n");
  ASSERT_TRUE(End().ok()) << *harness_.status;
  EXPECT_EQ(http_.requests().at(0).method, "PUT");
  EXPECT_EQ(http_.requests().at(0).url, Job(kIngest, "/batches"));
  EXPECT_EQ(http_.requests().at(0).body, "Name\nabc\n");
  EXPECT_EQ(http_.requests().at(0).Header("content-type"), "text/csv; charset=UTF-8");
  EXPECT_EQ(Messages<v1::UploadJobDataResponse>().at(0).length(), 9);
}

TEST_F(UploadJobData, WhatIsTooLargeIsRefusedAsSoonAsItIsKnown) {
  Begin(100'000'001);
  absl::Status refused = harness_.Finish();
  EXPECT_EQ(GetReason(refused), "UPLOAD_TOO_LARGE");
  EXPECT_TRUE(http_.requests().empty());
  Begin();
  const std::string chunk(1'000'000, 'x');
  for (int i = 0; i < 101; ++i) Chunk(chunk);
  refused = harness_.Finish();
  EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
  EXPECT_EQ(GetReason(refused), "UPLOAD_TOO_LARGE");
  EXPECT_EQ(GetSalesforceError(refused)->outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(GetSalesforceError(refused)->job_id(), kJobId);
  EXPECT_TRUE(http_.requests().empty());  // none was completed
}

TEST_F(UploadJobData, OtherThanTheAnnouncedLengthIsNotUploaded) {
  Begin(3);
  Chunk("abcd");
  EXPECT_TRUE(absl::IsInvalidArgument(harness_.Finish()));
  Begin(5);
  Chunk("abcd");
  const absl::Status status = End();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("is open"));
  Begin(-1);
  EXPECT_TRUE(absl::IsInvalidArgument(harness_.Finish()));
}

TEST_F(UploadJobData, ALostReplyIsNotRepeated) {
  http_.AddError(testing::ReplyLostError());
  Begin();
  Chunk("Name\n");
  const absl::Status status = End();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(GetSalesforceError(status)->outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(GetSalesforceError(status)->job_id(), kJobId);
}

TEST_F(UploadJobData, NeedsAHeadWithAnId) {
  harness_.StartStream("BulkV2Service/UploadJobData");
  Chunk("Name\n");
  EXPECT_TRUE(absl::IsInvalidArgument(harness_.Finish()));
  harness_.StartStream("BulkV2Service/UploadJobData");
  harness_.Push([] {
    v1::UploadJobDataRequest head;
    head.mutable_head()->set_job_id("x");
    return head;
  }());
  EXPECT_THAT(std::string(harness_.Finish().message()), HasSubstr("head.job_id"));
}

TEST_F(BulkV2Operations, ResultsOfAnIngestJobAreReadAsCsv) {
  v1::GetIngestResultsRequest request;
  request.set_job_id(kJobId);
  request.set_results(v1::INGEST_RESULTS_UNPROCESSED);
  http_.AddReply(200, "Name\n\"a\nb\"\n");
  ASSERT_TRUE(Run("GetIngestResults", request).ok());
  const auto messages = Messages<v1::GetIngestResultsResponse>();
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0].csv(), "Name\n\"a\nb\"\n");
  EXPECT_EQ(messages[1].number_of_records(), 1);
  EXPECT_EQ(http_.requests().back().url, Job(kIngest, "/unprocessedrecords"));
  request.clear_results();
  EXPECT_TRUE(absl::IsInvalidArgument(Run("GetIngestResults", request)));
}

TEST_F(BulkV2Operations, ResultsOfAnIngestJobAreReadAsRows) {
  v1::GetIngestResultsRequest request;
  request.set_job_id(kJobId);
  request.set_results(v1::INGEST_RESULTS_FAILED);
  request.set_format(v1::RESULT_FORMAT_ROWS);
  http_.AddReply(200, JobJson("JobComplete", R"(,"columnDelimiter":"PIPE")"));
  http_.AddReply(200,
                 "\"sf__Id\"|\"sf__Error\"|Name|Note__c\n"
                 "\"\"|\"REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --\"|\"\"|"
                 "\"a|\"\"b\"\n");
  ASSERT_TRUE(Run("GetIngestResults", request).ok());
  const auto messages = Messages<v1::GetIngestResultsResponse>();
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_THAT(messages[0].columns(), ElementsAre("Name", "Note__c"));
  ASSERT_EQ(messages[0].rows_size(), 1);
  const v1::IngestResultRow& row = messages[0].rows(0);
  EXPECT_EQ(row.id(), "");
  EXPECT_FALSE(row.has_created());
  EXPECT_EQ(row.errors(0).status_code(), "REQUIRED_FIELD_MISSING");
  EXPECT_THAT(row.errors(0).fields(), ElementsAre("Name"));
  EXPECT_THAT(row.values(), ElementsAre("", "a|\"b"));
  EXPECT_EQ(messages[1].number_of_records(), 1);
}

TEST_F(BulkV2Operations, SavedRowsSayWhetherTheyAreNew) {
  v1::GetIngestResultsRequest request;
  request.set_job_id(kJobId);
  request.set_results(v1::INGEST_RESULTS_SUCCESSFUL);
  request.set_format(v1::RESULT_FORMAT_ROWS);
  http_.AddReply(200, JobJson("JobComplete"));
  http_.AddReply(200,
                 "\"sf__Id\",\"sf__Created\",Name\n\"001\",\"true\",a\n\"002\",\"false\",\xFF\n");
  ASSERT_TRUE(Run("GetIngestResults", request).ok());
  const auto messages = Messages<v1::GetIngestResultsResponse>();
  ASSERT_EQ(messages.at(0).rows_size(), 2);
  EXPECT_TRUE(messages[0].rows(0).created());
  EXPECT_EQ(messages[0].rows(1).id(), "002");
  EXPECT_TRUE(messages[0].rows(1).has_created());
  EXPECT_FALSE(messages[0].rows(1).created());
  EXPECT_THAT(messages[0].rows(1).values(), ElementsAre("\xEF\xBF\xBD"));
}

TEST_F(BulkV2Operations, RowsThatDoNotFitTheirHeaderAreLost) {
  v1::GetIngestResultsRequest request;
  request.set_job_id(kJobId);
  request.set_results(v1::INGEST_RESULTS_SUCCESSFUL);
  request.set_format(v1::RESULT_FORMAT_ROWS);
  http_.AddReply(200, JobJson("JobComplete"));
  http_.AddReply(200, "\"sf__Id\",\"sf__Created\",Name\n\"001\",\"true\"\n");
  const absl::Status status = Run("GetIngestResults", request);
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_EQ(GetReason(status), "CORRUPT_REPLY");
}

TEST_F(BulkV2Operations, PagesOfAQueryAreOneTextWithOneHeader) {
  v1::GetQueryResultsRequest request;
  request.set_job_id(kJobId);
  request.set_max_records(1);
  http_.AddReply(200, "\"Id\"\n\"1\"\n",
                 {{"Sforce-Locator", "MTA="}, {"Sforce-NumberOfRecords", "1"}});
  ASSERT_TRUE(Run("GetQueryResults", request).ok());
  auto messages = Messages<v1::GetQueryResultsResponse>();
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].csv(), "\"Id\"\n\"1\"\n");
  EXPECT_EQ(messages[0].next_page_token(), "MTA=");
  EXPECT_EQ(messages[0].number_of_records(), 1);
  request.set_page_token("MTA=");
  http_.AddReply(200, "\"Id\"\n\"2\"\n", {{"Sforce-Locator", "null"}});
  ASSERT_TRUE(Run("GetQueryResults", request).ok());
  messages = Messages<v1::GetQueryResultsResponse>();
  EXPECT_EQ(messages.at(0).csv(), "\"2\"\n");
  EXPECT_EQ(messages.at(0).next_page_token(), "");
  EXPECT_EQ(http_.requests().back().url, Job(kQuery, "/results?maxRecords=1&locator=MTA%3D"));
  request.set_page_token("a&b");
  EXPECT_TRUE(absl::IsInvalidArgument(Run("GetQueryResults", request)));
  request.clear_page_token();
  request.set_max_records(0);
  EXPECT_TRUE(absl::IsInvalidArgument(Run("GetQueryResults", request)));
}

TEST_F(BulkV2Operations, AQueryWithoutRecordsIsAnEmptyResult) {
  v1::GetQueryResultsRequest request;
  request.set_job_id(kJobId);
  http_.AddReply(200, "", {{"Sforce-Locator", "null"}, {"Sforce-NumberOfRecords", "0"}});
  ASSERT_TRUE(Run("GetQueryResults", request).ok());
  const auto messages = Messages<v1::GetQueryResultsResponse>();
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].csv(), "");
  EXPECT_EQ(messages[0].number_of_records(), 0);
}

}  // namespace
}  // namespace sfconnector
