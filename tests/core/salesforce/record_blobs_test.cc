// SPDX-License-Identifier: Apache-2.0
// Binary fields as streams.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "core/salesforce/record/multipart.h"
#include "sfconnector/v1/record_service.pb.h"
#include "tests/core/salesforce/operation_harness.h"

namespace sfconnector {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using testing::ScriptedReply;
using ::testing::StartsWith;

constexpr char kCreated[] = R"({"id":"00P000000000001AAA","success":true,"errors":[]})";

class RecordBlobsTest : public ::testing::Test {
 protected:
  static v1::GetBlobRequest Get() {
    v1::GetBlobRequest request;
    request.set_sobject("Attachment");
    request.set_id("00P000000000001AAA");
    request.set_field("Body");
    return request;
  }

  static v1::CreateRecordWithBlobRequest Head() {
    v1::CreateRecordWithBlobRequest request;
    v1::NewRecordWithBlob& head = *request.mutable_head();
    head.set_sobject("Attachment");
    v1::Field& field = *head.mutable_record()->add_fields();
    field.set_name("Name");
    field.mutable_value()->set_string_value("x");
    head.set_blob_field("Body");
    head.set_file_name("a \"b\".txt");
    head.set_content_type("text/plain");
    return request;
  }

  static v1::CreateRecordWithBlobRequest Chunk(const std::string& bytes) {
    v1::CreateRecordWithBlobRequest request;
    request.set_chunk(bytes);
    return request;
  }

  void StartCreate() { harness_.StartStream("RecordService/CreateRecordWithBlob"); }

  absl::Status Create(const v1::CreateRecordWithBlobRequest& head,
                      const std::vector<std::string>& chunks) {
    StartCreate();
    harness_.Push(head);
    for (const std::string& chunk : chunks) harness_.Push(Chunk(chunk));
    harness_.CloseRequests();
    return harness_.Finish();
  }

  std::vector<v1::GetBlobResponse> Messages() {
    std::vector<v1::GetBlobResponse> messages;
    for (const std::string& bytes : harness_.writer->messages) {
      EXPECT_TRUE(messages.emplace_back().ParseFromString(bytes));
    }
    return messages;
  }

  testing::OperationHarness harness_;
};

TEST_F(RecordBlobsTest, ABlobComesInMessagesOfAKnownSize) {
  ScriptedReply reply;
  reply.headers = {{"Content-Type", "image/png"}, {"Content-Length", "600001"}};
  reply.chunks = {"a", std::string(600000, 'b')};
  harness_.http.Add(reply);
  ASSERT_TRUE(harness_.Run("RecordService/GetBlob", Get()).ok());
  const std::vector<v1::GetBlobResponse> messages = Messages();
  ASSERT_EQ(messages.size(), 4u);
  EXPECT_EQ(messages[0].content_type(), "image/png");
  EXPECT_EQ(messages[0].length(), 600001);
  EXPECT_EQ(messages[0].chunk(), "a");
  EXPECT_FALSE(messages[1].has_length());
  EXPECT_EQ(messages[1].chunk().size(), 262144u);
  EXPECT_EQ(messages[3].chunk().size(), 600000u - 2 * 262144u);
  const testing::SentRequest& sent = harness_.http.requests().at(0);
  EXPECT_THAT(sent.url, EndsWith("/sobjects/Attachment/00P000000000001AAA/Body"));
  EXPECT_EQ(sent.Header("accept"), "*/*");
  EXPECT_EQ(sent.lane, HttpLane::kStream);
}

TEST_F(RecordBlobsTest, AnEmptyBlobIsOneMessage) {
  harness_.http.AddReply(200, "", {{"Content-Type", "text/plain"}, {"Content-Length", "0"}});
  ASSERT_TRUE(harness_.Run("RecordService/GetBlob", Get()).ok());
  ASSERT_EQ(Messages().size(), 1u);
  EXPECT_EQ(Messages()[0].length(), 0);
  EXPECT_EQ(Messages()[0].content_type(), "text/plain");
}

TEST_F(RecordBlobsTest, ASlowReaderIsWaitedFor) {
  ScriptedReply reply;
  reply.chunks = {"a", "b", "c"};
  harness_.http.Add(reply);
  harness_.Start("RecordService/GetBlob", Get());
  harness_.writer->hold = true;
  harness_.loop.Poll();
  EXPECT_EQ(harness_.writer->messages.size(), 1u);
  harness_.writer->hold = false;
  harness_.writer->release.Set();
  EXPECT_TRUE(harness_.Finish().ok());
  EXPECT_EQ(harness_.writer->messages.size(), 3u);
}

TEST_F(RecordBlobsTest, ABlobThatBreaksOffIsAnError) {
  ScriptedReply reply = ScriptedReply::Of(200, "abc");
  reply.body_error = testing::ReplyLostError();
  harness_.http.Add(reply);
  const absl::Status status = harness_.Run("RecordService/GetBlob", Get());
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr("broke off after 3 bytes"));
  EXPECT_EQ(Messages().size(), 1u);
}

TEST_F(RecordBlobsTest, ABlobNeedsARecordAndAField) {
  v1::GetBlobRequest request = Get();
  request.set_id("describe");
  EXPECT_THAT(std::string(harness_.Run("RecordService/GetBlob", request).message()),
              HasSubstr("id: is no record id"));
  request = Get();
  request.clear_field();
  EXPECT_EQ(harness_.Run("RecordService/GetBlob", request).message(), "field: is required");
  EXPECT_TRUE(harness_.http.requests().empty());
}

TEST_F(RecordBlobsTest, AnUploadIsAFormOfTwoParts) {
  harness_.http.AddReply(201, kCreated);
  ASSERT_TRUE(Create(Head(), {"abc", "", "de"}).ok());
  v1::CreateRecordWithBlobResponse response;
  ASSERT_TRUE(response.ParseFromString(harness_.writer->messages.at(0)));
  EXPECT_EQ(response.id(), "00P000000000001AAA");
  EXPECT_TRUE(response.success());
  const testing::SentRequest& sent = harness_.http.requests().at(0);
  EXPECT_EQ(sent.method, "POST");
  EXPECT_THAT(sent.url, EndsWith("/sobjects/Attachment"));
  const std::string boundary = "sfconnector--80000000800000008000000080000000";
  EXPECT_EQ(sent.Header("content-type"), "multipart/form-data; boundary=\"" + boundary + "\"");
  EXPECT_EQ(sent.body,
            "--" + boundary +
                "\r\nContent-Disposition: form-data; name=\"entity_document\"\r\n"
                "Content-Type: application/json\r\n\r\n"
                "{\"Name\":\"x\"}\r\n--" +
                boundary +
                "\r\nContent-Disposition: form-data; name=\"Body\"; filename=\"a %22b%22.txt\"\r\n"
                "Content-Type: text/plain\r\n\r\nabcde\r\n--" +
                boundary + "--\r\n");
}

TEST_F(RecordBlobsTest, AContentVersionHasAPartNameOfItsOwnAndNoBytesAreFine) {
  harness_.http.AddReply(201, kCreated);
  v1::CreateRecordWithBlobRequest head = Head();
  head.mutable_head()->set_sobject("contentversion");
  head.mutable_head()->clear_content_type();
  ASSERT_TRUE(Create(head, {}).ok());
  EXPECT_THAT(harness_.http.requests().at(0).body, HasSubstr("name=\"entity_content\""));
  EXPECT_THAT(harness_.http.requests().at(0).body,
              HasSubstr("Content-Type: application/octet-stream\r\n\r\n\r\n--"));
}

TEST_F(RecordBlobsTest, TheHeadIsCheckedBeforeAnythingIsSent) {
  const auto refused = [this](const v1::CreateRecordWithBlobRequest& head) {
    const absl::Status status = Create(head, {"x"});
    EXPECT_TRUE(absl::IsInvalidArgument(status));
    return std::string(status.message());
  };
  EXPECT_EQ(refused(Chunk("x")), "head: is required in the first message");
  v1::CreateRecordWithBlobRequest head = Head();
  head.mutable_head()->clear_sobject();
  EXPECT_EQ(refused(head), "head.sobject: is required");
  head = Head();
  head.mutable_head()->clear_record();
  EXPECT_EQ(refused(head), "head.record: is required");
  head = Head();
  head.mutable_head()->clear_blob_field();
  EXPECT_EQ(refused(head), "head.blob_field: is required");
  head = Head();
  head.mutable_head()->clear_file_name();
  EXPECT_EQ(refused(head), "head.file_name: is required");
  head = Head();
  head.mutable_head()->set_content_type("text/plain\r\nX: y");
  EXPECT_THAT(refused(head), StartsWith("head.content_type: "));
  head = Head();
  head.mutable_head()->mutable_record()->mutable_fields(0)->mutable_value()->set_decimal_value("x");
  EXPECT_THAT(refused(head), StartsWith("head.record.Name: "));
  EXPECT_TRUE(harness_.http.requests().empty());
}

TEST_F(RecordBlobsTest, AStrangeMessageEndsTheUpload) {
  StartCreate();
  harness_.Push(Head());
  harness_.Push(Chunk("abc"));
  harness_.Push(Head());
  const absl::Status status = harness_.Finish();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_THAT(std::string(status.message()), StartsWith("chunk: "));
  EXPECT_TRUE(harness_.http.requests().empty());
}

TEST_F(RecordBlobsTest, AnUploadThatIsRefusedEarlyEndsAtOnce) {
  ScriptedReply refusal =
      ScriptedReply::Of(400, R"([{"errorCode":"REQUIRED_FIELD_MISSING","message":"m"}])");
  refusal.pieces_read = 2;
  harness_.http.Add(refusal);
  StartCreate();
  harness_.Push(Head());
  harness_.Push(Chunk("abc"));
  // The caller sends no more, and has not ended either.
  const absl::Status status = harness_.Finish();
  EXPECT_EQ(GetReason(status), "REQUIRED_FIELD_MISSING");
  EXPECT_EQ(GetSalesforceError(status)->outcome(), v1::OUTCOME_NOT_DONE);
}

TEST_F(RecordBlobsTest, AnUploadThatIsAnsweredBeforeItsEndIsNoSuccess) {
  ScriptedReply early = ScriptedReply::Of(201, kCreated);
  early.pieces_read = 2;
  harness_.http.Add(early);
  StartCreate();
  harness_.Push(Head());
  harness_.Push(Chunk("abc"));
  const absl::Status status = harness_.Finish();
  EXPECT_EQ(GetReason(status), "INCOMPLETE_UPLOAD") << status;
  EXPECT_EQ(GetSalesforceError(status)->outcome(), v1::OUTCOME_UNKNOWN);
}

TEST_F(RecordBlobsTest, AnUploadIsNotSentTwice) {
  harness_.http.AddReply(400, R"([{"errorCode":"UNABLE_TO_LOCK_ROW","message":"m"}])");
  const absl::Status status = Create(Head(), {"abc"});
  EXPECT_TRUE(absl::IsAborted(status));
  EXPECT_EQ(GetReason(status), "UPLOAD_NOT_REPEATABLE");
  EXPECT_EQ(harness_.http.requests().size(), 1u);
}

TEST_F(RecordBlobsTest, ACallerThatLeavesEndsTheUpload) {
  StartCreate();
  harness_.Push(Head());
  harness_.Push(Chunk("abc"));
  harness_.loop.Poll();
  harness_.call->Stop(absl::CancelledError("the caller left"));
  const absl::Status status = harness_.Finish();
  EXPECT_TRUE(absl::IsCancelled(status)) << status;
  EXPECT_TRUE(harness_.http.requests().empty());
}

TEST_F(RecordBlobsTest, AReplyWithoutAnIdIsAnUnknownOutcome) {
  harness_.http.AddReply(201, "{}");
  const absl::Status status = Create(Head(), {"abc"});
  EXPECT_EQ(GetReason(status), "CORRUPT_REPLY");
  EXPECT_EQ(GetSalesforceError(status)->outcome(), v1::OUTCOME_UNKNOWN);
}

TEST_F(RecordBlobsTest, AnUpdateNeedsNoFurtherFields) {
  v1::UpdateRecordWithBlobRequest first;
  first.mutable_head()->set_sobject("Document");
  first.mutable_head()->set_id("015000000000001AAA");
  first.mutable_head()->set_blob_field("Body");
  first.mutable_head()->set_file_name("a.txt");
  v1::UpdateRecordWithBlobRequest chunk;
  chunk.set_chunk("abc");
  harness_.http.AddReply(204, "");
  harness_.StartStream("RecordService/UpdateRecordWithBlob");
  harness_.Push(first);
  harness_.Push(chunk);
  harness_.CloseRequests();
  ASSERT_TRUE(harness_.Finish().ok());
  const testing::SentRequest& sent = harness_.http.requests().at(0);
  EXPECT_EQ(sent.method, "PATCH");
  EXPECT_THAT(sent.url, EndsWith("/sobjects/Document/015000000000001AAA"));
  EXPECT_THAT(sent.body, HasSubstr("\r\n\r\n{}\r\n--"));
  EXPECT_THAT(sent.body, HasSubstr("\r\n\r\nabc\r\n--"));
}

}  // namespace
}  // namespace sfconnector
