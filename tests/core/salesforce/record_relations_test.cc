// SPDX-License-Identifier: Apache-2.0
// Relations of records, which records have changed, and reads under a condition.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "sfconnector/v1/query_service.pb.h"
#include "sfconnector/v1/record_service.pb.h"
#include "tests/core/salesforce/operation_harness.h"

namespace sfconnector {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr char kId[] = "001000000000001AAA";

class RecordRelationsTest : public ::testing::Test {
 protected:
  static v1::GetRelatedRecordsRequest Children() {
    v1::GetRelatedRecordsRequest request;
    request.set_sobject("Account");
    request.set_id(kId);
    request.set_relationship("Contacts");
    request.add_fields("Id");
    request.add_fields("LastName");
    return request;
  }

  testing::OperationHarness harness_;
};

TEST_F(RecordRelationsTest, ChildrenComeAsAPageThatQueryReadsOn) {
  harness_.http.AddReply(200, R"({"totalSize":2,"done":false,
      "nextRecordsUrl":"/services/data/v59.0/query/01gX-1",
      "records":[{"attributes":{"type":"Contact"},"Id":"1"}]})");
  v1::GetRelatedRecordsResponse response;
  ASSERT_TRUE(harness_.Run("RecordService/GetRelatedRecords", Children(), response).ok());
  EXPECT_THAT(harness_.http.requests().at(0).url,
              EndsWith("/sobjects/Account/001000000000001AAA/Contacts?fields=Id%2CLastName"));
  EXPECT_EQ(response.record_set().total_size(), 2);
  EXPECT_FALSE(response.record_set().done());
  EXPECT_EQ(response.record_set().records(0).type(), "Contact");

  v1::QueryRequest next;
  next.set_page_token(response.record_set().next_page_token());
  harness_.http.AddReply(200, R"({"totalSize":2,"done":true,
      "records":[{"attributes":{"type":"Contact"},"Id":"2"}]})");
  v1::QueryResponse page;
  ASSERT_TRUE(harness_.Run("QueryService/Query", next, page).ok());
  EXPECT_THAT(harness_.http.requests().at(1).url, EndsWith("/services/data/v59.0/query/01gX-1"));
  EXPECT_EQ(page.records(0).fields(0).value().string_value(), "2");
}

TEST_F(RecordRelationsTest, NoChildrenAreAnEmptyPage) {
  harness_.http.AddReply(200, R"({"done":true,"totalSize":0,"records":[],"new":1})");
  v1::GetRelatedRecordsResponse response;
  ASSERT_TRUE(harness_.Run("RecordService/GetRelatedRecords", Children(), response).ok());
  EXPECT_TRUE(response.record_set().done());
  EXPECT_EQ(response.record_set().records_size(), 0);
}

TEST_F(RecordRelationsTest, APageThatLostItsEndIsCorrupt) {
  for (const char* body : {R"({"totalSize":2,"done":false,"records":[]})", "{}", "",
                           R"({"totalSize":2,"done":false,"records":[],"nextRecordsUrl":"/x"})"}) {
    for (int i = 0; i < 4; ++i) harness_.http.AddReply(200, body);
    const absl::Status status = harness_.Run("RecordService/GetRelatedRecords", Children());
    EXPECT_EQ(GetReason(status), "CORRUPT_REPLY") << body;
  }
}

TEST_F(RecordRelationsTest, ARelationshipToAParentHasNoPage) {
  harness_.http.AddReply(200, R"({"attributes":{"type":"Account","url":"/u"},"Id":"1"})");
  const absl::Status status = harness_.Run("RecordService/GetRelatedRecords", Children());
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr("relationship: leads to one record"));
  EXPECT_EQ(harness_.http.requests().size(), 1u);
}

TEST_F(RecordRelationsTest, ChildrenAreNotOneRecord) {
  v1::GetRelatedRecordRequest request;
  request.set_sobject("Account");
  request.set_id(kId);
  request.set_relationship("Contacts");
  for (const char* body : {R"({"totalSize":0,"done":true,"records":[]})",
                           R"({"done":true,"totalSize":0,"records":[],"new":1})"}) {
    harness_.http.AddReply(200, body);
    const absl::Status status = harness_.Run("RecordService/GetRelatedRecord", request);
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr("relationship: leads to children"));
  }
}

TEST_F(RecordRelationsTest, AParentIsReadChangedAndDeleted) {
  v1::GetRelatedRecordRequest get;
  get.set_sobject("Contact");
  get.set_id("003000000000001AAA");
  get.set_relationship("Account");
  get.add_fields("Name");
  harness_.http.AddReply(200, R"({"attributes":{"type":"Account","url":"/u"},"Name":"a"})");
  v1::GetRelatedRecordResponse got;
  ASSERT_TRUE(harness_.Run("RecordService/GetRelatedRecord", get, got).ok());
  EXPECT_EQ(got.record().type(), "Account");
  harness_.http.AddReply(404, R"([{"errorCode":"NOT_FOUND","message":"m"}])");
  EXPECT_TRUE(absl::IsNotFound(harness_.Run("RecordService/GetRelatedRecord", get)));

  v1::UpdateRelatedRecordRequest update;
  update.set_sobject("Contact");
  update.set_id("003000000000001AAA");
  update.set_relationship("Account");
  v1::Field& field = *update.mutable_record()->add_fields();
  field.set_name("Fax");
  field.mutable_value()->set_null_value(v1::NULL_VALUE_UNSPECIFIED);
  harness_.http.AddReply(204, "");
  EXPECT_TRUE(harness_.Run("RecordService/UpdateRelatedRecord", update).ok());

  v1::DeleteRelatedRecordRequest remove;
  remove.set_sobject("Contact");
  remove.set_id("003000000000001AAA");
  remove.set_relationship("Account");
  harness_.http.AddReply(204, "");
  EXPECT_TRUE(harness_.Run("RecordService/DeleteRelatedRecord", remove).ok());

  const auto& requests = harness_.http.requests();
  EXPECT_THAT(requests.at(0).url, EndsWith("/Contact/003000000000001AAA/Account?fields=Name"));
  EXPECT_EQ(requests.at(2).method, "PATCH");
  EXPECT_EQ(requests.at(2).body, R"({"Fax":null})");
  EXPECT_EQ(requests.at(3).method, "DELETE");
  EXPECT_THAT(requests.at(3).url, EndsWith("/Contact/003000000000001AAA/Account"));
}

TEST_F(RecordRelationsTest, DeletedRecordsAreListed) {
  v1::ListDeletedRecordsRequest request;
  request.set_sobject("Account");
  request.mutable_start()->set_seconds(1439971200);
  request.mutable_end()->set_seconds(1439974800);
  harness_.http.AddReply(200, R"({"deletedRecords":[
      {"id":"001000000000001AAA","deletedDate":"2015-08-19T08:05:00.000+0000"}],
      "earliestDateAvailable":"2015-07-01T00:00:00.000+0000",
      "latestDateCovered":"2015-08-19T09:00:00.000+0000"})");
  v1::ListDeletedRecordsResponse response;
  ASSERT_TRUE(harness_.Run("RecordService/ListDeletedRecords", request, response).ok());
  ASSERT_EQ(response.deleted_records_size(), 1);
  EXPECT_EQ(response.deleted_records(0).id(), kId);
  EXPECT_EQ(response.deleted_records(0).deleted_date().seconds(), 1439971500);
  EXPECT_EQ(response.latest_date_covered().seconds(), 1439974800);
  EXPECT_THAT(harness_.http.requests().at(0).url,
              EndsWith("/sobjects/Account/deleted/?start=2015-08-19T08%3A00%3A00%2B00%3A00"
                       "&end=2015-08-19T09%3A00%3A00%2B00%3A00"));
}

TEST_F(RecordRelationsTest, ARecordThatHasNotChangedIsAnAnswer) {
  v1::GetRecordRequest request;
  request.set_sobject("Account");
  request.set_id(kId);
  harness_.http.AddReply(304, "", {{"ETag", "\"tag\""}});
  v1::GetRecordResponse response;
  ASSERT_TRUE(harness_.Run("RecordService/GetRecord", request, response).ok());
  EXPECT_TRUE(response.not_modified());
  EXPECT_FALSE(response.has_record());
  EXPECT_EQ(harness_.call->reply().entries["etag"], "\"tag\"");
}

}  // namespace
}  // namespace sfconnector
