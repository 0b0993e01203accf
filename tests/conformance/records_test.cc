// SPDX-License-Identifier: Apache-2.0
// Single records, on success and on every documented error.
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class Records : public ConformanceTest {
 protected:
  Outcome UpdateRecord(const std::string& id, const std::vector<v1::Field>& fields) {
    v1::UpdateRecordRequest request;
    request.set_sobject("Item__c");
    request.set_id(id);
    for (const v1::Field& field : fields) *request.mutable_record()->add_fields() = field;
    v1::UpdateRecordResponse response;
    return Call("RecordService/UpdateRecord", request, &response);
  }

  Outcome DeleteRecord(const std::string& sobject, const std::string& id) {
    v1::DeleteRecordRequest request;
    request.set_sobject(sobject);
    request.set_id(id);
    v1::DeleteRecordResponse response;
    return Call("RecordService/DeleteRecord", request, &response);
  }

  Outcome DeleteByKey(const std::string& field, const std::string& value) {
    v1::DeleteRecordByExternalIdRequest request;
    request.set_sobject("Item__c");
    request.set_external_id_field(field);
    request.set_external_id(value);
    v1::DeleteRecordByExternalIdResponse response;
    return Call("RecordService/DeleteRecordByExternalId", request, &response);
  }

  Outcome GetByKey(const std::string& field, const std::string& value, v1::Record* record) {
    v1::GetRecordByExternalIdRequest request;
    request.set_sobject("Item__c");
    request.set_external_id_field(field);
    request.set_external_id(value);
    request.add_fields("Id");
    request.add_fields("Key__c");
    v1::GetRecordByExternalIdResponse response;
    Outcome outcome = Call("RecordService/GetRecordByExternalId", request, &response);
    *record = response.record();
    return outcome;
  }

  // One field of a record, read anew.
  std::string Read(const std::string& id, const std::string& field) {
    v1::Record record;
    EXPECT_TRUE(Succeeded(GetRecord("Item__c", id, {field}, &record)));
    return TextOf(record, field);
  }
};

TEST_F(Records, GetReturnsTheFieldsThatWereAskedFor) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"Lamp","Text__c":"bright")");
  v1::Record record;
  ASSERT_TRUE(Succeeded(GetRecord("Item__c", id, {"Name", "Text__c"}, &record)));
  EXPECT_EQ(record.type(), "Item__c");
  EXPECT_EQ(record.url(), std::string(kData) + "/sobjects/Item__c/" + id);
  EXPECT_EQ(TextOf(record, "Name"), "Lamp");
  EXPECT_EQ(TextOf(record, "Text__c"), "bright");
  EXPECT_EQ(TextOf(record, "Whole__c"), "absent");
}

TEST_F(Records, GetWithoutFieldsReturnsAll) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"Lamp")");
  v1::Record record;
  ASSERT_TRUE(Succeeded(GetRecord("Item__c", id, {}, &record)));
  EXPECT_EQ(TextOf(record, "Text__c"), "null");
  EXPECT_EQ(TextOf(record, "Flag__c"), "false");
  EXPECT_NE(TextOf(record, "CreatedDate"), "absent");
}

TEST_F(Records, GetTakesIdsOf15Characters) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"Lamp")");
  v1::Record record;
  ASSERT_TRUE(Succeeded(GetRecord("Item__c", id.substr(0, 15), {"Id"}, &record)));
  EXPECT_EQ(TextOf(record, "Id"), id);
}

TEST_F(Records, ReplyTellsLimitsAndRequestId) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"Lamp")");
  const Outcome outcome = GetRecord("Item__c", id, {"Id"});
  ASSERT_TRUE(Succeeded(outcome));
  EXPECT_THAT(outcome.metadata.at("sforce-limit-info"), HasSubstr("api-usage="));
  EXPECT_FALSE(outcome.metadata.at("sfconnector-request-id").empty());
}

TEST_F(Records, MissingRecordIsNotFound) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"Lamp")");
  const std::string other = id.substr(0, 11) + "9999";
  const Outcome outcome = GetRecord("Item__c", other, {"Id"});
  EXPECT_TRUE(FailedWith(outcome, kNotFound, "NOT_FOUND"));
  EXPECT_EQ(outcome.domain, "salesforce.com");
  EXPECT_EQ(outcome.detail.http_status(), 404);
  EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_NEVER);
  EXPECT_FALSE(outcome.detail.request_id().empty());
  ASSERT_THAT(outcome.detail.errors(), SizeIs(1));
  EXPECT_EQ(outcome.detail.errors(0).code(), "NOT_FOUND");
}

TEST_F(Records, DeletedRecordIsToldApartFromAMissingOne) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"Lamp")");
  org().Delete("Item__c", id);
  EXPECT_TRUE(FailedWith(GetRecord("Item__c", id, {"Id"}), kNotFound, "ENTITY_IS_DELETED"));
}

TEST_F(Records, IdOfAnotherObjectIsMalformed) {
  const Outcome outcome = GetRecord("Item__c", "001000000000001AAA", {"Id"});
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "MALFORMED_ID"));
  EXPECT_EQ(outcome.detail.http_status(), 400);
}

TEST_F(Records, TextThatIsNoIdIsRefusedBeforeItNamesAnotherResource) {
  for (const char* id : {"no id", "describe", "..", "updated"}) {
    const Outcome outcome = GetRecord("Item__c", id, {"Id"});
    EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "INVALID_ARGUMENT"));
    EXPECT_THAT(outcome.fields, ::testing::ElementsAre("id"));
  }
  EXPECT_EQ(org().Count("GET"), 0);
}

TEST_F(Records, UnknownObjectIsNotFound) {
  const Outcome outcome = GetRecord("Nothing__c", "a00000000000001AAA", {"Id"});
  EXPECT_TRUE(FailedWith(outcome, kNotFound, "NOT_FOUND"));
}

TEST_F(Records, UnknownFieldIsAnError) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"Lamp")");
  EXPECT_TRUE(FailedWith(GetRecord("Item__c", id, {"Nope__c"}), kInvalidArgument, "INVALID_FIELD"));
}

TEST_F(Records, MissingPathFieldIsNamedAndNothingIsSent) {
  const Outcome outcome = GetRecord("", "a00000000000001AAA", {});
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.fields, ElementsAre("sobject"));
  EXPECT_EQ(org().Count("GET"), 0);
}

TEST_F(Records, ExternalIdsMayHoldAnyCharacters) {
  const std::vector<std::string> keys = {
      "a/b", "a?b=c", "100%",      "a#b", "a b",   "a+b",  "%2F",           "..",
      ".",   "a&b=c", "a;b,c:d@e", "'a'", "\"a\"", "a\\b", "Größe 大小 🙂", "a/../../query",
  };
  for (const std::string& key : keys) {
    SCOPED_TRACE(key);
    v1::UpsertRecordResponse created;
    ASSERT_TRUE(Succeeded(UpsertRecord("Key__c", key, {TextField("Name", "n")}, &created)));
    EXPECT_TRUE(created.created());
    v1::Record record;
    ASSERT_TRUE(Succeeded(GetByKey("Key__c", key, &record)));
    EXPECT_EQ(TextOf(record, "Key__c"), key);
    EXPECT_EQ(TextOf(record, "Id"), created.id());
    EXPECT_TRUE(Succeeded(DeleteByKey("Key__c", key)));
  }
}

TEST_F(Records, MissingExternalIdIsNotFound) {
  v1::Record record;
  EXPECT_TRUE(FailedWith(GetByKey("Key__c", "none", &record), kNotFound, "NOT_FOUND"));
}

TEST_F(Records, FieldThatIsNoExternalIdIsAnError) {
  v1::Record record;
  EXPECT_TRUE(FailedWith(GetByKey("Text__c", "none", &record), kInvalidArgument, "INVALID_FIELD") ||
              FailedWith(GetByKey("Text__c", "none", &record), kNotFound, "NOT_FOUND"));
}

TEST_F(Records, ExternalIdOfSeveralRecordsListsThem) {
  const std::vector<std::string> ids = org().Insert(
      "Item__c", {R"("Name":"a","Batch__c":"same")", R"("Name":"b","Batch__c":"same")"});
  const std::string url = std::string(kData) + "/sobjects/Item__c/";
  v1::Record record;
  for (const Outcome& outcome :
       {GetByKey("Batch__c", "same", &record), DeleteByKey("Batch__c", "same"),
        UpsertRecord("Batch__c", "same", {TextField("Text__c", "x")})}) {
    EXPECT_EQ(outcome.code, kFailedPrecondition) << outcome;
    EXPECT_EQ(outcome.detail.http_status(), 300);
    EXPECT_THAT(outcome.detail.matches(),
                ::testing::UnorderedElementsAre(url + ids[0], url + ids[1]));
  }
  EXPECT_EQ(Read(ids[0], "Text__c"), "null");
}

TEST_F(Records, CreateReturnsTheNewId) {
  v1::CreateRecordResponse response;
  ASSERT_TRUE(Succeeded(CreateRecord("Item__c", {TextField("Name", "Lamp")}, &response)));
  EXPECT_TRUE(response.success());
  EXPECT_THAT(response.id(), SizeIs(18));
  EXPECT_TRUE(response.errors().empty());
  EXPECT_EQ(Read(response.id(), "Name"), "Lamp");
}

TEST_F(Records, CreateWithoutARequiredFieldNamesIt) {
  const Outcome outcome = CreateRecord("Item__c", {TextField("Text__c", "x")});
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "REQUIRED_FIELD_MISSING"));
  ASSERT_THAT(outcome.detail.errors(), SizeIs(1));
  EXPECT_THAT(outcome.detail.errors(0).fields(), ElementsAre("Name"));
  EXPECT_THAT(outcome.message, HasSubstr("Name"));
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
}

TEST_F(Records, CreateWithAnUnknownColumnIsAnError) {
  const Outcome outcome =
      CreateRecord("Item__c", {TextField("Name", "Lamp"), TextField("Nope__c", "x")});
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "INVALID_FIELD"));
  EXPECT_THAT(outcome.message, HasSubstr("Nope__c"));
}

TEST_F(Records, CreateWithADuplicateValueAlreadyExists) {
  org().InsertOne("Item__c", R"("Name":"a","Key__c":"k")");
  const Outcome outcome =
      CreateRecord("Item__c", {TextField("Name", "b"), TextField("Key__c", "k")});
  EXPECT_TRUE(FailedWith(outcome, kAlreadyExists, "DUPLICATE_VALUE"));
}

TEST_F(Records, CreateOfAValueThatIsTooLongNamesTheField) {
  const Outcome outcome = CreateRecord(
      "Item__c", {TextField("Name", "a"), TextField("Text__c", std::string(256, 'x'))});
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "STRING_TOO_LONG"));
  EXPECT_THAT(outcome.detail.errors(0).fields(), ElementsAre("Text__c"));
}

TEST_F(Records, RelationsByExternalIdAreResolved) {
  const std::string parent = org().InsertOne("Item__c", R"("Name":"p","Key__c":"parent")");
  v1::Field relation;
  relation.set_name("Parent__r");
  *relation.mutable_value()->mutable_record_value()->add_fields() = TextField("Key__c", "parent");
  v1::CreateRecordResponse response;
  ASSERT_TRUE(Succeeded(CreateRecord("Item__c", {TextField("Name", "c"), relation}, &response)));
  EXPECT_EQ(Read(response.id(), "Parent__c"), parent);

  relation.mutable_value()
      ->mutable_record_value()
      ->mutable_fields(0)
      ->mutable_value()
      ->set_string_value("nobody");
  EXPECT_EQ(CreateRecord("Item__c", {TextField("Name", "c"), relation}).code, kInvalidArgument);
}

TEST_F(Records, NullAndEmptyAndAbsentArriveAsTheyAre) {
  v1::CreateRecordResponse response;
  v1::Field absent;
  absent.set_name("Batch__c");
  absent.mutable_value();
  ASSERT_TRUE(Succeeded(CreateRecord(
      "Item__c", {TextField("Name", "a"), NullField("Text__c"), TextField("Long__c", ""), absent},
      &response)));
  EXPECT_EQ(Read(response.id(), "Text__c"), "null");
  EXPECT_EQ(Read(response.id(), "Long__c"), "null");  // Salesforce keeps no empty texts
  EXPECT_EQ(Read(response.id(), "Batch__c"), "null");
}

TEST_F(Records, TextKeepsEveryCharacter) {
  const std::string text =
      "Größe 大小 🙂 \"quoted\" \\back/slash\ttab\nline\r\n\x01\x1f\x7f </script> \xE2\x80\xA8 end";
  v1::CreateRecordResponse response;
  ASSERT_TRUE(Succeeded(
      CreateRecord("Item__c", {TextField("Name", "a"), TextField("Long__c", text)}, &response)));
  EXPECT_EQ(Read(response.id(), "Long__c"), text);
}

TEST_F(Records, LongTextsArriveWhole) {
  std::string text;
  while (text.size() < 130000) text += "0123456789 ÄÖÜ 🙂\n";
  text.resize(text.rfind('\n'));
  v1::CreateRecordResponse response;
  ASSERT_TRUE(Succeeded(
      CreateRecord("Item__c", {TextField("Name", "a"), TextField("Long__c", text)}, &response)));
  EXPECT_EQ(Read(response.id(), "Long__c"), text);
}

TEST_F(Records, NumbersKeepTheirDigits) {
  v1::CreateRecordResponse response;
  ASSERT_TRUE(
      Succeeded(CreateRecord("Item__c",
                             {TextField("Name", "a"), PlainField("Whole__c", "123456789012345678"),
                              PlainField("Precise__c", "123456.789012345678"),
                              PlainField("Price__c", "1234567890123456.75")},
                             &response)));
  const auto digits = [](std::string text) {
    // Salesforce shows 18 digits as it likes: with a fraction of zero, or not.
    if (text.size() > 2 && text.compare(text.size() - 2, 2, ".0") == 0)
      text.resize(text.size() - 2);
    return text;
  };
  EXPECT_EQ(digits(Read(response.id(), "Whole__c")), "123456789012345678");
  EXPECT_EQ(Read(response.id(), "Precise__c"), "123456.789012345678");
  EXPECT_EQ(Read(response.id(), "Price__c"), "1234567890123456.75");
}

TEST_F(Records, DecimalThatIsNoNumberIsRefusedAndNothingIsSent) {
  v1::Field field;
  field.set_name("Precise__c");
  field.mutable_value()->set_decimal_value("1.5,\"Flag__c\":true");
  const Outcome outcome = CreateRecord("Item__c", {TextField("Name", "a"), field});
  EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
  EXPECT_EQ(org().Count("POST"), 0);
}

TEST_F(Records, UpdateChangesWhatIsPresentAndNothingElse) {
  const std::string id =
      org().InsertOne("Item__c", R"("Name":"a","Text__c":"old","Long__c":"kept","Whole__c":5)");
  v1::Field absent;
  absent.set_name("Long__c");
  ASSERT_TRUE(
      Succeeded(UpdateRecord(id, {TextField("Text__c", "new"), NullField("Whole__c"), absent})));
  EXPECT_EQ(Read(id, "Text__c"), "new");
  EXPECT_EQ(Read(id, "Whole__c"), "null");
  EXPECT_EQ(Read(id, "Long__c"), "kept");
  EXPECT_EQ(Read(id, "Name"), "a");
}

TEST_F(Records, UpdateOfAMissingRecordIsNotFound) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"a")");
  org().Delete("Item__c", id);
  const Outcome outcome = UpdateRecord(id, {TextField("Text__c", "new")});
  EXPECT_EQ(outcome.code, kNotFound) << outcome;
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
}

TEST_F(Records, UpsertTellsCreatedFromUpdated) {
  v1::UpsertRecordResponse response;
  ASSERT_TRUE(Succeeded(UpsertRecord("Key__c", "k", {TextField("Name", "a")}, &response)));
  EXPECT_TRUE(response.success());
  EXPECT_TRUE(response.created());
  const std::string id = response.id();
  ASSERT_TRUE(Succeeded(UpsertRecord("Key__c", "k", {TextField("Text__c", "new")}, &response)));
  EXPECT_TRUE(response.success());
  EXPECT_FALSE(response.created());
  EXPECT_EQ(response.id(), id);
  EXPECT_EQ(Read(id, "Text__c"), "new");
}

TEST_F(Records, UpsertWithAnOldVersionHasNoBodyForAnUpdate) {
  const CallSettings old{{{"sfconnector-api-version", "45.0"}}};
  v1::UpsertRecordResponse response;
  ASSERT_TRUE(Succeeded(UpsertRecord("Key__c", "k", {TextField("Name", "a")}, &response, old)));
  EXPECT_TRUE(response.created());
  const std::string id = response.id();
  ASSERT_TRUE(Succeeded(UpsertRecord("Key__c", "k", {TextField("Text__c", "b")}, &response, old)));
  EXPECT_TRUE(response.success());
  EXPECT_FALSE(response.created());
  EXPECT_EQ(response.id(), "");
  EXPECT_EQ(Read(id, "Text__c"), "b");
  EXPECT_EQ(org().Count("PATCH", "/services/data/v45.0/"), 2);
}

TEST_F(Records, UpdateOnlyCreatesNothing) {
  v1::UpsertRecordRequest request;
  request.set_sobject("Item__c");
  request.set_external_id_field("Key__c");
  request.set_external_id("none");
  request.set_update_only(true);
  *request.mutable_record()->add_fields() = TextField("Name", "a");
  v1::UpsertRecordResponse response;
  EXPECT_TRUE(
      FailedWith(Call("RecordService/UpsertRecord", request, &response), kNotFound, "NOT_FOUND"));
  v1::Record record;
  EXPECT_EQ(GetByKey("Key__c", "none", &record).code, kNotFound);
}

TEST_F(Records, UpsertWithoutAnExternalIdNamesTheField) {
  const Outcome outcome = UpsertRecord("Key__c", "", {TextField("Name", "a")});
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.fields, ElementsAre("external_id"));
}

TEST_F(Records, WritesWithoutARecordNameTheField) {
  v1::UpsertRecordRequest upsert;
  upsert.set_sobject("Item__c");
  upsert.set_external_id_field("Key__c");
  upsert.set_external_id("k");
  v1::UpsertRecordResponse upserted;
  v1::CreateRecordRequest create;
  create.set_sobject("Item__c");
  v1::CreateRecordResponse created;
  for (const Outcome& outcome : {Call("RecordService/UpsertRecord", upsert, &upserted),
                                 Call("RecordService/CreateRecord", create, &created)}) {
    EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
    EXPECT_EQ(outcome.message, "record: is required");
    EXPECT_THAT(outcome.fields, ElementsAre("record"));
  }
  EXPECT_EQ(org().Count("PATCH") + org().Count("POST"), 0);
}

TEST_F(Records, DeletedTwiceIsDeletedOnce) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"a")");
  ASSERT_TRUE(Succeeded(DeleteRecord("Item__c", id)));
  EXPECT_TRUE(FailedWith(DeleteRecord("Item__c", id), kNotFound, "ENTITY_IS_DELETED"));
  EXPECT_TRUE(FailedWith(GetRecord("Item__c", id, {"Id"}), kNotFound, "ENTITY_IS_DELETED"));
}

TEST_F(Records, DeleteByExternalIdDeletesTheRecord) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"a","Key__c":"k/1")");
  ASSERT_TRUE(Succeeded(DeleteByKey("Key__c", "k/1")));
  EXPECT_TRUE(FailedWith(GetRecord("Item__c", id, {"Id"}), kNotFound, "ENTITY_IS_DELETED"));
  EXPECT_TRUE(FailedWith(DeleteByKey("Key__c", "k/1"), kNotFound, "NOT_FOUND"));
}

TEST_F(Records, HeadersOfTheCallerArePassedOn) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"a")");
  const CallSettings settings{{{"sforce-auto-assign", "FALSE"}, {"traceparent", "00-1"}}};
  ASSERT_TRUE(Succeeded(GetRecord("Item__c", id, {"Id"}, nullptr, settings)));
  const std::vector<JournalEntry> journal = org().Journal();
  ASSERT_THAT(journal, SizeIs(1));
  EXPECT_EQ(journal[0].headers.at("sforce-auto-assign"), "FALSE");
  EXPECT_EQ(journal[0].headers.at("traceparent"), "00-1");
}

}  // namespace
}  // namespace sfconnector::conformance
