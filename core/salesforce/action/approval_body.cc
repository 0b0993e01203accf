// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/action/approval_body.h"

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/json.h"
#include "core/salesforce/record/record_request.h"

namespace sfconnector {
namespace {

void WriteText(absl::string_view name, const std::string& value, JsonWriter& writer) {
  if (value.empty()) return;
  writer.Name(name);
  writer.String(value);
}

template <class Request>
void WriteCommon(const Request& request, absl::string_view action, JsonWriter& writer) {
  writer.Name("actionType");
  writer.String(action);
  WriteText("contextId", request.context_id(), writer);
  WriteText("comments", request.comments(), writer);
  if (request.next_approver_ids().empty()) return;
  writer.Name("nextApproverIds");
  writer.BeginArray();
  for (const std::string& id : request.next_approver_ids()) writer.String(id);
  writer.EndArray();
}

absl::Status Write(const v1::ApprovalSubmission& submission, const std::string&,
                   JsonWriter& writer) {
  WriteCommon(submission, "Submit", writer);
  WriteText("contextActorId", submission.context_actor_id(), writer);
  WriteText("processDefinitionNameOrId", submission.process_definition_name_or_id(), writer);
  if (submission.skip_entry_criteria()) {
    writer.Name("skipEntryCriteria");
    writer.Bool(true);
  }
  return absl::OkStatus();
}

absl::Status Write(const v1::ApprovalDecision& decision, const std::string& place,
                   JsonWriter& writer) {
  switch (decision.action()) {
    case v1::ApprovalDecision::ACTION_APPROVE:
      WriteCommon(decision, "Approve", writer);
      return absl::OkStatus();
    case v1::ApprovalDecision::ACTION_REJECT:
      WriteCommon(decision, "Reject", writer);
      return absl::OkStatus();
    default:
      return InvalidField(absl::StrCat(place, ".action"), "is required: to approve or to reject");
  }
}

template <class Requests>
absl::StatusOr<std::string> Body(const Requests& requests) {
  if (requests.empty()) return InvalidField("requests", "is required");
  std::string body;
  JsonWriter writer(body);
  writer.BeginObject();
  writer.Name("requests");
  writer.BeginArray();
  for (int i = 0; i < requests.size(); ++i) {
    const std::string place = absl::StrCat("requests[", i, "]");
    SFC_RETURN_IF_ERROR(
        RequireRecordId(requests[i].context_id(), absl::StrCat(place, ".context_id")));
    writer.BeginObject();
    SFC_RETURN_IF_ERROR(Write(requests[i], place, writer));
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return body;
}

}  // namespace

absl::StatusOr<std::string> ApprovalBody(const v1::SubmitApprovalRequest& request) {
  return Body(request.requests());
}

absl::StatusOr<std::string> ApprovalBody(const v1::ApproveOrRejectRequest& request) {
  return Body(request.requests());
}

}  // namespace sfconnector
