// SPDX-License-Identifier: Apache-2.0
// Binary fields as streams, both ways.
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::SizeIs;

constexpr char kAttachments[] = "/services/data/v59.0/sobjects/Attachment";

// Bytes of every kind, that no compression makes small.
std::string SomeBytes(std::size_t size) {
  std::string bytes;
  bytes.reserve(size);
  std::uint32_t state = 1;
  while (bytes.size() < size) {
    state = state * 1664525 + 1013904223;
    bytes.push_back(static_cast<char>(state >> 24));
  }
  return bytes;
}

// What a streamed field brought.
struct StreamedBlob {
  Outcome outcome;
  v1::GetBlobResponse head;  // the first message
  std::string bytes;
  std::size_t largest_chunk = 0;
};

class RecordBlobs : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    parent_ = org().InsertOne("Account", R"("Name":"a")");
  }

  std::vector<std::string> Messages(const std::string& bytes, const std::string& name = "a.bin") {
    v1::CreateRecordWithBlobRequest first;
    v1::NewRecordWithBlob& head = *first.mutable_head();
    head.set_sobject("Attachment");
    *head.mutable_record()->add_fields() = TextField("Name", name);
    *head.mutable_record()->add_fields() = TextField("ParentId", parent_);
    *head.mutable_record()->add_fields() = TextField("ContentType", "image/png");
    head.set_blob_field("Body");
    head.set_file_name(name);
    head.set_content_type("image/png");
    std::vector<std::string> messages = {first.SerializeAsString()};
    for (std::size_t at = 0; at < bytes.size(); at += kPiece) {
      v1::CreateRecordWithBlobRequest next;
      next.set_chunk(bytes.substr(at, kPiece));
      messages.push_back(next.SerializeAsString());
    }
    return messages;
  }

  Outcome Create(const std::vector<std::string>& messages, std::string* id = nullptr) {
    std::string bytes;
    Outcome outcome = connection().Upload("sfconnector.v1.RecordService/CreateRecordWithBlob",
                                          messages, {}, &bytes);
    v1::CreateRecordWithBlobResponse response;
    if (outcome.ok()) {
      EXPECT_TRUE(response.ParseFromString(bytes));
      EXPECT_TRUE(response.success());
    }
    if (id != nullptr) *id = response.id();
    return outcome;
  }

  StreamedBlob Get(const std::string& id) {
    v1::GetBlobRequest request;
    request.set_sobject("Attachment");
    request.set_id(id);
    request.set_field("Body");
    StreamedBlob blob;
    const std::unique_ptr<Stream> stream =
        connection().Open("sfconnector.v1.RecordService/GetBlob", request.SerializeAsString(), {});
    bool first = true;
    while (std::optional<std::string> message = stream->Next()) {
      v1::GetBlobResponse part;
      EXPECT_TRUE(part.ParseFromString(*message));
      blob.bytes += part.chunk();
      blob.largest_chunk = std::max(blob.largest_chunk, part.chunk().size());
      if (std::exchange(first, false)) blob.head = part;
    }
    blob.outcome = stream->Finish();
    return blob;
  }

  static constexpr std::size_t kPiece = 100000;
  std::string parent_;
};

TEST_F(RecordBlobs, WhatWasUploadedIsDownloaded) {
  const std::string bytes = SomeBytes(1500000);
  std::string id;
  ASSERT_TRUE(Succeeded(Create(Messages(bytes), &id)));
  EXPECT_THAT(id, SizeIs(18));
  const StreamedBlob blob = Get(id);
  ASSERT_TRUE(Succeeded(blob.outcome));
  EXPECT_EQ(blob.head.content_type(), "image/png");
  EXPECT_TRUE(blob.bytes == bytes) << blob.bytes.size();
  EXPECT_THAT(blob.largest_chunk, Le(std::size_t{256} * 1024));
  EXPECT_EQ(blob.head.has_length() ? blob.head.length() : 1500000, 1500000);
  v1::Record record;
  ASSERT_TRUE(Succeeded(GetRecord("Attachment", id, {"Name", "BodyLength"}, &record)));
  EXPECT_EQ(TextOf(record, "Name"), "a.bin");
  EXPECT_EQ(TextOf(record, "BodyLength"), "1500000");
}

TEST_F(RecordBlobs, BytesThatLookLikeTheFormArriveAsTheyAre) {
  const std::string bytes = "\r\n--sfconnector--\r\n\r\n--x--\r\nContent-Type: a\r\n\r\n";
  std::string id;
  ASSERT_TRUE(Succeeded(Create(Messages(bytes, "a \"b\".txt"), &id)));
  EXPECT_EQ(Get(id).bytes, bytes);
}

TEST_F(RecordBlobs, AFieldMayAlsoBeBase64InTheRecord) {
  v1::CreateRecordResponse response;
  ASSERT_TRUE(Succeeded(CreateRecord(
      "Attachment",
      {TextField("Name", "a"), TextField("ParentId", parent_), TextField("Body", "AAEC/w==")},
      &response)));
  EXPECT_EQ(Get(response.id()).bytes, std::string("\x00\x01\x02\xff", 4));
}

TEST_F(RecordBlobs, AnUpdateReplacesTheBytes) {
  std::string id;
  ASSERT_TRUE(Succeeded(Create(Messages("old"), &id)));
  v1::UpdateRecordWithBlobRequest first;
  first.mutable_head()->set_sobject("Attachment");
  first.mutable_head()->set_id(id);
  first.mutable_head()->set_blob_field("Body");
  first.mutable_head()->set_file_name("a.bin");
  v1::UpdateRecordWithBlobRequest next;
  next.set_chunk("new bytes");
  ASSERT_TRUE(Succeeded(connection().Upload("sfconnector.v1.RecordService/UpdateRecordWithBlob",
                                            {first.SerializeAsString(), next.SerializeAsString()},
                                            {}, nullptr)));
  EXPECT_EQ(Get(id).bytes, "new bytes");
}

TEST_F(RecordBlobs, ErrorsAreTyped) {
  std::vector<std::string> messages = Messages("abc");
  v1::CreateRecordWithBlobRequest first;
  ASSERT_TRUE(first.ParseFromString(messages[0]));
  first.mutable_head()->mutable_record()->mutable_fields()->RemoveLast();
  first.mutable_head()->mutable_record()->mutable_fields()->RemoveLast();
  messages[0] = first.SerializeAsString();
  const Outcome outcome = Create(messages);
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "REQUIRED_FIELD_MISSING"));
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_THAT(Create({messages[1]}).fields, ElementsAre("head"));
  EXPECT_TRUE(FailedWith(Get("00P000000000001EAA").outcome, kNotFound, "NOT_FOUND"));
}

TEST_F(RecordBlobs, ADownloadIsRepeatedUntilItsFirstByte) {
  std::string id;
  ASSERT_TRUE(Succeeded(Create(Messages("abc"), &id)));
  org().Fault(R"({"match":{"method":"GET","path":")" + std::string(kAttachments) +
              R"("},"action":{"status":503}})");
  const StreamedBlob blob = Get(id);
  ASSERT_TRUE(Succeeded(blob.outcome));
  EXPECT_EQ(blob.bytes, "abc");
  EXPECT_EQ(org().Count("GET", kAttachments), 2);
}

TEST_F(RecordBlobs, ADownloadThatBreaksOffIsAnError) {
  const std::string bytes = SomeBytes(1000000);
  std::string id;
  ASSERT_TRUE(Succeeded(Create(Messages(bytes), &id)));
  org().Fault(R"({"match":{"method":"GET","path":")" + std::string(kAttachments) +
              R"("},"action":{"cutAfter":600000}})");
  const StreamedBlob blob = Get(id);
  EXPECT_EQ(blob.outcome.code, kUnavailable) << blob.outcome;
  EXPECT_THAT(blob.outcome.message, HasSubstr("broke off after"));
  EXPECT_THAT(blob.bytes.size(), Le(std::size_t{600000}));
  EXPECT_EQ(bytes.compare(0, blob.bytes.size(), blob.bytes), 0);
  EXPECT_EQ(org().Count("GET", kAttachments), 1);
}

TEST_F(RecordBlobs, AnUploadIsNotSentTwice) {
  ASSERT_TRUE(Succeeded(GetRecord("Account", parent_, {"Id"})));
  org().Fault(R"({"match":{"method":"POST","path":")" + std::string(kAttachments) +
              R"("},"action":{"session":"expire"}})");
  const Outcome outcome = Create(Messages("abc"));
  EXPECT_TRUE(FailedWith(outcome, kAborted, "UPLOAD_NOT_REPEATABLE"));
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_SAFE);
  EXPECT_EQ(org().Count("POST", kAttachments), 1);
  // The call that follows has a new session from the start.
  std::string id;
  ASSERT_TRUE(Succeeded(Create(Messages("abc"), &id)));
  EXPECT_EQ(org().Count("POST", kAttachments), 2);
}

TEST_F(RecordBlobs, AnUploadWhoseReplyIsLostHasAnUnknownOutcome) {
  org().Fault(R"({"match":{"method":"POST","path":")" + std::string(kAttachments) +
              R"("},"action":{"when":"after","close":"reset"}})");
  const Outcome outcome = Create(Messages("abc"));
  EXPECT_EQ(outcome.code, kUnavailable) << outcome;
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(org().Count("POST", kAttachments), 1);
}

}  // namespace
}  // namespace sfconnector::conformance
