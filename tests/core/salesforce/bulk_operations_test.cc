// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "sfconnector/v1/bulk_service.pb.h"
#include "tests/core/salesforce/operation_harness.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::OperationHarness;
using ::testing::SizeIs;

constexpr char kJob[] = "7505g00000abcdeAAA";
constexpr char kBatch[] = "7515g00000abcdeAAA";
constexpr char kJobs[] = "https://acme.my.salesforce.com/services/async/59.0/job";
constexpr char kNamespace[] = "http://www.force.com/2009/06/asyncapi/dataload";

std::string Xml(const std::string& root, const std::string& content) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><" + root + " xmlns=\"" + kNamespace + "\">" +
         content + "</" + root + ">";
}

std::string XmlError(const std::string& code, const std::string& message) {
  return Xml("error", "<exceptionCode>" + code + "</exceptionCode><exceptionMessage>" + message +
                          "</exceptionMessage>");
}

std::string XmlJob(const std::string& state) {
  return Xml("jobInfo",
             std::string("<id>") + kJob +
                 "</id><operation>insert</operation><object>Contact</object><createdDate>"
                 "2022-10-20T16:46:32.000Z</createdDate><state>" +
                 state +
                 "</state><numberBatchesTotal>3</numberBatchesTotal><numberRecordsFailed>7"
                 "</numberRecordsFailed><apiVersion>59.0</apiVersion><new>a</new>");
}

std::string JsonBatch() {
  return std::string(R"({"id":")") + kBatch + R"(","jobId":")" + kJob +
         R"(","state":"Queued","stateMessage":null,"numberRecordsProcessed":5})";
}

class BulkOperations : public ::testing::Test {
 protected:
  template <class Request>
  absl::Status Run(const std::string& name, const Request& request) {
    return harness_.Run("BulkService/" + name, request);
  }
  template <class Request, class Response>
  absl::Status Run(const std::string& name, const Request& request, Response& response) {
    return harness_.Run("BulkService/" + name, request, response);
  }

  template <class Request>
  static Request OfJob() {
    Request request;
    request.set_job_id(kJob);
    return request;
  }

  absl::Status Add(const std::vector<v1::AddBatchRequest>& messages) {
    harness_.StartStream("BulkService/AddBatch");
    for (const v1::AddBatchRequest& message : messages) harness_.Push(message);
    harness_.CloseRequests();
    return harness_.Finish();
  }

  static v1::AddBatchRequest Head(bool split) {
    v1::AddBatchRequest message;
    message.mutable_head()->set_job_id(kJob);
    message.mutable_head()->set_content_type("CSV");
    message.mutable_head()->set_split(split);
    return message;
  }

  static v1::AddBatchRequest Lines(int count) {
    v1::AddBatchRequest message;
    std::string& text = *message.mutable_chunk();
    text = "Name\n";
    for (int i = 0; i < count; ++i) text += "a\n";
    return message;
  }

  static v1::AddBatchRequest Chunk(const std::string& bytes) {
    v1::AddBatchRequest message;
    message.set_chunk(bytes);
    return message;
  }

  // CSV of that size with no two places alike.
  static std::string LargeCsv(std::size_t bytes) {
    std::string csv = "Name\n";
    for (int i = 0; csv.size() < bytes; ++i)
      csv += std::to_string(i) + std::string(500, 'a') + "\n";
    csv.resize(bytes);
    return csv;
  }

  OperationHarness harness_;
  testing::FakeHttpClient& http_ = harness_.http;
};

TEST_F(BulkOperations, TheSessionIsInAHeaderOfItsOwn) {
  http_.AddReply(200, XmlJob("Open"));
  ASSERT_TRUE(Run("GetJob", OfJob<v1::BulkServiceGetJobRequest>()).ok());
  const testing::SentRequest& sent = http_.requests().at(0);
  EXPECT_EQ(sent.url, std::string(kJobs) + "/" + kJob);
  EXPECT_FALSE(sent.Header("X-SFDC-Session").empty());
  EXPECT_EQ(sent.Header("Authorization"), "");
}

TEST_F(BulkOperations, AJobReadsTheSameInXmlAndJson) {
  http_.AddReply(200, XmlJob("Open"));
  http_.AddReply(200, std::string(R"({"apexProcessingTime":0,"apiVersion":59.0,"id":")") + kJob +
                          R"(","operation":"insert","object":"Contact","createdDate":)"
                          R"("2022-10-20T16:46:32.000Z","state":"Open","numberBatchesTotal":3,)"
                          R"("numberRecordsFailed":7,"assignmentRuleId":null,"new":"a"})");
  v1::BulkServiceGetJobResponse xml;
  v1::BulkServiceGetJobResponse json;
  ASSERT_TRUE(Run("GetJob", OfJob<v1::BulkServiceGetJobRequest>(), xml).ok());
  ASSERT_TRUE(Run("GetJob", OfJob<v1::BulkServiceGetJobRequest>(), json).ok());
  EXPECT_EQ(xml.SerializeAsString(), json.SerializeAsString());
  EXPECT_EQ(xml.job().number_batches_total(), 3);
  EXPECT_EQ(xml.job().number_records_failed(), 7);
  EXPECT_EQ(xml.job().api_version(), "59.0");
  EXPECT_EQ(xml.job().created_date().seconds(), 1666284392);
  EXPECT_EQ(xml.job().extra(0).name(), "new");
}

TEST_F(BulkOperations, AJobIsCreatedWithItsHeaders) {
  http_.AddReply(201, XmlJob("Open"));
  v1::CreateJobRequest request;
  request.set_operation("query");
  request.set_object("Contact");
  request.set_content_type("CSV");
  request.mutable_pk_chunking()->set_enabled(true);
  request.mutable_pk_chunking()->set_chunk_size(50000);
  request.mutable_pk_chunking()->set_parent("Account");
  request.set_line_ending("CRLF");
  request.set_disable_batch_retry(true);
  ASSERT_TRUE(Run("CreateJob", request).ok());
  const testing::SentRequest& sent = http_.requests().at(0);
  EXPECT_EQ(sent.body, R"({"operation":"query","object":"Contact","contentType":"CSV"})");
  EXPECT_EQ(sent.Header("Sforce-Enable-PKChunking"), "chunkSize=50000; parent=Account");
  EXPECT_EQ(sent.Header("Sforce-Line-Ending"), "CRLF");
  EXPECT_EQ(sent.Header("Sforce-Disable-Batch-Retry"), "TRUE");
  request.mutable_pk_chunking()->set_parent("a; startRow=b");
  EXPECT_TRUE(absl::IsInvalidArgument(Run("CreateJob", request)));
}

TEST_F(BulkOperations, ErrorsAreTypedInBothForms) {
  http_.AddReply(400, XmlError("InvalidJob", "Invalid job id: a"));
  http_.AddReply(400, R"({"exceptionCode":"InvalidJob","exceptionMessage":"Invalid job id: a"})");
  for (int form = 0; form < 2; ++form) {
    const absl::Status status = Run("GetJob", OfJob<v1::BulkServiceGetJobRequest>());
    EXPECT_TRUE(absl::IsNotFound(status)) << status;
    EXPECT_EQ(GetReason(status), "InvalidJob");
    EXPECT_EQ(GetSalesforceError(status)->errors(0).message(), "Invalid job id: a");
    EXPECT_EQ(GetSalesforceError(status)->http_status(), 400);
  }
}

TEST_F(BulkOperations, WhatSalesforceFailedAtHasAnUnknownOutcome) {
  http_.AddReply(400, XmlError("InternalServerError", "a"));
  v1::CreateJobRequest request;
  request.set_operation("insert");
  request.set_object("Contact");
  const absl::Status status = Run("CreateJob", request);
  EXPECT_TRUE(absl::IsInternal(status)) << status;
  EXPECT_EQ(GetSalesforceError(status)->outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_THAT(http_.requests(), SizeIs(1));
}

TEST_F(BulkOperations, AJobThatIsClosedAlreadyStaysClosed) {
  http_.AddReply(400, XmlError("InvalidJobState", "a"));
  http_.AddReply(200, XmlJob("Closed"));
  v1::CloseJobResponse response;
  ASSERT_TRUE(Run("CloseJob", OfJob<v1::CloseJobRequest>(), response).ok());
  EXPECT_EQ(response.job().state(), "Closed");
  EXPECT_EQ(http_.requests().at(0).body, R"({"state":"Closed"})");
  http_.AddReply(400, XmlError("InvalidJobState", "a"));
  http_.AddReply(200, XmlJob("Closed"));
  const absl::Status status = Run("AbortJob", OfJob<v1::BulkServiceAbortJobRequest>());
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
}

TEST_F(BulkOperations, EmptyAndOneAreListsToo) {
  http_.AddReply(200, std::string("<batchInfoList xmlns=\"") + kNamespace + "\" />");
  http_.AddReply(200, Xml("batchInfoList", std::string("<batchInfo><id>") + kBatch +
                                               "</id><state>Failed</state></batchInfo>"));
  http_.AddReply(200, R"({"batchInfo":[)" + JsonBatch() + "," + JsonBatch() + "]}");
  for (int count = 0; count < 3; ++count) {
    v1::ListBatchesResponse response;
    ASSERT_TRUE(Run("ListBatches", OfJob<v1::ListBatchesRequest>(), response).ok());
    EXPECT_THAT(response.batches(), SizeIs(count));
  }
}

TEST_F(BulkOperations, ABatchThatFailsBehindOthersTellsThem) {
  http_.AddReply(201, JsonBatch());
  http_.AddReply(201, JsonBatch());
  http_.AddReply(400, XmlError("ExceededQuota", "ApiBatchItems Limit exceeded."));
  const absl::Status status = Add({Head(true), Lines(25000)});
  EXPECT_TRUE(absl::IsResourceExhausted(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("2 batches were added before"));
  EXPECT_THAT(GetSalesforceError(status)->added_ids(), ElementsAre(kBatch, kBatch));
  EXPECT_EQ(GetReason(status), "ExceededQuota");
  EXPECT_EQ(http_.requests().at(1).Header("Content-Type"), "text/csv; charset=UTF-8");
}

TEST_F(BulkOperations, ABatchThatIsTooLargeIsNotSent) {
  EXPECT_TRUE(absl::IsInvalidArgument(Add({Head(false), Lines(10001)})));
  EXPECT_TRUE(absl::IsInvalidArgument(Add({Lines(1)})));
  EXPECT_TRUE(absl::IsInvalidArgument(Add({Head(false)})));
  EXPECT_THAT(http_.requests(), SizeIs(0));
}

TEST_F(BulkOperations, ABatchThatIsSentAgainHasTheSameBytes) {
  const std::string csv = LargeCsv(900'000);
  http_.AddError(testing::NothingSentError());
  http_.AddError(testing::NothingSentError());
  http_.AddReply(201, JsonBatch());
  const absl::Status status =
      Add({Head(false), Chunk(csv.substr(0, 500'000)), Chunk(csv.substr(500'000))});
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_THAT(http_.requests(), SizeIs(3));
  for (const testing::SentRequest& sent : http_.requests()) EXPECT_TRUE(sent.body == csv);
}

TEST_F(BulkOperations, ABatchWhoseReplyIsLostIsNotSentAgain) {
  http_.AddError(testing::ReplyLostError());
  const absl::Status status = Add({Head(false), Chunk(LargeCsv(900'000))});
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(GetSalesforceError(status)->outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_THAT(http_.requests(), SizeIs(1));
}

TEST_F(BulkOperations, ABatchForWhichTheDiskIsFullIsNotSent) {
  const std::string csv = LargeCsv(OperationHarness::kSpoolBytes + 1);
  const absl::Status status = Add({Head(false), Chunk(csv)});
  EXPECT_TRUE(absl::IsResourceExhausted(status)) << status;
  EXPECT_EQ(GetReason(status), "SPOOL_FULL");
  EXPECT_THAT(http_.requests(), SizeIs(0));
}

TEST_F(BulkOperations, ADiskThatIsFullTellsTheBatchesBefore) {
  http_.AddReply(201, JsonBatch());
  const std::string csv = LargeCsv(OperationHarness::kSpoolBytes + 100'000);
  const absl::Status status = Add({Head(true), Lines(10'001), Chunk(csv)});
  EXPECT_TRUE(absl::IsResourceExhausted(status)) << status;
  EXPECT_EQ(GetReason(status), "SPOOL_FULL");
  EXPECT_THAT(GetSalesforceError(status)->added_ids(), ElementsAre(kBatch));
  EXPECT_THAT(http_.requests(), SizeIs(1));
}

TEST_F(BulkOperations, ManyBatchesOfACallNeedNoMoreDiskThanAMessage) {
  http_.SetResponder(
      [](const testing::SentRequest&) { return testing::ScriptedReply::Of(201, JsonBatch()); });
  std::vector<v1::AddBatchRequest> messages = {Head(true), Chunk("Name\n")};
  std::string expected;
  for (int i = 0; i < 60; ++i) {
    std::string records;
    for (int k = 0; k < 3'000; ++k) records += std::to_string(i * 3'000 + k) + "aaaaaaaaaa\n";
    messages.push_back(Chunk(records));
    expected += records;
  }
  ASSERT_GT(expected.size(), 2 * OperationHarness::kSpoolBytes);
  const absl::Status status = Add(messages);
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_THAT(http_.requests(), SizeIs(18));
  std::string joined;
  for (const testing::SentRequest& sent : http_.requests()) {
    ASSERT_EQ(sent.body.substr(0, 5), "Name\n");
    joined += sent.body.substr(5);
  }
  EXPECT_TRUE(joined == expected);
}

TEST_F(BulkOperations, FilesOfAQueryAreJoined) {
  const std::string first = "7525g00000abcde";
  const std::string second = "7525g00000abcdf";
  http_.AddReply(
      200, Xml("result-list", "<result>" + first + "</result><result>" + second + "</result>"),
      {{"Content-Type", "application/xml"}});
  http_.AddReply(200, "\"Id\"\n\"1\"\n", {{"Content-Type", "text/csv"}});
  http_.AddReply(200, "\"Id\"\n\"2\"\n", {{"Content-Type", "text/csv"}});
  v1::GetBatchResultRequest request;
  request.set_job_id(kJob);
  request.set_batch_id(kBatch);
  ASSERT_TRUE(Run("GetBatchResult", request).ok());
  std::string text;
  v1::GetBatchResultResponse head;
  for (const std::string& encoded : harness_.writer->messages) {
    v1::GetBatchResultResponse message;
    ASSERT_TRUE(message.ParseFromString(encoded));
    if (text.empty()) head = message;
    text += message.chunk();
  }
  EXPECT_EQ(text, "\"Id\"\n\"1\"\n\"2\"\n");
  EXPECT_EQ(head.content_type(), "text/csv");
  EXPECT_THAT(head.result_ids(), ElementsAre(first, second));
  EXPECT_EQ(http_.requests().at(2).url,
            std::string(kJobs) + "/" + kJob + "/batch/" + kBatch + "/result/" + second);
}

TEST_F(BulkOperations, AQueryWithoutRowsIsAnEmptyResult) {
  http_.AddReply(200, "[\"7525g00000abcde\"]", {{"Content-Type", "application/json"}});
  http_.AddReply(200, "Records not found for this query", {{"Content-Type", "application/json"}});
  v1::GetBatchResultRequest request;
  request.set_job_id(kJob);
  request.set_batch_id(kBatch);
  v1::GetBatchResultResponse response;
  ASSERT_TRUE(Run("GetBatchResult", request, response).ok());
  EXPECT_EQ(response.chunk(), "");
  EXPECT_THAT(response.result_ids(), SizeIs(1));
}

}  // namespace
}  // namespace sfconnector
