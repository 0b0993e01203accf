// SPDX-License-Identifier: Apache-2.0
// What Salesforce refuses of relations, of spans of time, and of binary fields.
#include <ctime>

#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::HasSubstr;

constexpr char kNoResource[] = "The requested resource does not exist";
constexpr char kDeleted[] = "entity is deleted";

class RelationErrors : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    parent_ = org().InsertOne("Item__c", R"("Name":"parent")");
    child_ = org().InsertOne("Item__c", R"("Name":"child","Parent__c":")" + parent_ + "\"");
  }

  // Reads a record and a page, changes, and deletes.
  std::vector<Outcome> ByEachWay(const std::string& sobject, const std::string& id,
                                 const std::string& relationship) {
    v1::GetRelatedRecordResponse record;
    v1::GetRelatedRecordsResponse page;
    v1::UpdateRelatedRecordResponse updated;
    v1::DeleteRelatedRecordResponse deleted;
    auto update = From<v1::UpdateRelatedRecordRequest>(sobject, id, relationship);
    *update.mutable_record()->add_fields() = TextField("Text__c", "x");
    return {Call("RecordService/GetRelatedRecord",
                 From<v1::GetRelatedRecordRequest>(sobject, id, relationship), &record),
            Call("RecordService/GetRelatedRecords",
                 From<v1::GetRelatedRecordsRequest>(sobject, id, relationship), &page),
            Call("RecordService/UpdateRelatedRecord", update, &updated),
            Call("RecordService/DeleteRelatedRecord",
                 From<v1::DeleteRelatedRecordRequest>(sobject, id, relationship), &deleted)};
  }

  template <class Request>
  static Request From(const std::string& sobject, const std::string& id,
                      const std::string& relationship) {
    Request request;
    request.set_sobject(sobject);
    request.set_id(id);
    request.set_relationship(relationship);
    return request;
  }

  std::string parent_;
  std::string child_;
};

TEST_F(RelationErrors, WhatLeadsNowhereIsNotFound) {
  for (const auto& [sobject, id, relationship] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"Item__c", parent_, "Parent__r"},
           {"Item__c", child_, "Nope__r"},
           {"Item__c", child_, "Text__c"},
           {"Nothing__c", child_, "Parent__r"},
           {"Item__c", "a00000000009999AAA", "Parent__r"}}) {
    SCOPED_TRACE(::testing::PrintToString(std::vector<std::string>{sobject, id, relationship}));
    for (const Outcome& outcome : ByEachWay(sobject, id, relationship))
      EXPECT_TRUE(Refused(outcome, kNotFound, "NOT_FOUND", 404, kNoResource));
  }
}

TEST_F(RelationErrors, ADeletedBeginningIsSaidToBeDeleted) {
  org().Delete("Item__c", child_);
  for (const Outcome& outcome : ByEachWay("Item__c", child_, "Parent__r"))
    EXPECT_TRUE(Refused(outcome, kNotFound, "ENTITY_IS_DELETED", 404, kDeleted));
}

TEST_F(RelationErrors, AnIdOfAnotherObjectIsMalformed) {
  for (const Outcome& outcome : ByEachWay("Item__c", "001000000000001AAA", "Parent__r")) {
    EXPECT_TRUE(Refused(outcome, kInvalidArgument, "MALFORMED_ID", 400,
                        "Item ID: id value of incorrect type: 001000000000001AAA", {"Id"}));
  }
}

TEST_F(RelationErrors, UnknownColumnsAreNamed) {
  auto record = From<v1::GetRelatedRecordRequest>("Item__c", child_, "Parent__r");
  record.add_fields("Nope__c");
  auto page = From<v1::GetRelatedRecordsRequest>("Item__c", parent_, "Parts__r");
  page.add_fields("Nope__c");
  auto update = From<v1::UpdateRelatedRecordRequest>("Item__c", child_, "Parent__r");
  *update.mutable_record()->add_fields() = TextField("Nope__c", "x");
  v1::GetRelatedRecordResponse got;
  v1::GetRelatedRecordsResponse page_got;
  v1::UpdateRelatedRecordResponse updated;
  for (const Outcome& outcome : {Call("RecordService/GetRelatedRecord", record, &got),
                                 Call("RecordService/GetRelatedRecords", page, &page_got),
                                 Call("RecordService/UpdateRelatedRecord", update, &updated)}) {
    EXPECT_TRUE(Refused(outcome, kInvalidArgument, "INVALID_FIELD", 400,
                        "No such column 'Nope__c' on sobject of type Item__c"));
  }
}

TEST_F(RelationErrors, ChildrenAreNotOneRecord) {
  const std::vector<Outcome> outcomes = ByEachWay("Item__c", parent_, "Parts__r");
  EXPECT_TRUE(RefusedFor(outcomes[0], "relationship"));
  for (const Outcome& outcome : {outcomes[2], outcomes[3]}) {
    EXPECT_TRUE(FailedWith(outcome, kUnimplemented, "METHOD_NOT_ALLOWED"));
    EXPECT_EQ(outcome.detail.http_status(), 405);
    EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
  }
  EXPECT_TRUE(Succeeded(GetRecord("Item__c", child_, {"Id"})));
}

TEST_F(RelationErrors, WhatTheRequestLacksIsNamedAndNothingIsSent) {
  for (const Outcome& outcome : ByEachWay("", child_, "Parent__r"))
    EXPECT_TRUE(RefusedFor(outcome, "sobject"));
  for (const std::string id : {"", "no id", "describe"}) {
    for (const Outcome& outcome : ByEachWay("Item__c", id, "Parent__r"))
      EXPECT_TRUE(RefusedFor(outcome, "id"));
  }
  for (const Outcome& outcome : ByEachWay("Item__c", child_, ""))
    EXPECT_TRUE(RefusedFor(outcome, "relationship"));
  v1::UpdateRelatedRecordResponse updated;
  EXPECT_TRUE(RefusedFor(
      Call("RecordService/UpdateRelatedRecord",
           From<v1::UpdateRelatedRecordRequest>("Item__c", child_, "Parent__r"), &updated),
      "record"));
  EXPECT_TRUE(org().Journal().empty());
}

// ---- Spans of time ----

class SpanErrors : public ConformanceTest {
 protected:
  static constexpr std::int64_t kDay = 86400;

  // The updated and the deleted records of a span, in seconds from now.
  std::vector<Outcome> InSpan(const std::string& sobject, std::int64_t start, std::int64_t end) {
    v1::ListUpdatedRecordsResponse updated;
    v1::ListDeletedRecordsResponse deleted;
    return {Call("RecordService/ListUpdatedRecords",
                 Span<v1::ListUpdatedRecordsRequest>(sobject, start, end), &updated),
            Call("RecordService/ListDeletedRecords",
                 Span<v1::ListDeletedRecordsRequest>(sobject, start, end), &deleted)};
  }

  template <class Request>
  static Request Span(const std::string& sobject, std::int64_t start, std::int64_t end) {
    Request request;
    request.set_sobject(sobject);
    request.mutable_start()->set_seconds(std::time(nullptr) + start);
    request.mutable_end()->set_seconds(std::time(nullptr) + end);
    return request;
  }
};

TEST_F(SpanErrors, SpansThatSalesforceDoesNotTakeAreRefused) {
  for (const Outcome& outcome : InSpan("Item__c", 3600, -3600)) {
    EXPECT_TRUE(Refused(outcome, kInvalidArgument, "INVALID_REPLICATION_DATE", 400,
                        "endDate must be at least one minute greater than startDate"));
  }
  const std::vector<Outcome> early = InSpan("Item__c", -31 * kDay, 0);
  EXPECT_TRUE(Refused(early[0], kInvalidArgument, "INVALID_REPLICATION_DATE", 400,
                      "startDate cannot be more than 30 days ago"));
  EXPECT_TRUE(Refused(early[1], kInvalidArgument, "INVALID_REPLICATION_DATE", 400,
                      "startDate cannot be more than 15 days ago"));
  EXPECT_TRUE(Succeeded(InSpan("Item__c", -29 * kDay, 0)[0]));
}

TEST_F(SpanErrors, TooManyRecordsAreOutOfRange) {
  const std::string text = "The result exceeds 600000 ids; ask for a shorter time";
  org().Fault(R"({"match":{"path":"/services/data/","count":0},"action":{"status":400,)"
              R"("error":{"code":"EXCEEDED_ID_LIMIT","message":")" +
              text + "\"}}}");
  for (const Outcome& outcome : InSpan("Item__c", -60, 60))
    EXPECT_TRUE(Refused(outcome, kOutOfRange, "EXCEEDED_ID_LIMIT", 400, text));
}

TEST_F(SpanErrors, UnknownObjectsAreNotFound) {
  for (const Outcome& outcome : InSpan("Nothing__c", -60, 60))
    EXPECT_TRUE(Refused(outcome, kNotFound, "NOT_FOUND", 404, kNoResource));
}

TEST_F(SpanErrors, WhatTheRequestLacksIsNamedAndNothingIsSent) {
  for (const Outcome& outcome : InSpan("", -60, 60)) EXPECT_TRUE(RefusedFor(outcome, "sobject"));
  constexpr std::int64_t kYear10000 = 253402300800;
  for (const Outcome& outcome : InSpan("Item__c", kYear10000, 0))
    EXPECT_TRUE(RefusedFor(outcome, "start"));
  for (const Outcome& outcome : InSpan("Item__c", 0, kYear10000))
    EXPECT_TRUE(RefusedFor(outcome, "end"));
  auto deleted = Span<v1::ListDeletedRecordsRequest>("Item__c", -60, 60);
  deleted.clear_end();
  v1::ListDeletedRecordsResponse response;
  EXPECT_TRUE(RefusedFor(Call("RecordService/ListDeletedRecords", deleted, &response), "end"));
  deleted.clear_start();
  EXPECT_TRUE(RefusedFor(Call("RecordService/ListDeletedRecords", deleted, &response), "start"));
  EXPECT_TRUE(org().Journal().empty());
}

TEST_F(SpanErrors, InstantsKeepTheirPlusSign) {
  EXPECT_TRUE(Succeeded(InSpan("Item__c", -60, 60)[0]));
  EXPECT_THAT(org().Journal().at(0).target, HasSubstr("%2B00%3A00"));
}

}  // namespace
}  // namespace sfconnector::conformance
