// SPDX-License-Identifier: Apache-2.0
// Names that would lead elsewhere, were they pasted into a URL or a body as they are.
#include "sfconnector/v1/composite_service.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::vector<std::string>& HostileNames() {
  static const auto* const names = new std::vector<std::string>{
      "..",        ".",          "Item__c/describe", "../query?q=SELECT", "Item__c?fields=Id",
      "Item__c#x", "Item__c%2F", "%2e%2e",           "Item__c&x=y",       "Item__c+x",
      "Item__c x", "Item__c;x",  "Item__c\r\nX: y",  "Größe__c",          "'",
      "\"",        "\\",         "{sobject}",        "{version}",         "@{a.b}"};
  return *names;
}

class HostileNamesTest : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    id_ = org().InsertOne("Item__c", R"("Name":"a","Key__c":"k")");
  }

  // That each request asked for a resource of its own, which is not there.
  static void ExpectOneSegmentEach(int segments) {
    for (const JournalEntry& entry : org().Journal()) {
      const std::string path = entry.target.substr(0, entry.target.find('?'));
      EXPECT_EQ(CountOf(path, "/"), segments) << entry.target;
      EXPECT_THAT(path + "/", Not(HasSubstr("/../")));
      EXPECT_THAT(path + "/", Not(HasSubstr("/./")));
    }
  }

  Outcome GetByKey(const std::string& sobject, const std::string& field) {
    v1::GetRecordByExternalIdRequest request;
    request.set_sobject(sobject);
    request.set_external_id_field(field);
    request.set_external_id("k");
    v1::GetRecordByExternalIdResponse response;
    return Call("RecordService/GetRecordByExternalId", request, &response);
  }

  Outcome Upsert(const std::string& sobject, const std::string& field) {
    v1::UpsertRecordRequest request;
    request.set_sobject(sobject);
    request.set_external_id_field(field);
    request.set_external_id("k");
    *request.mutable_record()->add_fields() = TextField("Text__c", "x");
    v1::UpsertRecordResponse response;
    return Call("RecordService/UpsertRecord", request, &response);
  }

  Outcome Delete(const std::string& sobject, const std::string& field) {
    v1::DeleteRecordByExternalIdRequest request;
    request.set_sobject(sobject);
    request.set_external_id_field(field);
    request.set_external_id("k");
    v1::DeleteRecordByExternalIdResponse response;
    return Call("RecordService/DeleteRecordByExternalId", request, &response);
  }

  Outcome GetParent(const std::string& relationship) {
    v1::GetRelatedRecordRequest request;
    request.set_sobject("Item__c");
    request.set_id(id_);
    request.set_relationship(relationship);
    v1::GetRelatedRecordResponse response;
    return Call("RecordService/GetRelatedRecord", request, &response);
  }

  Outcome GetChildren(const std::string& relationship) {
    v1::GetRelatedRecordsRequest request;
    request.set_sobject("Item__c");
    request.set_id(id_);
    request.set_relationship(relationship);
    v1::GetRelatedRecordsResponse response;
    return Call("RecordService/GetRelatedRecords", request, &response);
  }

  Outcome GetBlob(const std::string& field) {
    v1::GetBlobRequest request;
    request.set_sobject("Item__c");
    request.set_id(id_);
    request.set_field(field);
    const std::unique_ptr<Stream> stream =
        connection().Open("sfconnector.v1.RecordService/GetBlob", request.SerializeAsString(), {});
    EXPECT_FALSE(stream->Next().has_value());
    return stream->Finish();
  }

  std::string id_;
};

TEST_F(HostileNamesTest, OfObjectsAreOneSegment) {
  for (const std::string& name : HostileNames()) {
    SCOPED_TRACE(name);
    org().ClearJournal();
    EXPECT_TRUE(FailedWith(GetRecord(name, id_, {"Id"}), kNotFound, "NOT_FOUND"));
    ExpectOneSegmentEach(6);
    org().ClearJournal();
    EXPECT_TRUE(FailedWith(CreateRecord(name, {TextField("Name", "a")}), kNotFound, "NOT_FOUND"));
    ExpectOneSegmentEach(5);
    org().ClearJournal();
    for (const Outcome& outcome :
         {GetByKey(name, "Key__c"), Upsert(name, "Key__c"), Delete(name, "Key__c")})
      EXPECT_TRUE(FailedWith(outcome, kNotFound, "NOT_FOUND"));
    ExpectOneSegmentEach(7);
  }
}

TEST_F(HostileNamesTest, OfObjectsOfListsAreOneSegment) {
  for (const std::string& name : HostileNames()) {
    SCOPED_TRACE(name);
    org().ClearJournal();
    v1::GetRecordsRequest get;
    get.set_sobject(name);
    get.add_ids(id_);
    get.add_fields("Id");
    v1::GetRecordsResponse got;
    EXPECT_TRUE(FailedWith(Call("RecordService/GetRecords", get, &got), kNotFound, "NOT_FOUND"));
    ExpectOneSegmentEach(6);
    org().ClearJournal();
    v1::UpsertRecordsRequest upsert;
    upsert.set_sobject("Item__c");
    upsert.set_external_id_field(name);
    *upsert.add_records()->add_fields() = TextField("Name", "a");
    v1::UpsertRecordsResponse upserted;
    EXPECT_TRUE(
        FailedWith(Call("RecordService/UpsertRecords", upsert, &upserted), kNotFound, "NOT_FOUND"));
    ExpectOneSegmentEach(7);
  }
}

TEST_F(HostileNamesTest, OfPartsAreOneSegment) {
  for (const std::string& name : HostileNames()) {
    // A reference is one there, too.
    if (name.find("@{") != std::string::npos) continue;
    SCOPED_TRACE(name);
    v1::Subrequest get;
    get.mutable_get_record()->set_sobject(name);
    get.mutable_get_record()->set_id(id_);
    v1::Subrequest upsert;
    upsert.mutable_upsert_record()->set_sobject("Item__c");
    upsert.mutable_upsert_record()->set_external_id_field(name);
    upsert.mutable_upsert_record()->set_external_id("k");
    *upsert.mutable_upsert_record()->mutable_record() = v1::Record();
    v1::ExecuteCompositeRequest composite;
    v1::ExecuteBatchRequest batch;
    for (const v1::Subrequest& request : {get, upsert}) {
      v1::CompositeSubrequest& part = *composite.add_composite_request();
      part.set_reference_id("r" + std::to_string(composite.composite_request_size()));
      *part.mutable_request() = request;
      *batch.add_batch_requests()->mutable_request() = request;
    }
    v1::ExecuteCompositeResponse composed;
    ASSERT_TRUE(Succeeded(Call("CompositeService/ExecuteComposite", composite, &composed)));
    for (const auto& result : composed.composite_response())
      EXPECT_EQ(result.error().detail().errors(0).code(), "NOT_FOUND");
    v1::ExecuteBatchResponse batched;
    ASSERT_TRUE(Succeeded(Call("CompositeService/ExecuteBatch", batch, &batched)));
    for (const auto& result : batched.results())
      EXPECT_EQ(result.error().detail().errors(0).code(), "NOT_FOUND");
  }
}

TEST_F(HostileNamesTest, OfKeysAndRelationsAreOneSegment) {
  for (const std::string& name : HostileNames()) {
    SCOPED_TRACE(name);
    org().ClearJournal();
    for (const Outcome& outcome :
         {GetByKey("Item__c", name), Upsert("Item__c", name), Delete("Item__c", name),
          GetParent(name), GetChildren(name), GetBlob(name)}) {
      EXPECT_TRUE(FailedWith(outcome, kNotFound, "NOT_FOUND"));
    }
    ExpectOneSegmentEach(7);
  }
}

TEST_F(HostileNamesTest, OfColumnsAreNamesOnly) {
  for (const std::string& name : HostileNames()) {
    SCOPED_TRACE(name);
    org().ClearJournal();
    const Outcome read = GetRecord("Item__c", id_, {"Id", name});
    EXPECT_TRUE(Refused(read, kInvalidArgument, "INVALID_FIELD", 400,
                        "No such column '" + name + "' on sobject of type Item__c"));
    const Outcome created = CreateRecord("Item__c", {TextField("Name", "a"), TextField(name, "x")});
    EXPECT_TRUE(Refused(created, kInvalidArgument, "INVALID_FIELD", 400,
                        "No such column '" + name + "' on sobject of type Item__c"));
    for (const JournalEntry& entry : org().Journal())
      EXPECT_THAT(entry.target, StartsWith("/services/data/v59.0/sobjects/Item__c"));
  }
}

}  // namespace
}  // namespace sfconnector::conformance
