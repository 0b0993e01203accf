// SPDX-License-Identifier: Apache-2.0
// What replies to composite requests mean, also those that an org gives seldom.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "sfconnector/v1/composite_service.pb.h"
#include "tests/core/salesforce/operation_harness.h"

namespace sfconnector {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

class CompositeOperationsTest : public ::testing::Test {
 protected:
  // Requests `a`, `b` and so on.
  static v1::ExecuteCompositeRequest Creates(int count, bool all_or_none = false) {
    v1::ExecuteCompositeRequest request;
    request.set_all_or_none(all_or_none);
    for (int i = 0; i < count; ++i) {
      v1::CompositeSubrequest& each = *request.add_composite_request();
      each.set_reference_id(std::string(1, static_cast<char>('a' + i)));
      each.mutable_request()->mutable_create_record()->set_sobject("Account");
      each.mutable_request()->mutable_create_record()->mutable_record();
    }
    return request;
  }

  absl::Status Execute(const v1::ExecuteCompositeRequest& request, const std::string& reply) {
    harness_.http.AddReply(200, reply);
    return harness_.Run("CompositeService/ExecuteComposite", request, response_);
  }

  testing::OperationHarness harness_;
  v1::ExecuteCompositeResponse response_;
};

TEST_F(CompositeOperationsTest, ResultsComeInTheOrderOfTheRequests) {
  ASSERT_TRUE(Execute(Creates(2), R"({"compositeResponse":[
      {"body":{"id":"2"},"httpHeaders":{},"httpStatusCode":201,"referenceId":"b","new":1},
      {"body":{"id":"1"},"httpHeaders":{},"httpStatusCode":201,"referenceId":"a"}],"more":true})")
                  .ok());
  EXPECT_EQ(response_.composite_response(0).reference_id(), "a");
  EXPECT_EQ(response_.composite_response(1).reference_id(), "b");
  EXPECT_EQ(response_.composite_response(1).extra(0).name(), "new");
  EXPECT_EQ(response_.extra(0).name(), "more");
}

TEST_F(CompositeOperationsTest, ResultsThatAreNotThoseOfTheRequestsAreCorrupt) {
  for (const char* reply : {"{}", R"({"compositeResponse":[]})",
                            R"({"compositeResponse":[{"httpStatusCode":201,"referenceId":"x"}]})",
                            R"({"compositeResponse":[{"body":null,"referenceId":"a"}]})",
                            R"({"compositeResponse":[{"httpStatusCode":201,"referenceId":"a"},
            {"httpStatusCode":201,"referenceId":"a"}]})"}) {
    const absl::Status status = Execute(Creates(1), reply);
    EXPECT_EQ(GetReason(status), "CORRUPT_REPLY") << reply;
    EXPECT_EQ(GetSalesforceError(status)->outcome(), v1::OUTCOME_UNKNOWN);
  }
}

TEST_F(CompositeOperationsTest, AResultWithoutANameRefusesTheWhole) {
  const absl::Status status = Execute(Creates(2), R"({"compositeResponse":[{"body":[{
      "errorCode":"LIMIT_EXCEEDED","message":"too many"}],"httpHeaders":{},"httpStatusCode":400,
      "referenceId":null}]})");
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_EQ(GetReason(status), "LIMIT_EXCEEDED");
  EXPECT_EQ(GetSalesforceError(status)->outcome(), v1::OUTCOME_NOT_DONE);
}

TEST_F(CompositeOperationsTest, WhatIsSaidToBeDoneInATransactionThatFailedIsUndone) {
  ASSERT_TRUE(Execute(Creates(3, true), R"({"compositeResponse":[
      {"body":[{"id":"1","success":true,"errors":[]}],"httpStatusCode":200,"referenceId":"a"},
      {"body":[{"errorCode":"UNKNOWN_EXCEPTION","message":"oh"}],"httpStatusCode":500,
       "referenceId":"b"},
      {"body":[{"errorCode":"PROCESSING_HALTED","message":"The transaction was rolled back since )"
                                        R"(another operation in the same transaction failed."}],
       "httpStatusCode":400,"referenceId":"c"}]})")
                  .ok());
  EXPECT_EQ(response_.composite_response(0).state(), v1::SUBREQUEST_STATE_ROLLED_BACK);
  EXPECT_EQ(response_.composite_response(1).state(), v1::SUBREQUEST_STATE_FAILED);
  EXPECT_EQ(response_.composite_response(1).error().detail().outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(response_.composite_response(2).state(), v1::SUBREQUEST_STATE_ROLLED_BACK);
}

TEST_F(CompositeOperationsTest, WithoutATransactionAFailureOfTheOrgLeavesTheOutcomeOpen) {
  ASSERT_TRUE(Execute(Creates(1), R"({"compositeResponse":[{"body":[{
      "errorCode":"UNKNOWN_EXCEPTION","message":"oh"}],"httpStatusCode":500,"referenceId":"a"}]})")
                  .ok());
  EXPECT_EQ(response_.composite_response(0).error().detail().outcome(), v1::OUTCOME_UNKNOWN);
}

TEST_F(CompositeOperationsTest, TheRequestIsWrittenAsSalesforceWantsIt) {
  v1::ExecuteCompositeRequest request = Creates(1, true);
  request.set_collate_subrequests(true);
  v1::GetRecordRequest& get =
      *request.add_composite_request()->mutable_request()->mutable_get_record();
  request.mutable_composite_request(1)->set_reference_id("b");
  (*request.mutable_composite_request(1)->mutable_http_headers())["If-Modified-Since"] = "x";
  get.set_sobject("Account");
  get.set_id("@{a.id}");
  get.add_fields("Na me");
  const absl::Status status = Execute(request, R"({"compositeResponse":[
      {"httpStatusCode":201,"referenceId":"a"},{"body":null,"httpStatusCode":304,"referenceId":"b"}]})");
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(response_.composite_response(1).state(), v1::SUBREQUEST_STATE_DONE);
  const auto& sent = harness_.http.requests().at(0);
  EXPECT_THAT(sent.url, EndsWith("/services/data/v59.0/composite"));
  EXPECT_EQ(sent.body,
            R"({"allOrNone":true,"collateSubrequests":true,"compositeRequest":[)"
            R"({"method":"POST","url":"/services/data/v59.0/sobjects/Account","referenceId":"a",)"
            R"("body":{}},{"method":"GET",)"
            R"("url":"/services/data/v59.0/sobjects/Account/@{a.id}?fields=Na%20me",)"
            R"("referenceId":"b","httpHeaders":{"If-Modified-Since":"x"}}]})");
}

TEST_F(CompositeOperationsTest, IdsToDeleteMayBeReferencesAndNothingThatHoldsOne) {
  v1::ExecuteCompositeRequest request = Creates(1);
  v1::CompositeSubrequest& named = *request.add_composite_request();
  named.set_reference_id("b");
  v1::DeleteRecordsRequest& erase = *named.mutable_request()->mutable_delete_records();
  for (int i = 0; i < 20; ++i) erase.add_ids(i % 2 == 0 ? "@{a.id}" : "001000000000001AAA");
  ASSERT_TRUE(Execute(request, R"({"compositeResponse":[{"httpStatusCode":201,"referenceId":"a"},
      {"body":[],"httpStatusCode":200,"referenceId":"b"}]})")
                  .ok());
  EXPECT_THAT(harness_.http.requests().at(0).body,
              HasSubstr(R"("url":"/services/data/v59.0/composite/sobjects?)"
                        R"(ids=@{a.id}%2C001000000000001AAA%2C@{a.id}%2C)"));
  erase.set_ids(3, "@{a.id},x");
  const absl::Status refused = harness_.Run("CompositeService/ExecuteComposite", request);
  EXPECT_TRUE(absl::IsInvalidArgument(refused));
  EXPECT_THAT(std::string(refused.message()),
              HasSubstr("composite_request[1].request.delete_records.ids[3]"));
}

TEST_F(CompositeOperationsTest, TheTypeOfAListMayBeAReference) {
  v1::ExecuteCompositeRequest request = Creates(1);
  v1::CompositeSubrequest& named = *request.add_composite_request();
  named.set_reference_id("b");
  v1::GetRecordsRequest& read = *named.mutable_request()->mutable_get_records();
  read.set_sobject("@{a.type}");
  read.add_ids("@{a.id}");
  read.add_fields("Id");
  ASSERT_TRUE(Execute(request, R"({"compositeResponse":[{"httpStatusCode":201,"referenceId":"a"},
      {"body":[],"httpStatusCode":200,"referenceId":"b"}]})")
                  .ok());
  EXPECT_THAT(harness_.http.requests().at(0).body,
              HasSubstr(R"("url":"/services/data/v59.0/composite/sobjects/@{a.type}",)"
                        R"("referenceId":"b","body":{"ids":["@{a.id}"])"));
}

TEST_F(CompositeOperationsTest, ABatchKnowsNoReferences) {
  v1::ExecuteBatchRequest request;
  request.add_batch_requests()->mutable_request()->mutable_delete_records()->add_ids("@{a.id}");
  const absl::Status refused = harness_.Run("CompositeService/ExecuteBatch", request);
  EXPECT_TRUE(absl::IsInvalidArgument(refused));
  EXPECT_THAT(std::string(refused.message()),
              HasSubstr("batch_requests[0].request.delete_records.ids[0]"));
}

TEST_F(CompositeOperationsTest, ABatchThatOnlyReadsIsRepeated) {
  v1::ExecuteBatchRequest request;
  request.add_batch_requests()->mutable_request()->mutable_rest()->set_method("GET");
  request.mutable_batch_requests(0)->mutable_request()->mutable_rest()->set_path("limits");
  harness_.http.AddReply(200, "{}");
  harness_.http.AddReply(200, R"({"hasErrors":false,"results":[{"statusCode":200,"result":{}}]})");
  v1::ExecuteBatchResponse response;
  ASSERT_TRUE(harness_.Run("CompositeService/ExecuteBatch", request, response).ok());
  EXPECT_THAT(std::string(harness_.http.requests().at(1).body),
              HasSubstr(R"({"method":"GET","url":"v59.0/limits"})"));
}

}  // namespace
}  // namespace sfconnector
