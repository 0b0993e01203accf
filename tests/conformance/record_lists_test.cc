// SPDX-License-Identifier: Apache-2.0
// Lists of records that take several requests: every row has a true result, whatever befalls a
// request.
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kCollections[] = "/services/data/v59.0/composite/sobjects";

class RecordLists : public ConformanceTest {
 protected:
  static v1::Record Item(const std::vector<v1::Field>& fields) {
    v1::Record record;
    record.set_type("Item__c");
    for (const v1::Field& field : fields) *record.add_fields() = field;
    return record;
  }

  static v1::CreateRecordsRequest Items(int count) {
    v1::CreateRecordsRequest request;
    for (int i = 0; i < count; ++i) {
      *request.add_records() = Item({TextField("Name", "n" + std::to_string(i))});
    }
    return request;
  }

  Outcome Create(const v1::CreateRecordsRequest& request) {
    return Call("RecordService/CreateRecords", request, &created_);
  }

  // How many rows have each RowOutcome, in its order.
  std::vector<int> Outcomes() const {
    std::vector<int> counts(4, 0);
    for (const v1::SaveResult& result : created_.results())
      ++counts[static_cast<std::size_t>(result.outcome())];
    return counts;
  }

  // Strikes the `nth` request for collections.
  static void FaultAt(const std::string& method, int nth, const std::string& action) {
    org().Fault(R"({"match":{"method":")" + method + R"(","path":")" + kCollections +
                R"(","nth":)" + std::to_string(nth) + R"(},"action":)" + action + "}");
  }

  static int CountItems() {
    const std::string reply =
        org().Get(std::string(kData) + "/query?q=SELECT+COUNT()+FROM+Item__c");
    return std::stoi(reply.substr(reply.find("totalSize\":") + 11));
  }

  std::string Read(const std::string& id, const std::string& field) {
    v1::Record record;
    EXPECT_TRUE(Succeeded(GetRecord("Item__c", id, {field}, &record)));
    return TextOf(record, field);
  }

  v1::CreateRecordsResponse created_;
};

TEST_F(RecordLists, ALongListTakesSeveralRequests) {
  ASSERT_TRUE(Succeeded(Create(Items(401))));
  ASSERT_THAT(created_.results(), SizeIs(401));
  EXPECT_EQ(org().Count("POST", kCollections), 3);
  EXPECT_EQ(CountItems(), 401);
  for (const int row : {0, 199, 200, 400}) {
    EXPECT_TRUE(created_.results(row).success());
    EXPECT_EQ(Read(created_.results(row).id(), "Name"), "n" + std::to_string(row));
  }
}

TEST_F(RecordLists, TypesThatAlternateTakeMoreRequests) {
  v1::CreateRecordsRequest request;
  for (int i = 0; i < 25; ++i) {
    v1::Record& record = *request.add_records();
    record.set_type(i % 2 == 0 ? "Item__c" : "Contact");
    *record.add_fields() = TextField(i % 2 == 0 ? "Name" : "LastName", "a");
  }
  ASSERT_TRUE(Succeeded(Create(request)));
  EXPECT_EQ(org().Count("POST", kCollections), 3);
  for (const v1::SaveResult& result : created_.results()) EXPECT_TRUE(result.success());
}

TEST_F(RecordLists, ALostReplyLeavesItsRowsUnknownAndTheRestUnsent) {
  FaultAt("POST", 2, R"({"when":"after","close":"reset"})");
  ASSERT_TRUE(Succeeded(Create(Items(601))));
  EXPECT_THAT(Outcomes(), ElementsAre(200, 201, 0, 200));
  EXPECT_EQ(created_.results(200).outcome(), v1::ROW_OUTCOME_UNKNOWN);
  EXPECT_EQ(created_.results(400).outcome(), v1::ROW_OUTCOME_NOT_SENT);
  EXPECT_FALSE(created_.results(400).errors(0).status_code().empty());
  EXPECT_EQ(org().Count("POST", kCollections), 2);
  EXPECT_EQ(CountItems(), 400);
}

TEST_F(RecordLists, ARefusedRequestDoesNotStopTheNextOne) {
  FaultAt("POST", 2, R"({"error":{"code":"JSON_PARSER_ERROR","message":"bad"},"status":400})");
  ASSERT_TRUE(Succeeded(Create(Items(401))));
  EXPECT_THAT(Outcomes(), ElementsAre(201, 0, 200, 0));
  EXPECT_EQ(created_.results(200).errors(0).status_code(), "JSON_PARSER_ERROR");
  EXPECT_EQ(created_.results(200).errors(0).message(), "bad");
  EXPECT_EQ(CountItems(), 201);
}

TEST_F(RecordLists, ALimitStopsTheRest) {
  FaultAt("POST", 2, R"({"error":"REQUEST_LIMIT_EXCEEDED","status":403})");
  ASSERT_TRUE(Succeeded(Create(Items(601))));
  EXPECT_THAT(Outcomes(), ElementsAre(200, 201, 200, 0));
  EXPECT_EQ(created_.results(600).errors(0).status_code(), "REQUEST_LIMIT_EXCEEDED");
  EXPECT_EQ(CountItems(), 200);
}

TEST_F(RecordLists, AListOfWhichNothingWasDoneFails) {
  FaultAt("POST", 1, R"({"error":"REQUEST_LIMIT_EXCEEDED","status":403})");
  const Outcome outcome = Create(Items(401));
  EXPECT_TRUE(FailedWith(outcome, kResourceExhausted, "REQUEST_LIMIT_EXCEEDED"));
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(org().Count("POST", kCollections), 1);
  EXPECT_EQ(CountItems(), 0);
}

TEST_F(RecordLists, AnExpiredSessionIsRenewedBetweenRequests) {
  FaultAt("POST", 2, R"({"session":"expire"})");
  ASSERT_TRUE(Succeeded(Create(Items(401))));
  EXPECT_THAT(Outcomes(), ElementsAre(401, 0, 0, 0));
  EXPECT_EQ(CountItems(), 401);
}

TEST_F(RecordLists, AllOrNoneIsRefusedWhereItCannotHold) {
  v1::CreateRecordsRequest request = Items(201);
  request.set_all_or_none(true);
  const Outcome outcome = Create(request);
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.fields, ElementsAre("all_or_none"));
  EXPECT_EQ(org().Count("POST"), 0);
}

TEST_F(RecordLists, UpdatesHaveTheirResultsAndAreRepeated) {
  const std::vector<std::string> ids =
      org().Insert("Item__c", {R"("Name":"a","Text__c":"old")", R"("Name":"b")"});
  FaultAt("PATCH", 1, R"({"when":"after","close":"reset"})");
  v1::UpdateRecordsRequest request;
  *request.add_records() = Item({TextField("Id", ids[0]), TextField("Text__c", "new")});
  *request.add_records() = Item({TextField("Text__c", "new")});
  *request.add_records() = Item({TextField("Id", ids[1]), TextField("Name", "c")});
  v1::UpdateRecordsResponse response;
  ASSERT_TRUE(Succeeded(Call("RecordService/UpdateRecords", request, &response)));
  ASSERT_THAT(response.results(), SizeIs(3));
  EXPECT_TRUE(response.results(0).success());
  EXPECT_EQ(response.results(0).id(), ids[0]);
  EXPECT_EQ(response.results(1).errors(0).status_code(), "MISSING_ARGUMENT");
  EXPECT_TRUE(response.results(2).success());
  EXPECT_EQ(Read(ids[0], "Text__c"), "new");
  EXPECT_EQ(Read(ids[1], "Name"), "c");
  EXPECT_EQ(org().Count("PATCH", kCollections), 2);
}

TEST_F(RecordLists, UpsertsTellWhatIsNew) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"a","Key__c":"k1")");
  v1::UpsertRecordsRequest request;
  request.set_sobject("Item__c");
  request.set_external_id_field("Key__c");
  for (const char* key : {"k1", "k2"}) {
    v1::Record& record = *request.add_records();
    *record.add_fields() = TextField("Key__c", key);
    *record.add_fields() = TextField("Name", key);
  }
  v1::UpsertRecordsResponse response;
  ASSERT_TRUE(Succeeded(Call("RecordService/UpsertRecords", request, &response)));
  ASSERT_THAT(response.results(), SizeIs(2));
  EXPECT_EQ(response.results(0).id(), id);
  EXPECT_FALSE(response.results(0).created());
  EXPECT_TRUE(response.results(1).created());
  EXPECT_EQ(Read(id, "Name"), "k1");
  request.set_external_id_field("Nope__c");
  EXPECT_EQ(Call("RecordService/UpsertRecords", request, &response).code, kNotFound);
}

TEST_F(RecordLists, DeletesHaveTheirResults) {
  ASSERT_TRUE(Succeeded(Create(Items(201))));
  v1::DeleteRecordsRequest request;
  for (const v1::SaveResult& result : created_.results()) request.add_ids(result.id());
  v1::DeleteRecordsResponse response;
  ASSERT_TRUE(Succeeded(Call("RecordService/DeleteRecords", request, &response)));
  ASSERT_THAT(response.results(), SizeIs(201));
  for (const v1::SaveResult& result : response.results()) EXPECT_TRUE(result.success());
  EXPECT_EQ(org().Count("DELETE", kCollections), 2);
  EXPECT_EQ(CountItems(), 0);
  request.mutable_ids()->DeleteSubrange(1, 200);
  ASSERT_TRUE(Succeeded(Call("RecordService/DeleteRecords", request, &response)));
  EXPECT_FALSE(response.results(0).success());
  EXPECT_EQ(response.results(0).errors(0).status_code(), "ENTITY_IS_DELETED");
  request.add_ids("a00,a01");
  const Outcome outcome = Call("RecordService/DeleteRecords", request, &response);
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.fields, ElementsAre("ids[1]"));
}

TEST_F(RecordLists, ReadsAreInOrderAndWhatIsNotThereIsAbsent) {
  const std::vector<std::string> ids = org().Insert("Item__c", {R"("Name":"a")", R"("Name":"b")"});
  org().Delete("Item__c", ids[0]);
  v1::GetRecordsRequest request;
  request.set_sobject("Item__c");
  request.add_fields("Name");
  for (const std::string& id : {ids[1], ids[0], std::string("no id")}) request.add_ids(id);
  v1::GetRecordsResponse response;
  ASSERT_TRUE(Succeeded(Call("RecordService/GetRecords", request, &response)));
  ASSERT_THAT(response.results(), SizeIs(3));
  EXPECT_EQ(TextOf(response.results(0).record(), "Name"), "b");
  EXPECT_FALSE(response.results(1).has_record());
  EXPECT_FALSE(response.results(2).has_record());
  request.add_fields("Nope__c");
  const Outcome outcome = Call("RecordService/GetRecords", request, &response);
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "INVALID_FIELD"));
  EXPECT_THAT(outcome.message, HasSubstr("Nope__c"));
}

TEST_F(RecordLists, ALongReadTakesSeveralRequests) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"a")");
  v1::GetRecordsRequest request;
  request.set_sobject("Item__c");
  request.add_fields("Name");
  for (int i = 0; i < 2001; ++i) request.add_ids(id);
  v1::GetRecordsResponse response;
  ASSERT_TRUE(Succeeded(Call("RecordService/GetRecords", request, &response)));
  ASSERT_THAT(response.results(), SizeIs(2001));
  EXPECT_EQ(TextOf(response.results(2000).record(), "Name"), "a");
  EXPECT_EQ(org().Count("POST", kCollections), 2);
}

}  // namespace
}  // namespace sfconnector::conformance
