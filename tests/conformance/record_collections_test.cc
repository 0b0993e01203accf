// SPDX-License-Identifier: Apache-2.0
// Collections of records: each row has a result of its own.
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class RecordCollections : public ConformanceTest {
 protected:
  static void Add(v1::CreateRecordsRequest& request, const std::vector<v1::Field>& fields,
                  const std::string& type = "Item__c") {
    v1::Record& record = *request.add_records();
    record.set_type(type);
    for (const v1::Field& field : fields) *record.add_fields() = field;
  }

  Outcome CreateRecords(const v1::CreateRecordsRequest& request) {
    return Call("RecordService/CreateRecords", request, &response_);
  }

  std::int64_t CountItems() {
    v1::QueryResponse response;
    EXPECT_TRUE(Succeeded(Query("SELECT COUNT() FROM Item__c", &response)));
    return response.total_size();
  }

  v1::CreateRecordsResponse response_;
};

TEST_F(RecordCollections, RowsHaveTheirResultsInOrder) {
  v1::CreateRecordsRequest request;
  Add(request, {TextField("Name", "a")});
  Add(request, {TextField("Text__c", "no name")});
  Add(request, {TextField("Name", "c"), TextField("Nope__c", "x")});
  Add(request, {TextField("LastName", "d")}, "Contact");
  ASSERT_TRUE(Succeeded(CreateRecords(request)));
  ASSERT_THAT(response_.results(), SizeIs(4));
  EXPECT_TRUE(response_.results(0).success());
  EXPECT_THAT(response_.results(0).id(), SizeIs(18));
  EXPECT_FALSE(response_.results(1).success());
  EXPECT_EQ(response_.results(1).errors(0).status_code(), "REQUIRED_FIELD_MISSING");
  EXPECT_THAT(response_.results(1).errors(0).fields(), ElementsAre("Name"));
  EXPECT_FALSE(response_.results(2).success());
  EXPECT_TRUE(response_.results(3).success());
  EXPECT_EQ(response_.results(3).id().substr(0, 3), "003");
  EXPECT_EQ(CountItems(), 1);
}

TEST_F(RecordCollections, AllOrNoneUndoesTheOtherRows) {
  v1::CreateRecordsRequest request;
  request.set_all_or_none(true);
  Add(request, {TextField("Name", "a")});
  Add(request, {TextField("Text__c", "no name")});
  ASSERT_TRUE(Succeeded(CreateRecords(request)));
  ASSERT_THAT(response_.results(), SizeIs(2));
  EXPECT_FALSE(response_.results(0).success());
  EXPECT_EQ(response_.results(0).errors(0).status_code(), "ALL_OR_NONE_OPERATION_ROLLED_BACK");
  EXPECT_FALSE(response_.results(1).success());
  EXPECT_EQ(CountItems(), 0);
}

TEST_F(RecordCollections, TwoHundredRowsAreOneCall) {
  v1::CreateRecordsRequest request;
  for (int i = 0; i < 200; ++i) Add(request, {TextField("Name", std::to_string(i))});
  ASSERT_TRUE(Succeeded(CreateRecords(request)));
  ASSERT_THAT(response_.results(), SizeIs(200));
  EXPECT_EQ(org().Count("POST"), 1);
  EXPECT_EQ(CountItems(), 200);
  v1::Record record;
  ASSERT_TRUE(Succeeded(GetRecord("Item__c", response_.results(123).id(), {"Name"}, &record)));
  EXPECT_EQ(TextOf(record, "Name"), "123");
}

TEST_F(RecordCollections, NoRowsAreRefusedAndNothingIsSent) {
  const Outcome outcome = CreateRecords({});
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.fields, ElementsAre("records"));
  EXPECT_EQ(org().Count("POST"), 0);
}

TEST_F(RecordCollections, MissingTypeIsNamed) {
  v1::CreateRecordsRequest request;
  Add(request, {TextField("Name", "a")});
  Add(request, {TextField("Name", "b")}, "");
  const Outcome outcome = CreateRecords(request);
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.fields, ElementsAre("records[1].type"));
  EXPECT_EQ(org().Count("POST"), 0);
}

}  // namespace
}  // namespace sfconnector::conformance
