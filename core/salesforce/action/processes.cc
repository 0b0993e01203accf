// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/action/processes.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/json_value.h"
#include "core/codec/proto_json.h"
#include "core/http/url.h"
#include "core/operation/send_for.h"
#include "core/salesforce/action/approval_body.h"
#include "core/salesforce/record/record_request.h"
#include "core/salesforce/record/save_results.h"

namespace sfconnector {
namespace {

constexpr char kApprovals[] = "/services/data/{version}/process/approvals";
constexpr char kRules[] = "/services/data/{version}/process/rules";

// Reads `{"<key>":{"Account":[…],"Contact":[…]}}` into the field of that name, one list behind the
// other: each element names its sObject itself.
template <class Response>
absl::Status ReadBySObject(const std::string& key, const RestReply& reply, Response& response) {
  const google::protobuf::FieldDescriptor* field = Response::descriptor()->FindFieldByName(key);
  v1::Record object;
  SFC_RETURN_IF_ERROR(JsonToRecord(reply.body, object));
  bool found = false;
  for (v1::Field& member : *object.mutable_fields()) {
    if (member.name() != key) {
      *response.add_extra() = std::move(member);
      continue;
    }
    found = true;
    for (const v1::Field& sobject : member.value().record_value().fields()) {
      absl::StatusOr<std::string> list = ToJson(sobject.value());
      if (!list.ok()) return list.status();
      Response part;
      SFC_RETURN_IF_ERROR(JsonToField(*list, UnknownKeys::kKeep, part, field));
      response.MergeFrom(part);
    }
  }
  return found ? absl::OkStatus() : absl::InternalError(absl::StrCat("`", key, "` is missing"));
}

template <class Response>
absl::Status ReadResults(const RestReply& reply, int expected, Response& response) {
  SFC_RETURN_IF_ERROR(JsonToField(reply.body, UnknownKeys::kKeep, response,
                                  Response::descriptor()->FindFieldByName("results")));
  if (response.results_size() != expected) {
    return absl::InternalError(
        absl::StrCat(response.results_size(), " results came for ", expected, " requests"));
  }
  for (const v1::ApprovalResult& result : response.results()) {
    SFC_RETURN_IF_ERROR(CheckResult(result));
  }
  return absl::OkStatus();
}

template <class Request>
absl::StatusOr<RestRequest> RenderApproval(const Request& request) {
  absl::StatusOr<std::string> body = ApprovalBody(request);
  if (!body.ok()) return body.status();
  RestRequest rest("POST", kApprovals, Effect::kOnce);
  rest.body = *std::move(body);
  rest.is_result = &HasRowResults;
  return rest;
}

// Sends submissions or decisions.
template <class Response, class Request>
Task<absl::StatusOr<Response>> Process(OperationContext context, const Request& request) {
  const int expected = request.requests_size();
  return SendFor<Response>(context, RenderApproval(request),
                           [expected](const RestReply& reply, Response& response) {
                             return ReadResults(reply, expected, response);
                           });
}

absl::StatusOr<RestRequest> Render(const v1::TriggerProcessRulesRequest& request) {
  std::string path = kRules;
  if (!request.sobject().empty()) {
    absl::StrAppend(&path, "/", PercentEncodeSegment(request.sobject()));
  }
  if (!request.rule_id().empty()) {
    SFC_RETURN_IF_ERROR(RequireText(request.sobject(), "sobject"));
    SFC_RETURN_IF_ERROR(RequireRecordId(request.rule_id(), "rule_id"));
    absl::StrAppend(&path, "/", request.rule_id());
  }
  if (request.context_ids().empty()) return InvalidField("context_ids", "is required");
  for (int i = 0; i < request.context_ids_size(); ++i) {
    SFC_RETURN_IF_ERROR(
        RequireRecordId(request.context_ids(i), absl::StrCat("context_ids[", i, "]")));
  }
  absl::StatusOr<std::string> ids = FieldToJson(
      request, v1::TriggerProcessRulesRequest::descriptor()->FindFieldByName("context_ids"));
  if (!ids.ok()) return ids.status();
  RestRequest rest("POST", std::move(path), Effect::kOnce);
  rest.body = absl::StrCat("{\"contextIds\":", *ids, "}");
  return rest;
}

absl::Status ReadTriggered(const RestReply& reply, v1::TriggerProcessRulesResponse& response) {
  SFC_RETURN_IF_ERROR(JsonToMessage(reply.body, UnknownKeys::kKeep, response));
  return CheckResult(response);
}

absl::Status ReadApprovals(const RestReply& reply, v1::ListProcessApprovalsResponse& response) {
  return ReadBySObject("approvals", reply, response);
}

absl::Status ReadRules(const RestReply& reply, v1::ListProcessRulesResponse& response) {
  return ReadBySObject("rules", reply, response);
}

}  // namespace

Task<absl::StatusOr<v1::ListProcessApprovalsResponse>> ListProcessApprovals(
    OperationContext context, const v1::ListProcessApprovalsRequest&) {
  return SendFor<v1::ListProcessApprovalsResponse>(
      context, RestRequest("GET", kApprovals, Effect::kNone), &ReadApprovals);
}

Task<absl::StatusOr<v1::SubmitApprovalResponse>> SubmitApproval(
    OperationContext context, const v1::SubmitApprovalRequest& request) {
  return Process<v1::SubmitApprovalResponse>(context, request);
}

Task<absl::StatusOr<v1::ApproveOrRejectResponse>> ApproveOrReject(
    OperationContext context, const v1::ApproveOrRejectRequest& request) {
  return Process<v1::ApproveOrRejectResponse>(context, request);
}

Task<absl::StatusOr<v1::ListProcessRulesResponse>> ListProcessRules(
    OperationContext context, const v1::ListProcessRulesRequest& request) {
  std::string path = kRules;
  if (!request.sobject().empty()) {
    absl::StrAppend(&path, "/", PercentEncodeSegment(request.sobject()));
  }
  return SendFor<v1::ListProcessRulesResponse>(
      context, RestRequest("GET", std::move(path), Effect::kNone), &ReadRules);
}

Task<absl::StatusOr<v1::TriggerProcessRulesResponse>> TriggerProcessRules(
    OperationContext context, const v1::TriggerProcessRulesRequest& request) {
  return SendFor<v1::TriggerProcessRulesResponse>(context, Render(request), &ReadTriggered);
}

}  // namespace sfconnector
