// SPDX-License-Identifier: Apache-2.0
// What Salesforce refuses of single records, by each way to them.
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

constexpr char kNoResource[] = "The requested resource does not exist";
constexpr char kDeleted[] = "entity is deleted";
constexpr char kNoKeyField[] = "Provided external ID field does not exist or is not accessible: ";

class RecordErrors : public ConformanceTest {
 protected:
  template <class Request>
  static Request ById(const std::string& sobject, const std::string& id) {
    Request request;
    request.set_sobject(sobject);
    request.set_id(id);
    return request;
  }

  template <class Request>
  static Request ByKey(const std::string& sobject, const std::string& field,
                       const std::string& value) {
    Request request;
    request.set_sobject(sobject);
    request.set_external_id_field(field);
    request.set_external_id(value);
    return request;
  }

  Outcome Get(const v1::GetRecordRequest& request) {
    v1::GetRecordResponse response;
    return Call("RecordService/GetRecord", request, &response);
  }

  Outcome Get(const v1::GetRecordByExternalIdRequest& request) {
    v1::GetRecordByExternalIdResponse response;
    return Call("RecordService/GetRecordByExternalId", request, &response);
  }

  Outcome Update(const std::string& sobject, const std::string& id,
                 const std::vector<v1::Field>& fields) {
    auto request = ById<v1::UpdateRecordRequest>(sobject, id);
    request.mutable_record();
    for (const v1::Field& field : fields) *request.mutable_record()->add_fields() = field;
    v1::UpdateRecordResponse response;
    return Call("RecordService/UpdateRecord", request, &response);
  }

  Outcome Upsert(v1::UpsertRecordRequest request) {
    *request.mutable_record()->add_fields() = TextField("Name", "a");
    v1::UpsertRecordResponse response;
    return Call("RecordService/UpsertRecord", request, &response);
  }

  Outcome Delete(const std::string& sobject, const std::string& id) {
    v1::DeleteRecordResponse response;
    return Call("RecordService/DeleteRecord", ById<v1::DeleteRecordRequest>(sobject, id),
                &response);
  }

  Outcome Delete(const v1::DeleteRecordByExternalIdRequest& request) {
    v1::DeleteRecordByExternalIdResponse response;
    return Call("RecordService/DeleteRecordByExternalId", request, &response);
  }

  // Reads, changes and deletes the record of that id.
  std::vector<Outcome> ByEachWay(const std::string& sobject, const std::string& id) {
    return {Get(ById<v1::GetRecordRequest>(sobject, id)),
            Update(sobject, id, {TextField("Name", "b")}), Delete(sobject, id)};
  }

  // Reads, changes or creates, and deletes the record of that external id.
  std::vector<Outcome> ByEachWay(const std::string& sobject, const std::string& field,
                                 const std::string& value) {
    return {Get(ByKey<v1::GetRecordByExternalIdRequest>(sobject, field, value)),
            Upsert(ByKey<v1::UpsertRecordRequest>(sobject, field, value)),
            Delete(ByKey<v1::DeleteRecordByExternalIdRequest>(sobject, field, value))};
  }
};

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

// ---- Values ----

// A field that Salesforce does not take, and what it says.
struct WrongField {
  std::string sobject;
  v1::Field field;
  Code code = kInvalidArgument;
  std::string error;
  std::string message;
  std::vector<std::string> fields;
};

// A relation to the record of that external id.
v1::Field Related(const std::string& name, const std::string& key, const std::string& value) {
  v1::Field field;
  field.set_name(name);
  *field.mutable_value()->mutable_record_value()->add_fields() = TextField(key, value);
  return field;
}

class WrongFields : public RecordErrors {
 protected:
  void SetUp() override {
    RecordErrors::SetUp();
    valid_["Item__c"] = org().InsertOne("Item__c", R"("Name":"a","Key__c":"k")");
    valid_["Contact"] = org().InsertOne("Contact", R"("LastName":"a")");
    valid_["Task"] = org().InsertOne("Task", R"("Subject":"a")");
  }

  static std::string NameOf(const std::string& sobject) {
    return sobject == "Contact" ? "LastName" : sobject == "Task" ? "Subject" : "Name";
  }

  // By creation, by change, by upsert, and in a list.
  void ExpectRefused(const WrongField& wrong) {
    SCOPED_TRACE(wrong.field.ShortDebugString());
    const v1::Field name = TextField(NameOf(wrong.sobject), "b");
    std::vector<Outcome> outcomes = {CreateRecord(wrong.sobject, {name, wrong.field}),
                                     Update(wrong.sobject, valid_[wrong.sobject], {wrong.field})};
    if (wrong.sobject == "Item__c") {
      outcomes.push_back(UpsertRecord("Key__c", "k", {wrong.field}));
      outcomes.push_back(UpsertRecord("Key__c", "new", {name, wrong.field}));
    }
    for (const Outcome& outcome : outcomes) {
      EXPECT_TRUE(Refused(outcome, wrong.code, wrong.error, 400, wrong.message, wrong.fields));
      EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
    }
    ExpectRefusedInAList(wrong);
  }

  std::map<std::string, std::string> valid_;  // an id of each object

 private:
  void ExpectRefusedInAList(const WrongField& wrong) {
    v1::CreateRecordsRequest request;
    v1::Record& record = *request.add_records();
    record.set_type(wrong.sobject);
    *record.add_fields() = TextField(NameOf(wrong.sobject), "b");
    *record.add_fields() = wrong.field;
    v1::CreateRecordsResponse response;
    ASSERT_TRUE(Succeeded(Call("RecordService/CreateRecords", request, &response)));
    ASSERT_THAT(response.results(), ::testing::SizeIs(1));
    EXPECT_FALSE(response.results(0).success());
    ASSERT_THAT(response.results(0).errors(), ::testing::SizeIs(1));
    const v1::RowError& error = response.results(0).errors(0);
    EXPECT_EQ(error.status_code(), wrong.error);
    EXPECT_EQ(error.message(), wrong.message);
    EXPECT_THAT(error.fields(), ::testing::ElementsAreArray(wrong.fields));
  }
};

TEST_F(WrongFields, OfTheWrongTypeAreRefused) {
  for (const WrongField& wrong : std::vector<WrongField>{
           {"Item__c",
            TextField("Nope__c", "x"),
            kInvalidArgument,
            "INVALID_FIELD",
            "No such column 'Nope__c' on sobject of type Item__c",
            {}},
           {"Contact",
            TextField("Email", "badone"),
            kInvalidArgument,
            "INVALID_EMAIL_ADDRESS",
            "Email: invalid email address: badone",
            {"Email"}},
           {"Contact",
            TextField("MasterRecordId", valid_["Contact"]),
            kInvalidArgument,
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            "Unable to create/update fields: MasterRecordId. Please check the security settings of "
            "this field and verify that it is read/write for your profile or permission set.",
            {"MasterRecordId"}},
           {"Contact",
            TextField("CleanStatus", "Odd"),
            kInvalidArgument,
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            "Clean Status: bad value for restricted picklist field: Odd",
            {"CleanStatus"}},
           {"Item__c",
            TextField("Text__c", std::string(256, 'x')),
            kInvalidArgument,
            "STRING_TOO_LONG",
            "Text__c: data value too large: " + std::string(256, 'x') + " (max length=255)",
            {"Text__c"}},
           {"Item__c",
            PlainField("Price__c", "1e20"),
            kInvalidArgument,
            "NUMBER_OUTSIDE_VALID_RANGE",
            "Price__c: value outside of valid range on numeric field: 1e20",
            {"Price__c"}},
           {"Item__c",
            NullField("Flag__c"),
            kInvalidArgument,
            "INVALID_TYPE_ON_FIELD_IN_RECORD",
            "Flag__c: value not of required type: null",
            {"Flag__c"}}}) {
    ExpectRefused(wrong);
  }
}

TEST_F(WrongFields, ThatAreNotParsedSayWhere) {
  for (const v1::Field& field :
       {TextField("Whole__c", "many"), TextField("Day__c", "2024-02-30"),
        TextField("Moment__c", "yesterday"), TextField("Flag__c", "maybe")}) {
    SCOPED_TRACE(field.name());
    const Outcome outcome = CreateRecord("Item__c", {TextField("Name", "b"), field});
    EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "JSON_PARSER_ERROR"));
    EXPECT_EQ(outcome.detail.http_status(), 400);
    EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
    EXPECT_THAT(outcome.message, ::testing::HasSubstr("Cannot deserialize instance of "));
    EXPECT_THAT(outcome.message, ::testing::HasSubstr(" value " + field.value().string_value()));
    EXPECT_THAT(outcome.message, ::testing::HasSubstr("[line:1, column:"));
  }
}

TEST_F(WrongFields, ThatLeadToOtherRecordsAreRefused) {
  org().Insert("Item__c", {R"("Name":"a","Batch__c":"b")", R"("Name":"b","Batch__c":"b")"});
  const std::string gone = org().InsertOne("Item__c", R"("Name":"gone")");
  org().Delete("Item__c", gone);
  for (const WrongField& wrong : std::vector<WrongField>{
           {"Contact",
            TextField("AccountId", "0017h00000doU3R"),
            kPermissionDenied,
            "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
            "insufficient access rights on cross-reference id: 0017h00000doU3R",
            {}},
           {"Contact",
            TextField("AccountId", "no id"),
            kInvalidArgument,
            "MALFORMED_ID",
            "Account ID: id value of incorrect type: no id",
            {"AccountId"}},
           {"Contact",
            TextField("AccountId", valid_["Contact"]),
            kInvalidArgument,
            "FIELD_INTEGRITY_EXCEPTION",
            "Account ID: id value of incorrect type: " + valid_["Contact"],
            {"AccountId"}},
           {"Item__c",
            TextField("Parent__c", gone),
            kNotFound,
            "ENTITY_IS_DELETED",
            "entity is deleted",
            {"Parent__c"}},
           {"Item__c",
            Related("Parent__r", "Key__c", "nobody"),
            kInvalidArgument,
            "INVALID_FIELD",
            "Foreign key external ID: nobody not found for field Key__c in entity Item__c",
            {}},
           {"Item__c",
            Related("Parent__r", "Batch__c", "b"),
            kInvalidArgument,
            "INVALID_FIELD",
            "Foreign key external ID: b matches more than one record for field Batch__c",
            {}},
           {"Task",
            Related("Who", "Email", "a@b.example"),
            kInvalidArgument,
            "JSON_PARSER_ERROR",
            "Nested object for polymorphic foreign key must have an attributes field before any "
            "other fields.",
            {}}}) {
    ExpectRefused(wrong);
  }
}

}  // namespace
}  // namespace sfconnector::conformance
