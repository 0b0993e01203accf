// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "sfconnector/v1/record_service.pb.h"
#include "tests/core/salesforce/operation_harness.h"

namespace sfconnector {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

class RecordOperationsTest : public ::testing::Test {
 protected:
  static v1::UpsertRecordRequest Upsert() {
    v1::UpsertRecordRequest request;
    request.set_sobject("Account");
    request.set_external_id_field("Key__c");
    request.set_external_id("a/b");
    v1::Field& field = *request.mutable_record()->add_fields();
    field.set_name("Name");
    field.mutable_value()->set_string_value("x");
    return request;
  }

  static v1::CreateRecordsRequest TwoRecords() {
    v1::CreateRecordsRequest request;
    for (int i = 0; i < 2; ++i) request.add_records()->set_type("Account");
    return request;
  }

  testing::OperationHarness harness_;
};

TEST_F(RecordOperationsTest, AnUpsertSaysWhetherTheRecordIsNew) {
  v1::UpsertRecordResponse response;
  harness_.http.AddReply(201, R"({"id":"001","success":true,"errors":[],"created":true})");
  ASSERT_TRUE(harness_.Run("RecordService/UpsertRecord", Upsert(), response).ok());
  EXPECT_TRUE(response.created());
  harness_.http.AddReply(200, R"({"id":"001","success":true,"errors":[],"created":false})");
  ASSERT_TRUE(harness_.Run("RecordService/UpsertRecord", Upsert(), response).ok());
  EXPECT_FALSE(response.created());
  EXPECT_EQ(response.id(), "001");
  EXPECT_THAT(harness_.http.requests().at(0).url, EndsWith("/sobjects/Account/Key__c/a%2Fb"));
  EXPECT_EQ(harness_.http.requests().at(0).body, R"({"Name":"x"})");
}

TEST_F(RecordOperationsTest, AnUpsertUnderstandsOldVersions) {
  v1::UpsertRecordResponse response;
  harness_.http.AddReply(201, R"({"id":"001","success":true,"errors":[]})");
  ASSERT_TRUE(harness_.Run("RecordService/UpsertRecord", Upsert(), response).ok());
  EXPECT_TRUE(response.created());
  harness_.http.AddReply(204, "");
  ASSERT_TRUE(harness_.Run("RecordService/UpsertRecord", Upsert(), response).ok());
  EXPECT_TRUE(response.success());
  EXPECT_FALSE(response.created());
}

TEST_F(RecordOperationsTest, AnUpdateOnlyUpsertSaysSo) {
  v1::UpsertRecordRequest request = Upsert();
  request.set_update_only(true);
  harness_.http.AddReply(404, R"([{"errorCode":"NOT_FOUND","message":"none"}])");
  EXPECT_TRUE(absl::IsNotFound(harness_.Run("RecordService/UpsertRecord", request)));
  EXPECT_THAT(harness_.http.requests().at(0).url, EndsWith("?updateOnly=true"));
}

TEST_F(RecordOperationsTest, AnAmbiguousExternalIdListsTheRecords) {
  harness_.http.AddReply(300, R"(["/services/data/v59.0/sobjects/Account/001A","/x/001B"])");
  const absl::Status status = harness_.Run("RecordService/UpsertRecord", Upsert());
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_EQ(GetSalesforceError(status)->matches_size(), 2);
  EXPECT_EQ(GetSalesforceError(status)->outcome(), v1::OUTCOME_NOT_DONE);
}

TEST_F(RecordOperationsTest, AnUpsertIsRepeatedAfterALostReply) {
  harness_.http.AddError(testing::ReplyLostError());
  harness_.http.AddReply(200, R"({"id":"001","success":true,"errors":[],"created":false})");
  EXPECT_TRUE(harness_.Run("RecordService/UpsertRecord", Upsert()).ok());
  EXPECT_EQ(harness_.http.requests().size(), 2u);
}

TEST_F(RecordOperationsTest, EveryRowOfACollectionHasItsResult) {
  harness_.http.AddReply(200, R"([{"id":"001","success":true,"errors":[]},
    {"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"m","fields":["Name"]}]}])");
  v1::CreateRecordsResponse response;
  ASSERT_TRUE(harness_.Run("RecordService/CreateRecords", TwoRecords(), response).ok());
  ASSERT_EQ(response.results_size(), 2);
  EXPECT_TRUE(response.results(0).success());
  EXPECT_EQ(response.results(1).errors(0).status_code(), "REQUIRED_FIELD_MISSING");
  EXPECT_EQ(harness_.http.requests().at(0).body,
            R"({"records":[{"attributes":{"type":"Account"}},{"attributes":{"type":"Account"}}]})");
}

TEST_F(RecordOperationsTest, RowResultsThatComeWithStatus400AreResults) {
  harness_.http.AddReply(400, R"([{"success":false,"errors":[{"statusCode":"A"}]},
                                  {"success":false,"errors":[{"statusCode":"B"}]}])");
  v1::CreateRecordsResponse response;
  EXPECT_TRUE(harness_.Run("RecordService/CreateRecords", TwoRecords(), response).ok());
  EXPECT_EQ(response.results_size(), 2);
}

TEST_F(RecordOperationsTest, AResultThatTellsNothingIsAnUnknownOutcome) {
  harness_.http.AddReply(200, R"([{"id":"001","success":true,"errors":[]},{}])");
  const absl::Status status = harness_.Run("RecordService/CreateRecords", TwoRecords());
  EXPECT_EQ(GetReason(status), "CORRUPT_REPLY") << status;
  EXPECT_EQ(GetSalesforceError(status)->outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(harness_.http.requests().size(), 1u);
}

TEST_F(RecordOperationsTest, AnErrorWithStatus400IsAnError) {
  harness_.http.AddReply(400, R"([{"message":"m","errorCode":"JSON_PARSER_ERROR"}])");
  EXPECT_TRUE(absl::IsInvalidArgument(harness_.Run("RecordService/CreateRecords", TwoRecords())));
}

TEST_F(RecordOperationsTest, MissingResultsAreNoticed) {
  harness_.http.AddReply(200, R"([{"id":"001","success":true,"errors":[]}])");
  const absl::Status status = harness_.Run("RecordService/CreateRecords", TwoRecords());
  EXPECT_EQ(GetReason(status), "CORRUPT_REPLY");
  EXPECT_EQ(GetSalesforceError(status)->outcome(), v1::OUTCOME_UNKNOWN);
}

TEST_F(RecordOperationsTest, CollectionsAreCheckedBeforeTheyAreSent) {
  EXPECT_THAT(
      std::string(
          harness_.Run("RecordService/CreateRecords", v1::CreateRecordsRequest()).message()),
      HasSubstr("records: is required"));
  v1::CreateRecordsRequest untyped = TwoRecords();
  untyped.mutable_records(1)->clear_type();
  EXPECT_THAT(std::string(harness_.Run("RecordService/CreateRecords", untyped).message()),
              HasSubstr("records[1].type"));
  EXPECT_TRUE(harness_.http.requests().empty());
}

TEST_F(RecordOperationsTest, AnUpsertWithoutARecordIsRefusedAndNotSent) {
  v1::UpsertRecordRequest request = Upsert();
  request.clear_record();
  const absl::Status status = harness_.Run("RecordService/UpsertRecord", request);
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_EQ(status.message(), "record: is required");
  EXPECT_TRUE(harness_.http.requests().empty());
}

TEST_F(RecordOperationsTest, ANumberThatIsNoneIsNamedAndNotSent) {
  v1::UpsertRecordRequest request = Upsert();
  request.mutable_record()->mutable_fields(0)->mutable_value()->set_decimal_value("1,\"x\":2");
  const absl::Status status = harness_.Run("RecordService/UpsertRecord", request);
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr("Name"));
  EXPECT_TRUE(harness_.http.requests().empty());
}

}  // namespace
}  // namespace sfconnector
