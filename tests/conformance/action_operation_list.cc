// SPDX-License-Identifier: Apache-2.0
#include "sfconnector/v1/action_service.pb.h"
#include "sfconnector/v1/apex_service.pb.h"
#include "sfconnector/v1/composite_service.pb.h"
#include "sfconnector/v1/lead_service.pb.h"
#include "tests/conformance/operation_lists.h"

namespace sfconnector::conformance {
namespace {

v1::Subrequest Creation() {
  v1::Subrequest request;
  request.mutable_create_record()->set_sobject("Item__c");
  *request.mutable_create_record()->mutable_record() = ARecord();
  return request;
}

v1::CompositeSubrequest NamedCreation() {
  v1::CompositeSubrequest request;
  request.set_reference_id("r");
  *request.mutable_request() = Creation();
  (*request.mutable_http_headers())["Sforce-Auto-Assign"] = "FALSE";
  return request;
}

template <class Request>
Request OfAction() {
  auto request = OfItem<Request>();
  request.set_action("Reword");
  return request;
}

void AddQuickActions(std::vector<AnyOperation>& all) {
  all.push_back(Unary("ActionService/ListQuickActions", Repeats::kReads,
                      OfItem<v1::ListQuickActionsRequest>()));
  all.push_back(Unary("ActionService/DescribeQuickAction", Repeats::kReads,
                      OfAction<v1::DescribeQuickActionRequest>()));
  auto values = OfAction<v1::GetQuickActionDefaultValuesRequest>();
  values.set_context_id(kAnyId);
  all.push_back(Unary("ActionService/GetQuickActionDefaultValues", Repeats::kReads, values));
  auto invoke = OfAction<v1::InvokeQuickActionRequest>();
  invoke.set_context_id(kAnyId);
  *invoke.mutable_record() = ARecord();
  all.push_back(Unary("ActionService/InvokeQuickAction", Repeats::kOnce, invoke));
}

void AddInvocableActions(std::vector<AnyOperation>& all) {
  v1::ListInvocableActionsRequest list;
  list.set_context("custom/apex");
  all.push_back(Unary("ActionService/ListInvocableActions", Repeats::kReads, list));
  v1::DescribeInvocableActionRequest describe;
  describe.set_action("custom/apex/Echo");
  all.push_back(Unary("ActionService/DescribeInvocableAction", Repeats::kReads, describe));
  v1::InvokeActionRequest invoke;
  invoke.set_action("custom/apex/Echo");
  v1::Field& input = *invoke.add_inputs()->add_fields();
  input.set_name("text");
  input.mutable_value()->set_string_value("a");
  all.push_back(Unary("ActionService/InvokeAction", Repeats::kOnce, invoke));
}

void AddProcesses(std::vector<AnyOperation>& all) {
  all.push_back(Unary("ActionService/ListProcessApprovals", Repeats::kReads,
                      v1::ListProcessApprovalsRequest()));
  v1::SubmitApprovalRequest submit;
  v1::ApprovalSubmission& submission = *submit.add_requests();
  submission.set_context_id(kAnyId);
  submission.set_context_actor_id("005000000000999AAA");
  submission.set_comments("a");
  submission.add_next_approver_ids("005000000000999AAA");
  submission.set_process_definition_name_or_id("Items");
  all.push_back(Unary("ActionService/SubmitApproval", Repeats::kOnce, submit));
  v1::ApproveOrRejectRequest decide;
  v1::ApprovalDecision& decision = *decide.add_requests();
  decision.set_action(v1::ApprovalDecision::ACTION_APPROVE);
  decision.set_context_id("04i000000000999AAA");
  decision.set_comments("a");
  decision.add_next_approver_ids("005000000000999AAA");
  all.push_back(Unary("ActionService/ApproveOrReject", Repeats::kOnce, decide));
  all.push_back(Unary("ActionService/ListProcessRules", Repeats::kReads,
                      OfItem<v1::ListProcessRulesRequest>()));
  auto rule = OfItem<v1::GetProcessRuleRequest>();
  rule.set_id("01Q000000000999AAA");
  all.push_back(Unary("ActionService/GetProcessRule", Repeats::kReads, rule));
  auto trigger = OfItem<v1::TriggerProcessRulesRequest>();
  trigger.add_context_ids(kAnyId);
  trigger.set_rule_id("01Q000000000999AAA");
  all.push_back(Unary("ActionService/TriggerProcessRules", Repeats::kOnce, trigger));
}

v1::LeadConvert AConversion() {
  v1::LeadConvert lead;
  lead.set_lead_id("00Q000000000999AAA");
  lead.set_converted_status("Closed - Converted");
  lead.set_account_id("001000000000999AAA");
  lead.set_contact_id("003000000000999AAA");
  lead.set_opportunity_id("006000000000999AAA");
  lead.set_opportunity_name("a");
  lead.set_owner_id("005000000000999AAA");
  lead.set_related_person_account_id("001000000000999AAA");
  *lead.mutable_contact_record() = ARecord();
  lead.mutable_contact_record()->set_type("Contact");
  return lead;
}

}  // namespace

void AddActionOperations(std::vector<AnyOperation>& all) {
  AddQuickActions(all);
  AddInvocableActions(all);
  AddProcesses(all);
}

void AddApexOperations(std::vector<AnyOperation>& all) {
  v1::ExecuteRequest request;
  request.set_method("POST");
  request.set_path("echo/a");
  request.add_segments("b");
  (*request.mutable_query())["q"] = "c";
  (*request.mutable_headers())["X-Note"] = "d";
  request.mutable_json_body()->set_string_value("e");
  all.push_back(Unary("ApexService/Execute", Repeats::kOnce, request, Api::kBytes));
}

void AddCompositeOperations(std::vector<AnyOperation>& all) {
  v1::ExecuteBatchRequest batch;
  *batch.add_batch_requests()->mutable_request() = Creation();
  all.push_back(Unary("CompositeService/ExecuteBatch", Repeats::kOnce, batch));
  v1::ExecuteCompositeRequest composite;
  *composite.add_composite_request() = NamedCreation();
  all.push_back(Unary("CompositeService/ExecuteComposite", Repeats::kOnce, composite));
  v1::ExecuteGraphsRequest graphs;
  v1::CompositeGraph& graph = *graphs.add_graphs();
  graph.set_graph_id("g");
  *graph.add_composite_request() = NamedCreation();
  all.push_back(Unary("CompositeService/ExecuteGraphs", Repeats::kOnce, graphs));
  auto trees = OfItem<v1::CreateRecordTreesRequest>();
  v1::RecordTree& tree = *trees.add_records();
  tree.set_reference_id("r");
  *tree.mutable_record() = ARecord();
  v1::ChildTrees& children = *tree.add_children();
  children.set_relationship("Parts__r");
  children.add_records()->set_reference_id("s");
  *children.mutable_records(0)->mutable_record() = ARecord();
  all.push_back(Unary("CompositeService/CreateRecordTrees", Repeats::kOnce, trees));
}

void AddLeadOperations(std::vector<AnyOperation>& all) {
  v1::ConvertLeadRequest convert;
  *convert.add_lead_converts() = AConversion();
  all.push_back(Unary("LeadService/ConvertLead", Repeats::kOnce, convert, Api::kSoap));
  v1::MergeRequest merge;
  v1::RecordMerge& accounts = *merge.add_merges();
  *accounts.mutable_master_record() = ARecord();
  accounts.mutable_master_record()->set_type("Account");
  v1::Field& id = *accounts.mutable_master_record()->add_fields();
  id.set_name("Id");
  id.mutable_value()->set_string_value("001000000000998AAA");
  accounts.add_record_to_merge_ids("001000000000999AAA");
  all.push_back(Unary("LeadService/Merge", Repeats::kOnce, merge, Api::kSoap));
}

}  // namespace sfconnector::conformance
