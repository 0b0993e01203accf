// SPDX-License-Identifier: Apache-2.0
// What Salesforce refuses of lists: of a row, of a call, and in odd replies.
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAreArray;
using ::testing::SizeIs;

constexpr char kNotThere[] = "a00000000009999AAA";
constexpr char kRolledBack[] =
    "Record rolled back because not all records were valid and the request was using AllOrNone "
    "header";

class RecordListErrors : public ConformanceTest {
 protected:
  static void Add(const std::vector<v1::Field>& fields, v1::Record& record,
                  const std::string& type = "Item__c") {
    record.set_type(type);
    for (const v1::Field& field : fields) *record.add_fields() = field;
  }

  Outcome Create(const v1::CreateRecordsRequest& request) {
    return Save("RecordService/CreateRecords", request, v1::CreateRecordsResponse());
  }
  Outcome Update(const v1::UpdateRecordsRequest& request) {
    return Save("RecordService/UpdateRecords", request, v1::UpdateRecordsResponse());
  }
  Outcome Upsert(const v1::UpsertRecordsRequest& request, const CallSettings& settings = {}) {
    return Save("RecordService/UpsertRecords", request, v1::UpsertRecordsResponse(), settings);
  }
  Outcome Delete(const v1::DeleteRecordsRequest& request) {
    return Save("RecordService/DeleteRecords", request, v1::DeleteRecordsResponse());
  }
  Outcome Get(const v1::GetRecordsRequest& request) {
    v1::GetRecordsResponse response;
    return Call("RecordService/GetRecords", request, &response);
  }

  static v1::UpsertRecordsRequest ByKey(const std::string& field,
                                        const std::vector<std::string>& keys) {
    v1::UpsertRecordsRequest request;
    request.set_sobject("Item__c");
    request.set_external_id_field(field);
    for (const std::string& key : keys)
      Add({TextField(field, key), TextField("Name", "n")}, *request.add_records());
    return request;
  }

  static v1::CreateRecordsRequest TwoItems() {
    v1::CreateRecordsRequest request;
    Add({TextField("Name", "a")}, *request.add_records());
    Add({TextField("Name", "b")}, *request.add_records());
    return request;
  }

  // The reply to every request for collections.
  static void Answer(int status, const std::string& body) {
    org().Fault(R"({"match":{"path":"/services/data/v59.0/composite/sobjects","count":0},)"
                R"("action":{"status":)" +
                std::to_string(status) + ",\"body\":" + body + "}}");
  }

  // That a row of the last call failed with one error of Salesforce's.
  void ExpectFailed(int row, const std::string& code, const std::string& message,
                    const std::vector<std::string>& fields = {}) {
    SCOPED_TRACE(row);
    ASSERT_LT(row, static_cast<int>(results_.size()));
    const v1::SaveResult& result = results_[static_cast<std::size_t>(row)];
    EXPECT_FALSE(result.success());
    EXPECT_EQ(result.outcome(), v1::ROW_OUTCOME_UNSPECIFIED);
    ASSERT_THAT(result.errors(), SizeIs(1));
    EXPECT_EQ(result.errors(0).status_code(), code);
    EXPECT_EQ(result.errors(0).message(), message);
    EXPECT_THAT(result.errors(0).fields(), ElementsAreArray(fields));
  }

  std::vector<v1::SaveResult> results_;  // of the last call

 private:
  template <class Request, class Response>
  Outcome Save(const std::string& method, const Request& request, Response response,
               const CallSettings& settings = {}) {
    Outcome outcome = Call(method, request, &response, settings);
    results_.assign(response.results().begin(), response.results().end());
    return outcome;
  }
};

TEST_F(RecordListErrors, RowsThatCannotBeCreatedSayWhy) {
  org().InsertOne("Item__c", R"("Name":"a","Key__c":"k")");
  v1::CreateRecordsRequest request;
  Add({TextField("Text__c", "x")}, *request.add_records());
  Add({TextField("Name", "a"), TextField("Id", kNotThere)}, *request.add_records());
  Add({TextField("Name", "a")}, *request.add_records(), "No\"thing/__c");
  Add({TextField("Name", "a")}, *request.add_records());
  ASSERT_TRUE(Succeeded(Create(request)));
  ASSERT_THAT(results_, SizeIs(4));
  ExpectFailed(0, "REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", {"Name"});
  ExpectFailed(1, "INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call", {"Id"});
  ExpectFailed(2, "INVALID_TYPE",
               "sObject type 'No\"thing/__c' is not supported. If you are attempting to use a "
               "custom object, be sure to append the '__c' after the entity name. Please reference "
               "your WSDL or the describe call for the appropriate names.");
  EXPECT_TRUE(results_[3].success());
}

TEST_F(RecordListErrors, RowsThatCannotBeChangedSayWhy) {
  const std::vector<std::string> ids = org().Insert("Item__c", {R"("Name":"a")", R"("Name":"b")"});
  org().Delete("Item__c", ids[1]);
  v1::UpdateRecordsRequest request;
  for (const std::string& id : {std::string(kNotThere), ids[1], std::string("001000000000001AAA"),
                                std::string("no id"), std::string(), ids[0], ids[0]}) {
    Add({TextField("Id", id), TextField("Text__c", "x")}, *request.add_records());
  }
  ASSERT_TRUE(Succeeded(Update(request)));
  ASSERT_THAT(results_, SizeIs(7));
  ExpectFailed(0, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
  ExpectFailed(1, "ENTITY_IS_DELETED", "entity is deleted");
  ExpectFailed(2, "MALFORMED_ID", "malformed id 001000000000001AAA");
  ExpectFailed(3, "MALFORMED_ID", "malformed id no id");
  ExpectFailed(4, "MISSING_ARGUMENT", "Id not specified in an update call");
  EXPECT_TRUE(results_[5].success());
  ExpectFailed(6, "DUPLICATE_VALUE", "Duplicate id in list: " + ids[0]);
}

TEST_F(RecordListErrors, RowsThatCannotBeUpsertedSayWhy) {
  org().Insert("Item__c", {R"("Name":"a","Batch__c":"same")", R"("Name":"b","Batch__c":"same")"});
  ASSERT_TRUE(Succeeded(Upsert(ByKey("Batch__c", {"same", "twice", "twice", "", "new"}))));
  ASSERT_THAT(results_, SizeIs(5));
  ExpectFailed(0, "DUPLICATE_EXTERNAL_ID",
               "Foreign key external ID: same matches more than one record for field Batch__c");
  ExpectFailed(1, "DUPLICATE_VALUE", "Duplicate external id specified: twice");
  ExpectFailed(2, "DUPLICATE_VALUE", "Duplicate external id specified: twice");
  ExpectFailed(3, "MISSING_ARGUMENT", "Batch__c not specified");
  EXPECT_TRUE(results_[4].created());
}

TEST_F(RecordListErrors, RowsThatCannotBeDeletedSayWhy) {
  const std::string contact = org().InsertOne("Contact", R"("LastName":"a")");
  org().InsertOne("Case", R"("Subject":"s","ContactId":")" + contact + "\"");
  const std::string gone = org().InsertOne("Item__c", R"("Name":"a")");
  org().Delete("Item__c", gone);
  v1::DeleteRecordsRequest request;
  for (const std::string& id : {std::string(kNotThere), gone, std::string("zzz000000000001")})
    request.add_ids(id);
  request.add_ids(contact);
  ASSERT_TRUE(Succeeded(Delete(request)));
  ASSERT_THAT(results_, SizeIs(4));
  ExpectFailed(0, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
  ExpectFailed(1, "ENTITY_IS_DELETED", "entity is deleted");
  ExpectFailed(2, "MALFORMED_ID", "malformed id zzz000000000001");
  EXPECT_EQ(results_[3].errors(0).status_code(), "DELETE_FAILED");
}

TEST_F(RecordListErrors, OneFailedRowUndoesAllWhereAllAreWanted) {
  const std::vector<std::string> ids =
      org().Insert("Item__c", {R"("Name":"a","Key__c":"k")", R"("Name":"b")"});
  v1::UpdateRecordsRequest update;
  update.set_all_or_none(true);
  Add({TextField("Id", ids[0]), TextField("Text__c", "x")}, *update.add_records());
  Add({TextField("Id", ids[1]), TextField("Nope__c", "x")}, *update.add_records());
  ASSERT_TRUE(Succeeded(Update(update)));
  ExpectFailed(0, "ALL_OR_NONE_OPERATION_ROLLED_BACK", kRolledBack);
  ExpectFailed(1, "INVALID_FIELD", "No such column 'Nope__c' on sobject of type Item__c");

  v1::UpsertRecordsRequest upsert = ByKey("Key__c", {"k", "new"});
  upsert.set_all_or_none(true);
  Add({TextField("Key__c", "bad")}, *upsert.add_records());
  ASSERT_TRUE(Succeeded(Upsert(upsert)));
  ExpectFailed(0, "ALL_OR_NONE_OPERATION_ROLLED_BACK", kRolledBack);
  ExpectFailed(1, "ALL_OR_NONE_OPERATION_ROLLED_BACK", kRolledBack);
  ExpectFailed(2, "REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", {"Name"});

  v1::DeleteRecordsRequest erase;
  erase.set_all_or_none(true);
  erase.add_ids(ids[0]);
  erase.add_ids(kNotThere);
  ASSERT_TRUE(Succeeded(Delete(erase)));
  ExpectFailed(0, "ALL_OR_NONE_OPERATION_ROLLED_BACK", kRolledBack);
  ExpectFailed(1, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");

  v1::Record record;
  ASSERT_TRUE(Succeeded(GetRecord("Item__c", ids[0], {"Name", "Text__c"}, &record)));
  EXPECT_EQ(TextOf(record, "Name"), "a");
  EXPECT_EQ(TextOf(record, "Text__c"), "null");
}

TEST_F(RecordListErrors, UnknownObjectsAndFieldsFailTheCall) {
  const std::string no_resource = "The requested resource does not exist";
  v1::UpsertRecordsRequest upsert = ByKey("Nope__c", {"k"});
  EXPECT_TRUE(Refused(Upsert(upsert), kNotFound, "NOT_FOUND", 404,
                      "Provided external ID field does not exist or is not accessible: Nope__c"));
  upsert = ByKey("Key__c", {"k"});
  EXPECT_TRUE(Refused(Upsert(upsert, {{{"sfconnector-api-version", "45.0"}}}), kNotFound,
                      "NOT_FOUND", 404, no_resource));
  upsert.set_sobject("Nothing__c");
  upsert.mutable_records(0)->set_type("");
  EXPECT_TRUE(Refused(Upsert(upsert), kNotFound, "NOT_FOUND", 404, no_resource));
  v1::GetRecordsRequest get;
  get.set_sobject("Nothing__c");
  get.add_ids(kNotThere);
  get.add_fields("Name");
  EXPECT_TRUE(Refused(Get(get), kNotFound, "NOT_FOUND", 404, no_resource));
  get.set_sobject("Item__c");
  get.add_fields("Nope__c");
  EXPECT_TRUE(Refused(Get(get), kInvalidArgument, "INVALID_FIELD", 400,
                      "No such column 'Nope__c' on sobject of type Item__c"));
}

TEST_F(RecordListErrors, WhatTheRequestLacksIsNamedAndNothingIsSent) {
  EXPECT_TRUE(RefusedFor(Create({}), "records"));
  EXPECT_TRUE(RefusedFor(Update({}), "records"));
  v1::UpdateRecordsRequest update;
  Add({TextField("Id", kNotThere)}, *update.add_records(), "");
  EXPECT_TRUE(RefusedFor(Update(update), "records[0].type"));
  v1::UpsertRecordsRequest upsert = ByKey("Key__c", {"k"});
  upsert.mutable_records(0)->set_type("Contact");
  EXPECT_TRUE(RefusedFor(Upsert(upsert), "records[0].type"));
  upsert.clear_records();
  EXPECT_TRUE(RefusedFor(Upsert(upsert), "records"));
  upsert.clear_external_id_field();
  EXPECT_TRUE(RefusedFor(Upsert(upsert), "external_id_field"));
  EXPECT_TRUE(RefusedFor(Upsert({}), "sobject"));
  EXPECT_TRUE(RefusedFor(Delete({}), "ids"));
  v1::DeleteRecordsRequest erase;
  erase.add_ids("");
  EXPECT_TRUE(RefusedFor(Delete(erase), "ids[0]"));
  v1::GetRecordsRequest get;
  EXPECT_TRUE(RefusedFor(Get(get), "sobject"));
  get.set_sobject("Item__c");
  EXPECT_TRUE(RefusedFor(Get(get), "ids"));
  get.add_ids(kNotThere);
  EXPECT_TRUE(RefusedFor(Get(get), "fields"));
  EXPECT_TRUE(org().Journal().empty());
}

// Some orgs answer 400 where no row could be saved.
TEST_F(RecordListErrors, ResultsOfRowsAreReadWhateverTheStatus) {
  Answer(400, R"([{"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING",)"
              R"("message":"Required fields are missing: [LastName]","fields":["LastName"]}]},)"
              R"({"success":false,"errors":[{"statusCode":"ALL_OR_NONE_OPERATION_ROLLED_BACK",)"
              R"("message":"rolled back","fields":[]}]}])");
  ASSERT_TRUE(Succeeded(Create(TwoItems())));
  ASSERT_THAT(results_, SizeIs(2));
  ExpectFailed(0, "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]",
               {"LastName"});
  ExpectFailed(1, "ALL_OR_NONE_OPERATION_ROLLED_BACK", "rolled back");
}

TEST_F(RecordListErrors, RowsOfConvertedLeadsAndLockedRowsSayWhy) {
  Answer(200, R"([{"success":false,"errors":[{"statusCode":"CANNOT_UPDATE_CONVERTED_LEAD",)"
              R"("message":"cannot reference converted lead","fields":[]}]},)"
              R"({"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW",)"
              R"("message":"unable to obtain exclusive access to this record or 1 records: 001a",)"
              R"("fields":[],"extendedErrorDetails":null}]}])");
  ASSERT_TRUE(Succeeded(Create(TwoItems())));
  ASSERT_THAT(results_, SizeIs(2));
  ExpectFailed(0, "CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead");
  ExpectFailed(1, "UNABLE_TO_LOCK_ROW",
               "unable to obtain exclusive access to this record or 1 records: 001a");
  ASSERT_THAT(results_[1].errors(0).extra(), SizeIs(1));
  EXPECT_EQ(results_[1].errors(0).extra(0).name(), "extendedErrorDetails");
}

TEST_F(RecordListErrors, AnErrorOfTheCallIsNoResultOfARow) {
  Answer(400, R"([{"message":"At least 1 record is required",)"
              R"("errorCode":"REQUIRED_FIELD_MISSING"}])");
  EXPECT_TRUE(Refused(Create(TwoItems()), kInvalidArgument, "REQUIRED_FIELD_MISSING", 400,
                      "At least 1 record is required"));
}

TEST_F(RecordListErrors, RepliesWithTooFewOrEmptyResultsAreCorrupt) {
  for (const char* body : {R"([{"id":"a00000000000001AAA","success":true,"errors":[]}])", "[]",
                           R"([{"success":false,"errors":[]},{"success":true}])", "[null,null]"}) {
    SCOPED_TRACE(body);
    org().ClearFaults();
    Answer(200, body);
    const Outcome outcome = Create(TwoItems());
    EXPECT_TRUE(FailedWith(outcome, kUnavailable, "CORRUPT_REPLY"));
    EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN);
  }
}

}  // namespace
}  // namespace sfconnector::conformance
