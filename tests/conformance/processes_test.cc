// SPDX-License-Identifier: Apache-2.0
// Approval processes and workflow rules.
#include "sfconnector/v1/action_service.pb.h"
#include "sfconnector/v1/processes.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Processes : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    id_ = org().InsertOne("Item__c", R"("Name":"a","Flag__c":true)");
    other_ = org().InsertOne("Item__c", R"("Name":"b","Flag__c":false)");
  }

  Outcome Submit(const std::vector<v1::ApprovalSubmission>& submissions) {
    v1::SubmitApprovalRequest request;
    for (const v1::ApprovalSubmission& submission : submissions) {
      *request.add_requests() = submission;
    }
    submitted_.Clear();
    return Call("ActionService/SubmitApproval", request, &submitted_);
  }

  static v1::ApprovalSubmission Of(const std::string& id) {
    v1::ApprovalSubmission submission;
    submission.set_context_id(id);
    return submission;
  }

  Outcome Decide(v1::ApprovalDecision::Action action, const std::string& workitem) {
    v1::ApproveOrRejectRequest request;
    v1::ApprovalDecision& decision = *request.add_requests();
    decision.set_action(action);
    decision.set_context_id(workitem);
    decision.set_comments("<fine> & \"good\"]]>");
    decided_.Clear();
    return Call("ActionService/ApproveOrReject", request, &decided_);
  }

  std::string Text(const std::string& sobject, const std::string& id, const std::string& field) {
    v1::Record record;
    EXPECT_TRUE(Succeeded(GetRecord(sobject, id, {field}, &record)));
    return TextOf(record, field);
  }

  Outcome Trigger(const std::vector<std::string>& ids, const std::string& sobject = {},
                  const std::string& rule = {}) {
    v1::TriggerProcessRulesRequest request;
    for (const std::string& id : ids) request.add_context_ids(id);
    request.set_sobject(sobject);
    request.set_rule_id(rule);
    triggered_.Clear();
    return Call("ActionService/TriggerProcessRules", request, &triggered_);
  }

  std::string id_;
  std::string other_;
  v1::SubmitApprovalResponse submitted_;
  v1::ApproveOrRejectResponse decided_;
  v1::TriggerProcessRulesResponse triggered_;
};

TEST_F(Processes, ApprovalProcessesAreListed) {
  v1::ListProcessApprovalsResponse response;
  ASSERT_TRUE(Succeeded(
      Call("ActionService/ListProcessApprovals", v1::ListProcessApprovalsRequest(), &response)));
  ASSERT_THAT(response.approvals(), SizeIs(1));
  EXPECT_EQ(response.approvals(0).name(), "All <items>");
  EXPECT_EQ(response.approvals(0).description(), "of \"all\" kinds");
  EXPECT_EQ(response.approvals(0).object(), "Item__c");
  EXPECT_EQ(response.approvals(0).sort_order(), 1);
  EXPECT_THAT(response.approvals(0).id(), SizeIs(18));
  EXPECT_THAT(response.extra(), IsEmpty());
}

TEST_F(Processes, ASubmittedRecordIsApprovedOrRejected) {
  v1::ApprovalSubmission submission = Of(id_);
  submission.set_comments("O'Brien <& \"Söhne\"]]>");
  ASSERT_TRUE(Succeeded(Submit({submission})));
  ASSERT_THAT(submitted_.results(), SizeIs(1));
  const v1::ApprovalResult& result = submitted_.results(0);
  EXPECT_TRUE(result.success());
  EXPECT_EQ(result.entity_id(), id_);
  EXPECT_EQ(result.instance_status(), "Pending");
  EXPECT_THAT(result.actor_ids(), SizeIs(1));
  ASSERT_THAT(result.new_workitem_ids(), SizeIs(1));
  EXPECT_THAT(result.errors(), IsEmpty());
  EXPECT_THAT(result.extra(), IsEmpty());
  EXPECT_EQ(Text("ProcessInstance", result.instance_id(), "TargetObjectId"), id_);
  ASSERT_TRUE(Succeeded(Decide(v1::ApprovalDecision::ACTION_APPROVE, result.new_workitem_ids(0))));
  ASSERT_THAT(decided_.results(), SizeIs(1));
  EXPECT_TRUE(decided_.results(0).success());
  EXPECT_EQ(decided_.results(0).instance_status(), "Approved");
  EXPECT_EQ(decided_.results(0).entity_id(), id_);
  EXPECT_THAT(decided_.results(0).actor_ids(), IsEmpty());
  EXPECT_EQ(Text("ProcessInstance", result.instance_id(), "Status"), "Approved");
  ASSERT_TRUE(Succeeded(Submit({Of(id_)})));
  ASSERT_TRUE(Succeeded(
      Decide(v1::ApprovalDecision::ACTION_REJECT, submitted_.results(0).new_workitem_ids(0))));
  EXPECT_EQ(decided_.results(0).instance_status(), "Rejected");
}

TEST_F(Processes, EachSubmissionHasItsResultAlsoInAFailedReply) {
  v1::ApprovalSubmission skipping = Of(other_);
  skipping.set_process_definition_name_or_id("Items");
  skipping.set_skip_entry_criteria(true);
  ASSERT_TRUE(
      Succeeded(Submit({Of(id_), Of(other_), Of(id_), Of("001000000000001AAA"), skipping})));
  EXPECT_EQ(org().Journal().back().status, 400);
  ASSERT_THAT(submitted_.results(), SizeIs(5));
  EXPECT_TRUE(submitted_.results(0).success());
  EXPECT_FALSE(submitted_.results(1).success());
  EXPECT_EQ(submitted_.results(1).errors(0).status_code(), "NO_APPLICABLE_PROCESS");
  EXPECT_EQ(submitted_.results(2).errors(0).status_code(), "ALREADY_IN_PROCESS");
  EXPECT_EQ(submitted_.results(3).errors(0).status_code(), "INVALID_CROSS_REFERENCE_KEY");
  EXPECT_TRUE(submitted_.results(4).success());
}

TEST_F(Processes, AWorkItemThatIsNoneFails) {
  ASSERT_TRUE(Succeeded(Decide(v1::ApprovalDecision::ACTION_APPROVE, "04i000000000001AAA")));
  ASSERT_THAT(decided_.results(), SizeIs(1));
  EXPECT_FALSE(decided_.results(0).success());
  EXPECT_EQ(decided_.results(0).errors(0).status_code(), "INVALID_CROSS_REFERENCE_KEY");
}

TEST_F(Processes, OnlyAnApproverDecides) {
  v1::QueryResponse users;
  ASSERT_TRUE(Succeeded(Query("SELECT Id FROM User WHERE Username = 'bob@sfsim.example'", &users)));
  v1::ApprovalSubmission submission = Of(id_);
  submission.add_next_approver_ids(TextOf(users.records(0), "Id"));
  ASSERT_TRUE(Succeeded(Submit({submission})));
  ASSERT_THAT(submitted_.results(0).new_workitem_ids(), SizeIs(1));
  ASSERT_TRUE(Succeeded(
      Decide(v1::ApprovalDecision::ACTION_APPROVE, submitted_.results(0).new_workitem_ids(0))));
  EXPECT_FALSE(decided_.results(0).success());
  EXPECT_EQ(decided_.results(0).errors(0).status_code(), "INSUFFICIENT_ACCESS_OR_READONLY");
  EXPECT_EQ(Text("ProcessInstance", submitted_.results(0).instance_id(), "Status"), "Pending");
}

TEST_F(Processes, AnIdOfNoObjectFailsByItself) {
  ASSERT_TRUE(Succeeded(Submit({Of("zzz000000000001AAA"), Of(id_)})));
  EXPECT_EQ(submitted_.results(0).errors(0).status_code(), "MALFORMED_ID");
  EXPECT_TRUE(submitted_.results(1).success());
  const Outcome outcome = Trigger({"zzz000000000001AAA"});
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "MALFORMED_ID"));
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
}

TEST_F(Processes, WhatCannotBeRightIsNotSent) {
  EXPECT_THAT(Submit({}).fields, ElementsAre("requests"));
  EXPECT_THAT(Submit({Of(id_), Of("a/b")}).fields, ElementsAre("requests[1].context_id"));
  EXPECT_THAT(Submit({Of("")}).fields, ElementsAre("requests[0].context_id"));
  EXPECT_THAT(Decide(v1::ApprovalDecision::ACTION_UNSPECIFIED, id_).fields,
              ElementsAre("requests[0].action"));
  EXPECT_THAT(Trigger({}).fields, ElementsAre("context_ids"));
  EXPECT_THAT(Trigger({id_, "'<&"}).fields, ElementsAre("context_ids[1]"));
  EXPECT_THAT(Trigger({id_}, "", "01Q000000000001AAA").fields, ElementsAre("sobject"));
  EXPECT_THAT(Trigger({id_}, "Item__c", "..").fields, ElementsAre("rule_id"));
  EXPECT_EQ(org().Count("POST"), 0);
}

TEST_F(Processes, ErrorsOfTheRequestAreErrors) {
  org().Fault(R"({"match":{"method":"POST","path":"/services/data/"},"action":{"status":400,
                  "body":[{"errorCode":"JSON_PARSER_ERROR","message":"m"}]}})");
  EXPECT_TRUE(FailedWith(Submit({Of(id_)}), kInvalidArgument, "JSON_PARSER_ERROR"));
  org().Fault(R"({"match":{"method":"POST","path":"/services/data/"},
                  "action":{"status":200,"body":[]}})");
  const Outcome corrupt = Submit({Of(id_)});
  EXPECT_TRUE(FailedWith(corrupt, kUnavailable, "CORRUPT_REPLY"));
  EXPECT_EQ(corrupt.detail.outcome(), v1::OUTCOME_UNKNOWN);
  org().Fault(R"({"match":{"method":"POST","path":"/services/data/"},
                  "action":{"when":"after","close":"reset"}})");
  EXPECT_EQ(Submit({Of(id_)}).detail.outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(org().Count("POST"), 3);
}

TEST_F(Processes, RulesAreListedAndRead) {
  v1::ListProcessRulesRequest request;
  v1::ListProcessRulesResponse response;
  ASSERT_TRUE(Succeeded(Call("ActionService/ListProcessRules", request, &response)));
  EXPECT_THAT(response.rules(), SizeIs(2));
  request.set_sobject("Item__c");
  ASSERT_TRUE(Succeeded(Call("ActionService/ListProcessRules", request, &response)));
  ASSERT_THAT(response.rules(), SizeIs(1));
  v1::GetProcessRuleRequest get;
  get.set_sobject("Item__c");
  get.set_id(response.rules(0).id());
  v1::GetProcessRuleResponse got;
  ASSERT_TRUE(Succeeded(Call("ActionService/GetProcessRule", get, &got)));
  EXPECT_EQ(got.rule().name(), "Mark");
  EXPECT_EQ(got.rule().description(), "Marks items");
  EXPECT_EQ(got.rule().object(), "Item__c");
  ASSERT_THAT(got.rule().actions(), SizeIs(1));
  EXPECT_EQ(got.rule().actions(0).type(), "FieldUpdate");
  EXPECT_THAT(got.rule().extra(), IsEmpty());
  get.set_sobject("Account");
  EXPECT_TRUE(FailedWith(Call("ActionService/GetProcessRule", get, &got), kNotFound, "NOT_FOUND"));
  get.set_id("a/b");
  EXPECT_THAT(Call("ActionService/GetProcessRule", get, &got).fields, ElementsAre("id"));
  request.set_sobject("Account");
  ASSERT_TRUE(Succeeded(Call("ActionService/ListProcessRules", request, &response)));
  EXPECT_THAT(response.rules(), IsEmpty());
  request.set_sobject("../limits");
  EXPECT_TRUE(FailedWith(Call("ActionService/ListProcessRules", request, &response), kNotFound,
                         "NOT_FOUND"));
}

TEST_F(Processes, TriggeredRulesAct) {
  ASSERT_TRUE(Succeeded(Trigger({id_, other_})));
  EXPECT_TRUE(triggered_.success());
  EXPECT_THAT(triggered_.errors(), IsEmpty());
  EXPECT_EQ(Text("Item__c", id_, "Text__c"), "marked");
  EXPECT_EQ(Text("Item__c", other_, "Text__c"), "null");
}

TEST_F(Processes, OneRuleOrThoseOfAnObjectAreTriggered) {
  v1::ListProcessRulesRequest request;
  request.set_sobject("Item__c");
  v1::ListProcessRulesResponse response;
  ASSERT_TRUE(Succeeded(Call("ActionService/ListProcessRules", request, &response)));
  ASSERT_TRUE(Succeeded(Trigger({id_}, "Contact")));
  EXPECT_EQ(Text("Item__c", id_, "Text__c"), "null");
  ASSERT_TRUE(Succeeded(Trigger({id_}, "Item__c", response.rules(0).id())));
  EXPECT_EQ(Text("Item__c", id_, "Text__c"), "marked");
  EXPECT_TRUE(FailedWith(Trigger({id_}, "Item__c", "01Q000000000009AAA"), kNotFound, "NOT_FOUND"));
  EXPECT_TRUE(FailedWith(Trigger({id_}, "Nope"), kNotFound, "NOT_FOUND"));
}

TEST_F(Processes, ARuleThatFailsUndoesTheOthers) {
  const std::string contact = org().InsertOne("Contact", R"("LastName":"c")");
  const Outcome outcome = Trigger({id_, contact});
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "INVALID_EMAIL_ADDRESS"));
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(Text("Item__c", id_, "Text__c"), "null");
  EXPECT_TRUE(
      FailedWith(Trigger({"001000000000009AAA"}), kInvalidArgument, "INVALID_CROSS_REFERENCE_KEY"));
}

}  // namespace
}  // namespace sfconnector::conformance
