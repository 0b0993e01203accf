// SPDX-License-Identifier: Apache-2.0
// Relations of records, which records have changed, and conditions.
#include <ctime>

#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::SizeIs;

class RecordRelations : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    parent_ = org().InsertOne("Item__c", R"("Name":"parent")");
    child_ = org().InsertOne("Item__c", R"("Name":"child","Parent__c":")" + parent_ + "\"");
  }

  template <class Request>
  static Request From(const std::string& id, const std::string& relationship) {
    Request request;
    request.set_sobject("Item__c");
    request.set_id(id);
    request.set_relationship(relationship);
    return request;
  }

  Outcome GetParent(const std::string& id, v1::Record* record) {
    v1::GetRelatedRecordResponse response;
    auto request = From<v1::GetRelatedRecordRequest>(id, "Parent__r");
    request.add_fields("Name");
    Outcome outcome = Call("RecordService/GetRelatedRecord", request, &response);
    *record = response.record();
    return outcome;
  }

  Outcome GetChildren(const std::string& id, v1::RecordSet* set,
                      const CallSettings& settings = {}) {
    v1::GetRelatedRecordsResponse response;
    auto request = From<v1::GetRelatedRecordsRequest>(id, "Parts__r");
    request.add_fields("Id");
    request.add_fields("Name");
    Outcome outcome = Call("RecordService/GetRelatedRecords", request, &response, settings);
    *set = response.record_set();
    return outcome;
  }

  std::string parent_;
  std::string child_;
};

TEST_F(RecordRelations, AParentIsRead) {
  v1::Record record;
  ASSERT_TRUE(Succeeded(GetParent(child_, &record)));
  EXPECT_EQ(record.type(), "Item__c");
  EXPECT_EQ(TextOf(record, "Name"), "parent");
  EXPECT_TRUE(FailedWith(GetParent(parent_, &record), kNotFound, "NOT_FOUND"));
}

TEST_F(RecordRelations, ChildrenAreAPage) {
  v1::RecordSet set;
  ASSERT_TRUE(Succeeded(GetChildren(parent_, &set)));
  EXPECT_EQ(set.total_size(), 1);
  EXPECT_TRUE(set.done());
  ASSERT_THAT(set.records(), SizeIs(1));
  EXPECT_EQ(TextOf(set.records(0), "Id"), child_);
  ASSERT_TRUE(Succeeded(GetChildren(child_, &set)));
  EXPECT_EQ(set.total_size(), 0);
  EXPECT_TRUE(set.done());
}

TEST_F(RecordRelations, ManyChildrenAreReadOnByQuery) {
  std::vector<std::string> members;
  for (int i = 0; i < 249; ++i) members.push_back(R"("Name":"n","Parent__c":")" + parent_ + "\"");
  org().Insert("Item__c", std::vector<std::string>(members.begin(), members.begin() + 200));
  org().Insert("Item__c", std::vector<std::string>(members.begin() + 200, members.end()));
  v1::RecordSet set;
  ASSERT_TRUE(Succeeded(GetChildren(parent_, &set, {{{"sforce-query-options", "batchSize=200"}}})));
  EXPECT_EQ(set.total_size(), 250);
  EXPECT_FALSE(set.done());
  v1::QueryRequest next;
  next.set_page_token(set.next_page_token());
  v1::QueryResponse page;
  ASSERT_TRUE(Succeeded(Query(next, &page)));
  EXPECT_TRUE(page.done());
  EXPECT_EQ(set.records_size() + page.records_size(), 250);
}

TEST_F(RecordRelations, ARelationshipToAParentHasNoPage) {
  v1::GetRelatedRecordsResponse response;
  const Outcome outcome = Call("RecordService/GetRelatedRecords",
                               From<v1::GetRelatedRecordsRequest>(child_, "Parent__r"), &response);
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.fields, ElementsAre("relationship"));
}

TEST_F(RecordRelations, AParentIsChangedAndDeleted) {
  auto update = From<v1::UpdateRelatedRecordRequest>(child_, "Parent__r");
  *update.mutable_record()->add_fields() = TextField("Text__c", "new");
  v1::UpdateRelatedRecordResponse updated;
  ASSERT_TRUE(Succeeded(Call("RecordService/UpdateRelatedRecord", update, &updated)));
  v1::Record record;
  ASSERT_TRUE(Succeeded(GetRecord("Item__c", parent_, {"Text__c"}, &record)));
  EXPECT_EQ(TextOf(record, "Text__c"), "new");
  v1::DeleteRelatedRecordResponse deleted;
  ASSERT_TRUE(Succeeded(Call("RecordService/DeleteRelatedRecord",
                             From<v1::DeleteRelatedRecordRequest>(child_, "Parent__r"), &deleted)));
  EXPECT_EQ(GetRecord("Item__c", parent_, {"Id"}).code, kNotFound);
}

class Replication : public ConformanceTest {
 protected:
  // A span of an hour on either side of now.
  template <class Request>
  static Request Span() {
    Request request;
    request.set_sobject("Item__c");
    request.mutable_start()->set_seconds(std::time(nullptr) - 3600);
    request.mutable_end()->set_seconds(std::time(nullptr) + 3600);
    return request;
  }
};

TEST_F(Replication, UpdatedAndDeletedRecordsAreListedApart) {
  const std::vector<std::string> ids = org().Insert("Item__c", {R"("Name":"a")", R"("Name":"b")"});
  org().Delete("Item__c", ids[1]);
  v1::ListUpdatedRecordsResponse updated;
  ASSERT_TRUE(Succeeded(
      Call("RecordService/ListUpdatedRecords", Span<v1::ListUpdatedRecordsRequest>(), &updated)));
  EXPECT_THAT(updated.ids(), Contains(ids[0]));
  EXPECT_THAT(updated.ids(), Not(Contains(ids[1])));
  EXPECT_GT(updated.latest_date_covered().seconds(), 0);
  v1::ListDeletedRecordsResponse deleted;
  ASSERT_TRUE(Succeeded(
      Call("RecordService/ListDeletedRecords", Span<v1::ListDeletedRecordsRequest>(), &deleted)));
  ASSERT_THAT(deleted.deleted_records(), SizeIs(1));
  EXPECT_EQ(deleted.deleted_records(0).id(), ids[1]);
  EXPECT_GT(deleted.deleted_records(0).deleted_date().seconds(), 0);
  EXPECT_GT(deleted.latest_date_covered().seconds(), 0);
}

TEST_F(Replication, BothInstantsAreRequiredAndInOrder) {
  auto request = Span<v1::ListUpdatedRecordsRequest>();
  request.clear_start();
  v1::ListUpdatedRecordsResponse response;
  Outcome outcome = Call("RecordService/ListUpdatedRecords", request, &response);
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.fields, ElementsAre("start"));
  EXPECT_EQ(org().Count("GET"), 0);
  request = Span<v1::ListUpdatedRecordsRequest>();
  request.mutable_start()->Swap(request.mutable_end());
  outcome = Call("RecordService/ListUpdatedRecords", request, &response);
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "INVALID_REPLICATION_DATE"));
}

class Conditions : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    id_ = org().InsertOne("Account", R"("Name":"a")");
  }

  Outcome Get(const CallSettings& settings = {}) {
    v1::GetRecordRequest request;
    request.set_sobject("Account");
    request.set_id(id_);
    request.add_fields("Name");
    return Call("RecordService/GetRecord", request, &got_, settings);
  }

  Outcome Update(const std::string& name, const CallSettings& settings) {
    v1::UpdateRecordRequest request;
    request.set_sobject("Account");
    request.set_id(id_);
    *request.mutable_record()->add_fields() = TextField("Name", name);
    v1::UpdateRecordResponse response;
    return Call("RecordService/UpdateRecord", request, &response, settings);
  }

  std::string id_;
  v1::GetRecordResponse got_;
};

TEST_F(Conditions, ARecordThatHasNotChangedIsAnAnswer) {
  Outcome outcome = Get();
  ASSERT_TRUE(Succeeded(outcome));
  EXPECT_FALSE(got_.not_modified());
  ASSERT_THAT(outcome.metadata, Contains(::testing::Key("last-modified")));
  ASSERT_THAT(outcome.metadata, Contains(::testing::Key("etag")));
  for (const CallSettings& unchanged :
       {CallSettings{{{"if-modified-since", outcome.metadata["last-modified"]}}},
        CallSettings{{{"if-none-match", outcome.metadata["etag"]}}}}) {
    ASSERT_TRUE(Succeeded(Get(unchanged)));
    EXPECT_TRUE(got_.not_modified());
    EXPECT_FALSE(got_.has_record());
  }
  ASSERT_TRUE(Succeeded(Get({{{"if-none-match", "\"other\""}}})));
  EXPECT_FALSE(got_.not_modified());
  EXPECT_EQ(TextOf(got_.record(), "Name"), "a");
}

TEST_F(Conditions, AChangeWhoseConditionDoesNotHoldIsNotMade) {
  Outcome outcome = Get();
  ASSERT_TRUE(Succeeded(outcome));
  const std::string tag = outcome.metadata["etag"];
  for (const CallSettings& settings :
       {CallSettings{{{"if-match", "\"other\""}}},
        CallSettings{{{"if-unmodified-since", "Tue, 10 Aug 2010 00:00:00 GMT"}}}}) {
    const Outcome refused = Update("b", settings);
    EXPECT_EQ(refused.code, kFailedPrecondition) << refused;
    EXPECT_EQ(refused.detail.http_status(), 412);
    EXPECT_EQ(refused.detail.outcome(), v1::OUTCOME_NOT_DONE);
  }
  ASSERT_TRUE(Succeeded(Get()));
  EXPECT_EQ(TextOf(got_.record(), "Name"), "a");
  EXPECT_TRUE(Succeeded(Update("b", {{{"if-match", tag}}})));
}

TEST_F(Conditions, AChangeUnderAConditionIsNotRepeatedAfterALostReply) {
  Outcome outcome = Get();
  ASSERT_TRUE(Succeeded(outcome));
  org().Fault(R"({"match":{"method":"PATCH"},"action":{"when":"after","close":"reset"}})");
  const Outcome lost = Update("b", {{{"if-match", outcome.metadata["etag"]}}});
  EXPECT_EQ(lost.code, kUnavailable) << lost;
  EXPECT_EQ(lost.detail.outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(org().Count("PATCH"), 1);
}

}  // namespace
}  // namespace sfconnector::conformance
