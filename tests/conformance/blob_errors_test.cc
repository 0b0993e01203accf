// SPDX-License-Identifier: Apache-2.0
// What is refused of binary fields, before and after they are sent.
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kNoResource[] = "The requested resource does not exist";

class BlobErrors : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    parent_ = org().InsertOne("Account", R"("Name":"a")");
    attachment_ =
        org().InsertOne("Attachment", R"("Name":"a","Body":"AAEC","ParentId":")" + parent_ + "\"");
  }

  Outcome Get(const std::string& sobject, const std::string& id, const std::string& field) {
    v1::GetBlobRequest request;
    request.set_sobject(sobject);
    request.set_id(id);
    request.set_field(field);
    const std::unique_ptr<Stream> stream =
        connection().Open("sfconnector.v1.RecordService/GetBlob", request.SerializeAsString(), {});
    while (stream->Next().has_value()) {
    }
    return stream->Finish();
  }

  v1::NewRecordWithBlob NewFile() const {
    v1::NewRecordWithBlob head;
    head.set_sobject("Attachment");
    *head.mutable_record()->add_fields() = TextField("Name", "a");
    *head.mutable_record()->add_fields() = TextField("ParentId", parent_);
    head.set_blob_field("Body");
    head.set_file_name("a.bin");
    return head;
  }

  v1::ChangedRecordWithBlob ChangedFile() const {
    v1::ChangedRecordWithBlob head;
    head.set_sobject("Attachment");
    head.set_id(attachment_);
    head.set_blob_field("Body");
    head.set_file_name("a.bin");
    return head;
  }

  Outcome Create(const v1::NewRecordWithBlob& head) {
    return Upload<v1::CreateRecordWithBlobRequest>("CreateRecordWithBlob", head);
  }
  Outcome Update(const v1::ChangedRecordWithBlob& head) {
    return Upload<v1::UpdateRecordWithBlobRequest>("UpdateRecordWithBlob", head);
  }

  std::string parent_;
  std::string attachment_;

 private:
  template <class Request, class Head>
  Outcome Upload(const std::string& method, const Head& head) {
    Request first;
    *first.mutable_head() = head;
    Request next;
    next.set_chunk("abc");
    return connection().Upload("sfconnector.v1.RecordService/" + method,
                               {first.SerializeAsString(), next.SerializeAsString()}, {}, nullptr);
  }
};

TEST_F(BlobErrors, WhatIsNotThereIsNotFound) {
  EXPECT_TRUE(Refused(Get("Attachment", "00P000000009999EAA", "Body"), kNotFound, "NOT_FOUND", 404,
                      kNoResource));
  EXPECT_TRUE(
      Refused(Get("Nothing__c", attachment_, "Body"), kNotFound, "NOT_FOUND", 404, kNoResource));
  EXPECT_TRUE(
      Refused(Get("Attachment", attachment_, "Nope"), kNotFound, "NOT_FOUND", 404, kNoResource));
  EXPECT_TRUE(
      Refused(Get("Attachment", attachment_, "Name"), kNotFound, "NOT_FOUND", 404, kNoResource));
  v1::NewRecordWithBlob create = NewFile();
  create.set_sobject("Nothing__c");
  EXPECT_TRUE(Refused(Create(create), kNotFound, "NOT_FOUND", 404, kNoResource));
  v1::ChangedRecordWithBlob update = ChangedFile();
  update.set_id("00P000000009999EAA");
  EXPECT_TRUE(Refused(Update(update), kNotFound, "NOT_FOUND", 404, kNoResource));
}

TEST_F(BlobErrors, ADeletedRecordIsSaidToBeDeleted) {
  org().Delete("Attachment", attachment_);
  for (const Outcome& outcome : {Get("Attachment", attachment_, "Body"), Update(ChangedFile())})
    EXPECT_TRUE(Refused(outcome, kNotFound, "ENTITY_IS_DELETED", 404, "entity is deleted"));
}

TEST_F(BlobErrors, AnIdOfAnotherObjectIsMalformed) {
  v1::ChangedRecordWithBlob update = ChangedFile();
  update.set_id(parent_);
  for (const Outcome& outcome : {Get("Attachment", parent_, "Body"), Update(update)}) {
    EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "MALFORMED_ID"));
    EXPECT_EQ(outcome.detail.http_status(), 400);
  }
}

TEST_F(BlobErrors, AFieldThatHoldsNoBytesIsRefused) {
  for (const std::string field : {"Name", "No\"pe", "K\xC3\xB6rper"}) {
    v1::NewRecordWithBlob create = NewFile();
    create.set_blob_field(field);
    v1::ChangedRecordWithBlob update = ChangedFile();
    update.set_blob_field(field);
    for (const Outcome& outcome : {Create(create), Update(update)}) {
      EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "INVALID_MULTIPART_REQUEST"));
      EXPECT_EQ(outcome.detail.http_status(), 400);
      EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
    }
  }
}

TEST_F(BlobErrors, WrongFieldsAreNamed) {
  v1::NewRecordWithBlob create = NewFile();
  *create.mutable_record()->add_fields() = TextField("Nope__c", "x");
  v1::ChangedRecordWithBlob update = ChangedFile();
  *update.mutable_record()->add_fields() = TextField("Nope__c", "x");
  for (const Outcome& outcome : {Create(create), Update(update)}) {
    EXPECT_TRUE(Refused(outcome, kInvalidArgument, "INVALID_FIELD", 400,
                        "No such column 'Nope__c' on sobject of type Attachment"));
  }
  create.mutable_record()->clear_fields();
  EXPECT_TRUE(Refused(Create(create), kInvalidArgument, "REQUIRED_FIELD_MISSING", 400,
                      "Required fields are missing: [ParentId, Name]", {"ParentId", "Name"}));
}

TEST_F(BlobErrors, NamesOfFilesMayHoldAnyCharacters) {
  for (const std::string name : {"a\r\nX-Evil: 1\r\n\r\n.bin", "a\"; name=\"b", "../../etc/passwd",
                                 "100%+ & ;.bin", "Größe \xF0\x9F\x99\x82.bin"}) {
    SCOPED_TRACE(name);
    v1::NewRecordWithBlob create = NewFile();
    create.set_file_name(name);
    EXPECT_TRUE(Succeeded(Create(create)));
  }
}

TEST_F(BlobErrors, WhatTheRequestLacksIsNamedAndNothingIsSent) {
  EXPECT_TRUE(RefusedFor(Get("", attachment_, "Body"), "sobject"));
  EXPECT_TRUE(RefusedFor(Get("Attachment", "", "Body"), "id"));
  EXPECT_TRUE(RefusedFor(Get("Attachment", "../describe", "Body"), "id"));
  EXPECT_TRUE(RefusedFor(Get("Attachment", attachment_, ""), "field"));
  v1::NewRecordWithBlob create = NewFile();
  create.clear_record();
  EXPECT_TRUE(RefusedFor(Create(create), "head.record"));
  create = NewFile();
  create.clear_blob_field();
  EXPECT_TRUE(RefusedFor(Create(create), "head.blob_field"));
  create = NewFile();
  create.clear_file_name();
  EXPECT_TRUE(RefusedFor(Create(create), "head.file_name"));
  create = NewFile();
  create.set_content_type("text/plain\r\nX-Evil: 1");
  EXPECT_TRUE(RefusedFor(Create(create), "head.content_type"));
  v1::ChangedRecordWithBlob update = ChangedFile();
  update.clear_sobject();
  EXPECT_TRUE(RefusedFor(Update(update), "head.sobject"));
  update = ChangedFile();
  update.set_id("a/b");
  EXPECT_TRUE(RefusedFor(Update(update), "head.id"));
  EXPECT_THAT(org().Journal(), IsEmpty());
}

TEST_F(BlobErrors, MessagesInTheWrongOrderAreRefused) {
  v1::CreateRecordWithBlobRequest head;
  *head.mutable_head() = NewFile();
  const std::string first = head.SerializeAsString();
  const std::string method = "sfconnector.v1.RecordService/CreateRecordWithBlob";
  for (const std::vector<std::string>& messages :
       {std::vector<std::string>{first, first}, std::vector<std::string>{first, ""}}) {
    const Outcome outcome = connection().Upload(method, messages, {}, nullptr);
    EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
    EXPECT_THAT(outcome.message, HasSubstr("chunk: is required in all messages but the first"));
  }
  EXPECT_TRUE(RefusedFor(connection().Upload(method, {""}, {}, nullptr), "head"));
  EXPECT_FALSE(connection().Upload(method, {}, {}, nullptr).ok());
}

}  // namespace
}  // namespace sfconnector::conformance
