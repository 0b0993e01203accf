// SPDX-License-Identifier: Apache-2.0
// What Salesforce refuses of single records, by each way to them.
#include "tests/conformance/record_errors_fixture.h"

namespace sfconnector::conformance {
namespace {

constexpr char kNoResource[] = "The requested resource does not exist";
constexpr char kDeleted[] = "entity is deleted";
constexpr char kNoKeyField[] = "Provided external ID field does not exist or is not accessible: ";

TEST_F(RecordErrors, ARecordThatIsNotThereIsNotFound) {
  for (const Outcome& outcome : ByEachWay("Item__c", "a00000000009999AAA")) {
    EXPECT_TRUE(Refused(outcome, kNotFound, "NOT_FOUND", 404, kNoResource));
  }
}

TEST_F(RecordErrors, ADeletedRecordIsSaidToBeDeleted) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"a","Key__c":"k")");
  org().Delete("Item__c", id);
  for (const Outcome& outcome : ByEachWay("Item__c", id)) {
    EXPECT_TRUE(Refused(outcome, kNotFound, "ENTITY_IS_DELETED", 404, kDeleted));
  }
  // Its external id is nobody's any more.
  EXPECT_TRUE(Refused(Get(ByKey<v1::GetRecordByExternalIdRequest>("Item__c", "Key__c", "k")),
                      kNotFound, "NOT_FOUND", 404, kNoResource));
}

TEST_F(RecordErrors, AnIdOfAnotherObjectIsMalformed) {
  for (const Outcome& outcome : ByEachWay("Item__c", "001000000000001AAA")) {
    EXPECT_TRUE(Refused(outcome, kInvalidArgument, "MALFORMED_ID", 400,
                        "Item ID: id value of incorrect type: 001000000000001AAA", {"Id"}));
  }
}

TEST_F(RecordErrors, AnUnknownObjectIsNotFound) {
  std::vector<Outcome> outcomes = ByEachWay("Nothing__c", "a00000000000001AAA");
  for (Outcome& outcome : ByEachWay("Nothing__c", "Key__c", "k"))
    outcomes.push_back(std::move(outcome));
  outcomes.push_back(CreateRecord("Nothing__c", {TextField("Name", "a")}));
  for (const Outcome& outcome : outcomes) {
    EXPECT_TRUE(Refused(outcome, kNotFound, "NOT_FOUND", 404, kNoResource));
  }
}

TEST_F(RecordErrors, AFieldThatIsNoExternalIdIsNamed) {
  for (const std::string field : {"Text__c", "Nope__c"}) {
    for (const Outcome& outcome : ByEachWay("Item__c", field, "k")) {
      EXPECT_TRUE(Refused(outcome, kNotFound, "NOT_FOUND", 404, kNoKeyField + field));
    }
  }
}

TEST_F(RecordErrors, AnUnknownColumnIsNamed) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"a","Key__c":"k")");
  auto by_id = ById<v1::GetRecordRequest>("Item__c", id);
  by_id.add_fields("Nope__c");
  auto by_key = ByKey<v1::GetRecordByExternalIdRequest>("Item__c", "Key__c", "k");
  by_key.add_fields("Nope__c");
  auto upsert = ByKey<v1::UpsertRecordRequest>("Item__c", "Key__c", "k");
  *upsert.mutable_record()->add_fields() = TextField("Nope__c", "x");
  for (const Outcome& outcome :
       {Get(by_id), Get(by_key), Update("Item__c", id, {TextField("Nope__c", "x")}),
        Upsert(upsert)}) {
    EXPECT_TRUE(Refused(outcome, kInvalidArgument, "INVALID_FIELD", 400,
                        "No such column 'Nope__c' on sobject of type Item__c"));
  }
}

TEST_F(RecordErrors, AnExternalIdOfSeveralRecordsSaysSo) {
  org().Insert("Item__c", {R"("Name":"a","Batch__c":"b")", R"("Name":"b","Batch__c":"b")"});
  for (const Outcome& outcome : ByEachWay("Item__c", "Batch__c", "b")) {
    EXPECT_TRUE(FailedWith(outcome, kFailedPrecondition, "HTTP_300"));
    EXPECT_EQ(outcome.domain, "sfconnector");
    EXPECT_EQ(outcome.message, "the external id matches 2 records");
    EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_NEVER);
    EXPECT_NE(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN);
    EXPECT_EQ(outcome.detail.matches_size(), 2);
  }
}

TEST_F(RecordErrors, TheKeyHasNoPlaceInTheRecord) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"a","Key__c":"k")");
  auto upsert = ByKey<v1::UpsertRecordRequest>("Item__c", "Key__c", "k");
  *upsert.mutable_record()->add_fields() = TextField("Key__c", "k");
  EXPECT_TRUE(Refused(Upsert(upsert), kInvalidArgument, "INVALID_FIELD", 400,
                      "The Key__c field should not be specified in the sobject data."));
  EXPECT_TRUE(Refused(Update("Item__c", id, {TextField("Id", id)}), kInvalidArgument,
                      "INVALID_FIELD", 400,
                      "The Id field should not be specified in the sobject data."));
}

TEST_F(RecordErrors, AValueOfAnotherRecordIsADuplicate) {
  const std::string other = org().InsertOne("Item__c", R"("Name":"a","Key__c":"k")");
  const std::string id = org().InsertOne("Item__c", R"("Name":"b","Batch__c":"b")");
  auto upsert = ByKey<v1::UpsertRecordRequest>("Item__c", "Batch__c", "b");
  *upsert.mutable_record()->add_fields() = TextField("Key__c", "k");
  for (const Outcome& outcome :
       {Update("Item__c", id, {TextField("Key__c", "k")}), Upsert(upsert),
        CreateRecord("Item__c", {TextField("Name", "c"), TextField("Key__c", "k")})}) {
    EXPECT_TRUE(Refused(outcome, kAlreadyExists, "DUPLICATE_VALUE", 400,
                        "duplicate value found: Key__c duplicates value on record with id: " +
                            other.substr(0, 15)));
  }
}

TEST_F(RecordErrors, ARecordThatOthersNeedIsNotDeleted) {
  const std::string id = org().InsertOne("Contact", R"("LastName":"a","Email":"a@b.example")");
  org().InsertOne("Case", R"("Subject":"s","ContactId":")" + id + "\"");
  for (const Outcome& outcome :
       {Delete("Contact", id),
        Delete(ByKey<v1::DeleteRecordByExternalIdRequest>("Contact", "Email", "a@b.example"))}) {
    EXPECT_TRUE(FailedWith(outcome, kFailedPrecondition, "DELETE_FAILED"));
    EXPECT_EQ(outcome.detail.http_status(), 400);
    EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
    EXPECT_THAT(outcome.message, ::testing::HasSubstr("Your attempt to delete a could not be"));
  }
  EXPECT_TRUE(Succeeded(GetRecord("Contact", id, {"Id"})));
}

TEST_F(RecordErrors, WhatTheRequestLacksIsNamedAndNothingIsSent) {
  const std::string id = "a00000000000001AAA";
  EXPECT_TRUE(RefusedFor(Get(v1::GetRecordRequest()), "sobject"));
  EXPECT_TRUE(RefusedFor(Get(ById<v1::GetRecordRequest>("Item__c", "")), "id"));
  EXPECT_TRUE(RefusedFor(CreateRecord("", {TextField("Name", "a")}), "sobject"));
  EXPECT_TRUE(RefusedFor(Update("", id, {}), "sobject"));
  EXPECT_TRUE(RefusedFor(Update("Item__c", "", {}), "id"));
  EXPECT_TRUE(RefusedFor(Delete("", id), "sobject"));
  EXPECT_TRUE(RefusedFor(Delete("Item__c", ""), "id"));
  v1::UpdateRecordResponse response;
  EXPECT_TRUE(RefusedFor(
      Call("RecordService/UpdateRecord", ById<v1::UpdateRecordRequest>("Item__c", id), &response),
      "record"));
  const std::vector<std::vector<std::string>> keys = {
      {"", "Key__c", "k", "sobject"},
      {"Item__c", "", "k", "external_id_field"},
      {"Item__c", "Key__c", "", "external_id"},
  };
  for (const std::vector<std::string>& key : keys) {
    for (const Outcome& outcome : ByEachWay(key[0], key[1], key[2]))
      EXPECT_TRUE(RefusedFor(outcome, key[3]));
  }
  EXPECT_TRUE(org().Journal().empty());
}

TEST_F(RecordErrors, WhatIsNoIdIsRefusedBeforeItNamesAnotherResource) {
  for (const std::string id :
       {"describe", "a00/00000000001", "a0000000000000%", "a00000000000001A?A",
        "a0000000000001 AAA", "a00000000000\xC3\xA4\xC3\xA4\xC3\xA4"}) {
    for (const Outcome& outcome : ByEachWay("Item__c", id)) EXPECT_TRUE(RefusedFor(outcome, "id"));
  }
  EXPECT_TRUE(org().Journal().empty());
}

}  // namespace
}  // namespace sfconnector::conformance
