// SPDX-License-Identifier: Apache-2.0
// What replies about actions may look like, beyond what an org was seen to send.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "sfconnector/v1/action_service.pb.h"
#include "sfconnector/v1/invocable_actions.pb.h"
#include "sfconnector/v1/processes.pb.h"
#include "tests/core/salesforce/operation_harness.h"

namespace sfconnector {
namespace {

using ::testing::EndsWith;

class ActionOperationsTest : public ::testing::Test {
 protected:
  absl::Status Invoke(int inputs, v1::InvokeActionResponse& response) {
    v1::InvokeActionRequest request;
    request.set_action("custom/flow/F");
    for (int i = 0; i < inputs; ++i) request.add_inputs();
    return harness_.Run("ActionService/InvokeAction", request, response);
  }

  testing::OperationHarness harness_;
};

TEST_F(ActionOperationsTest, ResultsCountWhateverTheStatus) {
  for (const int status : {200, 207, 400, 500}) {
    SCOPED_TRACE(status);
    harness_.http.AddReply(status, R"([{"actionName":"F","isSuccess":true,"outputValues":null},
        {"actionName":"F","isSuccess":false,"errors":[{"statusCode":"S","message":"m"}]}])");
    v1::InvokeActionResponse response;
    ASSERT_TRUE(Invoke(2, response).ok());
    EXPECT_TRUE(response.results(0).is_success());
    EXPECT_EQ(response.results(1).errors(0).status_code(), "S");
  }
}

TEST_F(ActionOperationsTest, ErrorsAreNoResults) {
  harness_.http.AddReply(400, R"([{"errorCode":"A","message":"m"},{"errorCode":"B"}])");
  v1::InvokeActionResponse response;
  EXPECT_EQ(GetReason(Invoke(2, response)), "A");
}

TEST_F(ActionOperationsTest, FailedResultsOfOtherInputsAreAnErrorThatTellsThem) {
  harness_.http.AddReply(400, R"([{"actionName":"F","isSuccess":false,
      "errors":[{"statusCode":"MISSING_RECORD","message":"m","fields":[]}]}])");
  v1::InvokeActionResponse response;
  const absl::Status status = Invoke(2, response);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(GetReason(status), "MISSING_RECORD");
}

TEST_F(ActionOperationsTest, InputsAreWrittenAsTheyStand) {
  v1::InvokeActionRequest request;
  request.set_action("/standard/a b/c%");
  v1::Field& field = *request.add_inputs()->add_fields();
  field.set_name("x\"y");
  field.mutable_value()->set_decimal_value("1.50");
  request.add_inputs();
  harness_.http.AddReply(200, R"([{"isSuccess":true},{"isSuccess":true}])");
  v1::InvokeActionResponse response;
  ASSERT_TRUE(harness_.Run("ActionService/InvokeAction", request, response).ok());
  EXPECT_THAT(harness_.http.requests().at(0).url,
              EndsWith("/services/data/v59.0/actions/standard/a%20b/c%25"));
  EXPECT_EQ(harness_.http.requests().at(0).body, R"({"inputs":[{"x\"y":1.50},{}]})");
}

TEST_F(ActionOperationsTest, ContextsThatAreNoUrlsAreKept) {
  harness_.http.AddReply(200, R"({"standard":"/s","more":{"a":1}})");
  v1::ListInvocableActionsResponse response;
  ASSERT_TRUE(
      harness_
          .Run("ActionService/ListInvocableActions", v1::ListInvocableActionsRequest(), response)
          .ok());
  EXPECT_EQ(response.contexts().at("standard"), "/s");
  ASSERT_EQ(response.extra_size(), 1);
  EXPECT_EQ(response.extra(0).name(), "more");
}

TEST_F(ActionOperationsTest, ProcessesOfEachSObjectComeTogetherWithTheirUnknownKeys) {
  harness_.http.AddReply(200, R"({"approvals":{"Account":[{"id":"1","new":true},{"id":"2"}],
      "Case":[],"Lead":[{"id":"3","sortOrder":7}]},"next":null})");
  v1::ListProcessApprovalsResponse response;
  ASSERT_TRUE(
      harness_
          .Run("ActionService/ListProcessApprovals", v1::ListProcessApprovalsRequest(), response)
          .ok());
  ASSERT_EQ(response.approvals_size(), 3);
  EXPECT_EQ(response.approvals(0).extra(0).name(), "new");
  EXPECT_EQ(response.approvals(2).sort_order(), 7);
  EXPECT_EQ(response.extra_size(), 1);
}

TEST_F(ActionOperationsTest, SubmissionsAreWrittenInSalesforcesWords) {
  v1::SubmitApprovalRequest request;
  v1::ApprovalSubmission& submission = *request.add_requests();
  submission.set_context_id("001000000000001AAA");
  submission.set_context_actor_id("005000000000001AAA");
  submission.set_comments("c\"");
  submission.add_next_approver_ids("005000000000002AAA");
  submission.set_process_definition_name_or_id("P");
  submission.set_skip_entry_criteria(true);
  harness_.http.AddReply(200, R"([{"success":true,"new":1}])");
  v1::SubmitApprovalResponse response;
  ASSERT_TRUE(harness_.Run("ActionService/SubmitApproval", request, response).ok());
  EXPECT_EQ(harness_.http.requests().at(0).body,
            R"({"requests":[{"actionType":"Submit","contextId":"001000000000001AAA",)"
            R"("comments":"c\"","nextApproverIds":["005000000000002AAA"],)"
            R"("contextActorId":"005000000000001AAA","processDefinitionNameOrId":"P",)"
            R"("skipEntryCriteria":true}]})");
  EXPECT_EQ(response.results(0).extra(0).name(), "new");
}

TEST_F(ActionOperationsTest, AReplyThatLostItsBodyIsNoSuccess) {
  for (const char* body : {"", "{}", "null"}) {
    SCOPED_TRACE(body);
    harness_.http.AddReply(200, body);
    v1::TriggerProcessRulesRequest request;
    request.add_context_ids("001000000000001AAA");
    v1::TriggerProcessRulesResponse response;
    EXPECT_EQ(GetReason(harness_.Run("ActionService/TriggerProcessRules", request, response)),
              "CORRUPT_REPLY");
  }
}

}  // namespace
}  // namespace sfconnector
