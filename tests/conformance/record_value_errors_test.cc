// SPDX-License-Identifier: Apache-2.0
// What Salesforce refuses of the values of records, by each way to save them.
#include "tests/conformance/record_errors_fixture.h"

namespace sfconnector::conformance {
namespace {

// ---- Replies that only rules, rights and age of an org bring about ----

class RepliesOfAnOrg : public RecordErrors {
 protected:
  static void Answer(int status, const std::string& body) {
    org().ClearFaults();
    org().Fault(R"({"match":{"path":"/services/data/","count":0},"action":{"status":)" +
                std::to_string(status) + ",\"body\":" + body + "}}");
  }

  // Creates, changes, and upserts.
  std::vector<Outcome> SaveByEachWay() {
    return {CreateRecord("Item__c", {TextField("Name", "a")}),
            Update("Item__c", "a00000000000001AAA", {TextField("Name", "a")}),
            UpsertRecord("Key__c", "k", {TextField("Name", "a")})};
  }
};

TEST_F(RepliesOfAnOrg, RulesOfTheOrgAreTold) {
  struct Rule {
    std::string error;
    std::string message;
    Code code;
    std::vector<std::string> fields;
  };
  for (const Rule& rule : std::vector<Rule>{
           {"FIELD_CUSTOM_VALIDATION_EXCEPTION",
            "Größe: too large",
            kFailedPrecondition,
            {"Text__c"}},
           {"CANNOT_UPDATE_CONVERTED_LEAD",
            "cannot reference converted lead",
            kFailedPrecondition,
            {}},
           {"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
            "Trigger: execution of BeforeInsert",
            kFailedPrecondition,
            {}},
           {"INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", kInvalidArgument, {}},
           {"STORAGE_LIMIT_EXCEEDED", "storage limit exceeded", kResourceExhausted, {}},
           {"DUPLICATE_VALUE",
            "Duplicate PermissionSetAssignment.  Assignee: 005ak000005hvjJ; Permission Set: "
            "0PSak00000M9uBB",
            kAlreadyExists,
            {"AssigneeId", "PermissionSetId"}}}) {
    std::string fields;
    for (const std::string& field : rule.fields)
      fields += (fields.empty() ? "\"" : ",\"") + field + "\"";
    Answer(400, R"([{"message":")" + rule.message + R"(","errorCode":")" + rule.error +
                    R"(","fields":[)" + fields + "]}]");
    for (const Outcome& outcome : SaveByEachWay()) {
      EXPECT_TRUE(Refused(outcome, rule.code, rule.error, 400, rule.message, rule.fields));
      EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
    }
  }
}

TEST_F(RepliesOfAnOrg, DuplicatesComeWithTheirRule) {
  Answer(400, R"([{"errorCode":"DUPLICATES_DETECTED","message":"Use one of these records?",)"
              R"("fields":[],"duplicateResut":{"allowSave":true,"duplicateRule":"Standard"}}])");
  for (const Outcome& outcome : SaveByEachWay()) {
    EXPECT_TRUE(
        Refused(outcome, kAlreadyExists, "DUPLICATES_DETECTED", 400, "Use one of these records?"));
    ASSERT_THAT(outcome.detail.errors(0).extra(), ::testing::SizeIs(1));
    const v1::Field& extra = outcome.detail.errors(0).extra(0);
    EXPECT_EQ(extra.name(), "duplicateResut");
    EXPECT_EQ(TextOf(extra.value().record_value(), "duplicateRule"), "Standard");
  }
}

TEST_F(RepliesOfAnOrg, AllErrorsOfAReplyAreKept) {
  Answer(400, R"([{"errorCode":"STRING_TOO_LONG","message":"a","fields":["A"]},)"
              R"({"errorCode":"INVALID_EMAIL_ADDRESS","message":"b","fields":["B","C"]}])");
  for (const Outcome& outcome : SaveByEachWay()) {
    EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "STRING_TOO_LONG"));
    EXPECT_EQ(outcome.message, "STRING_TOO_LONG: a (and 1 more errors)");
    ASSERT_THAT(outcome.detail.errors(), ::testing::SizeIs(2));
    EXPECT_EQ(outcome.detail.errors(1).code(), "INVALID_EMAIL_ADDRESS");
    EXPECT_THAT(outcome.detail.errors(1).fields(), ::testing::ElementsAre("B", "C"));
  }
}

TEST_F(RepliesOfAnOrg, AnErrorWithoutAListAroundItIsRead) {
  Answer(403, R"({"errorCode":"INSUFFICIENT_ACCESS","message":"no right"})");
  for (const Outcome& outcome : SaveByEachWay())
    EXPECT_TRUE(Refused(outcome, kPermissionDenied, "INSUFFICIENT_ACCESS", 403, "no right"));
}

TEST_F(RepliesOfAnOrg, AResultThatIsNoSuccessIsNoError) {
  Answer(200, R"({"id":"001RM000003oLruYAE","success":false,"errors":[{"statusCode":)"
              R"("MALFORMED_ID","message":"malformed id 001RM000003oLrB000","fields":[]}]})");
  v1::CreateRecordResponse created;
  ASSERT_TRUE(Succeeded(CreateRecord("Item__c", {TextField("Name", "a")}, &created)));
  EXPECT_FALSE(created.success());
  EXPECT_EQ(created.id(), "001RM000003oLruYAE");
  ASSERT_THAT(created.errors(), ::testing::SizeIs(1));
  EXPECT_EQ(created.errors(0).status_code(), "MALFORMED_ID");
  EXPECT_EQ(created.errors(0).message(), "malformed id 001RM000003oLrB000");
  v1::UpsertRecordResponse upserted;
  ASSERT_TRUE(Succeeded(UpsertRecord("Key__c", "k", {TextField("Name", "a")}, &upserted)));
  EXPECT_FALSE(upserted.success());
  EXPECT_EQ(upserted.errors(0).status_code(), "MALFORMED_ID");
}

TEST_F(RepliesOfAnOrg, AReadThatIsTooComplicatedIsRefused) {
  const std::string text =
      "Query is either selecting too many fields or the filter conditions are too complicated.";
  Answer(400, R"([{"errorCode":"QUERY_TOO_COMPLICATED","message":")" + text + "\"}]");
  for (const Outcome& outcome :
       {Get(ById<v1::GetRecordRequest>("Item__c", "a00000000000001AAA")),
        Get(ByKey<v1::GetRecordByExternalIdRequest>("Item__c", "Key__c", "k"))}) {
    EXPECT_TRUE(Refused(outcome, kInvalidArgument, "QUERY_TOO_COMPLICATED", 400, text));
  }
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
