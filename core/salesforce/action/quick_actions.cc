// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/action/quick_actions.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/json_value.h"
#include "core/codec/proto_json.h"
#include "core/http/url.h"
#include "core/operation/send_for.h"
#include "core/salesforce/record/record_request.h"
#include "core/salesforce/record/save_results.h"

namespace sfconnector {
namespace {

std::string ActionsPath(absl::string_view sobject) {
  if (sobject.empty()) return "/services/data/{version}/quickActions";
  return absl::StrCat(SObjectPath({sobject}), "/quickActions");
}

// The path of the action that a request names.
template <class Request>
absl::StatusOr<std::string> ActionPath(const Request& request) {
  SFC_RETURN_IF_ERROR(RequireText(request.action(), "action"));
  return absl::StrCat(ActionsPath(request.sobject()), "/", PercentEncodeSegment(request.action()));
}

absl::StatusOr<RestRequest> Render(const v1::DescribeQuickActionRequest& request) {
  absl::StatusOr<std::string> path = ActionPath(request);
  if (!path.ok()) return path.status();
  return RestRequest("GET", absl::StrCat(*path, "/describe"), Effect::kNone);
}

absl::StatusOr<RestRequest> Render(const v1::GetQuickActionDefaultValuesRequest& request) {
  absl::StatusOr<std::string> path = ActionPath(request);
  if (!path.ok()) return path.status();
  absl::StrAppend(&*path, "/defaultValues");
  if (!request.context_id().empty()) {
    SFC_RETURN_IF_ERROR(RequireRecordId(request.context_id(), "context_id"));
    absl::StrAppend(&*path, "/", request.context_id());
  }
  return RestRequest("GET", *std::move(path), Effect::kNone);
}

absl::StatusOr<RestRequest> Render(const v1::InvokeQuickActionRequest& request) {
  absl::StatusOr<std::string> path = ActionPath(request);
  if (!path.ok()) return path.status();
  v1::Record body;
  if (!request.context_id().empty()) {
    SFC_RETURN_IF_ERROR(RequireRecordId(request.context_id(), "context_id"));
    v1::Field& context = *body.add_fields();
    context.set_name("contextId");
    context.mutable_value()->set_string_value(request.context_id());
  }
  if (!request.has_record()) return InvalidField("record", "is required");
  v1::Field& record = *body.add_fields();
  record.set_name("record");
  *record.mutable_value()->mutable_record_value() = request.record();
  absl::StatusOr<std::string> json = ToJson(body);
  if (!json.ok()) return json.status();
  RestRequest rest("POST", *std::move(path), Effect::kOnce);
  rest.body = *std::move(json);
  return rest;
}

absl::Status ReadActions(const RestReply& reply, v1::ListQuickActionsResponse& response) {
  return JsonToField(reply.body, UnknownKeys::kKeep, response,
                     v1::ListQuickActionsResponse::descriptor()->FindFieldByName("quick_actions"));
}

absl::Status ReadDescription(const RestReply& reply, v1::DescribeQuickActionResponse& response) {
  SFC_RETURN_IF_ERROR(JsonToMessage(reply.body, UnknownKeys::kKeep, response));
  if (!response.name().empty() || !response.type().empty()) return absl::OkStatus();
  return absl::InternalError("the reply describes no action");
}

absl::Status ReadValues(const RestReply& reply, v1::GetQuickActionDefaultValuesResponse& response) {
  return JsonToRecord(reply.body, *response.mutable_record());
}

absl::Status ReadResult(const RestReply& reply, v1::InvokeQuickActionResponse& response) {
  SFC_RETURN_IF_ERROR(JsonToMessage(reply.body, UnknownKeys::kKeep, response));
  return CheckResult(response);
}

}  // namespace

Task<absl::StatusOr<v1::ListQuickActionsResponse>> ListQuickActions(
    OperationContext context, const v1::ListQuickActionsRequest& request) {
  return SendFor<v1::ListQuickActionsResponse>(
      context, RestRequest("GET", ActionsPath(request.sobject()), Effect::kNone), &ReadActions);
}

Task<absl::StatusOr<v1::DescribeQuickActionResponse>> DescribeQuickAction(
    OperationContext context, const v1::DescribeQuickActionRequest& request) {
  return SendFor<v1::DescribeQuickActionResponse>(context, Render(request), &ReadDescription);
}

Task<absl::StatusOr<v1::GetQuickActionDefaultValuesResponse>> GetQuickActionDefaultValues(
    OperationContext context, const v1::GetQuickActionDefaultValuesRequest& request) {
  return SendFor<v1::GetQuickActionDefaultValuesResponse>(context, Render(request), &ReadValues);
}

Task<absl::StatusOr<v1::InvokeQuickActionResponse>> InvokeQuickAction(
    OperationContext context, const v1::InvokeQuickActionRequest& request) {
  return SendFor<v1::InvokeQuickActionResponse>(context, Render(request), &ReadResult);
}

}  // namespace sfconnector
