// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/record/related_records.h"

#include <string>
#include <utility>

#include "absl/strings/str_join.h"
#include "core/base/status.h"
#include "core/codec/json_value.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/query/page_token.h"
#include "core/salesforce/record/record_request.h"

namespace sfconnector {
namespace {

// Both requests for what a relationship leads to have the same fields.
template <class Request>
absl::StatusOr<RestRequest> Render(const Request& request) {
  SFC_RETURN_IF_ERROR(RequireText(request.sobject(), "sobject"));
  SFC_RETURN_IF_ERROR(RequireRecordId(request.id(), "id"));
  SFC_RETURN_IF_ERROR(RequireText(request.relationship(), "relationship"));
  RestRequest rest("GET", SObjectPath({request.sobject(), request.id(), request.relationship()}),
                   Effect::kNone);
  if (!request.fields().empty())
    rest.query.emplace_back("fields", absl::StrJoin(request.fields(), ","));
  return rest;
}

// Reads what a relationship leads to: a record, or a page of them.
absl::Status Decode(const RestReply& reply, v1::Value& found) {
  SFC_RETURN_IF_ERROR(JsonToValue(reply.body, found, &RecordsTokenOf));
  if (!found.record_value().type().empty()) return absl::OkStatus();
  if (!found.has_record_set_value()) {
    // A page with keys beside those that are known.
    SFC_RETURN_IF_ERROR(
        JsonToRecordSet(reply.body, *found.mutable_record_set_value(), &RecordsTokenOf));
  }
  const v1::RecordSet& page = found.record_set_value();
  if (page.done() == page.next_page_token().empty()) return absl::OkStatus();
  return absl::InternalError("the page does not tell where the next one is");
}

Task<absl::StatusOr<v1::Value>> Follow(OperationContext context, RestRequest request) {
  v1::Value found;
  request.accept = [&found](const RestReply& reply) { return Decode(reply, found); };
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, std::move(request));
  if (!reply.ok()) co_return reply.status();
  co_return found;
}

}  // namespace

Task<absl::StatusOr<v1::GetRelatedRecordResponse>> GetRelatedRecord(
    OperationContext context, const v1::GetRelatedRecordRequest& request) {
  absl::StatusOr<RestRequest> rest = Render(request);
  if (!rest.ok()) co_return rest.status();
  absl::StatusOr<v1::Value> found = co_await Follow(context, *std::move(rest));
  if (!found.ok()) co_return found.status();
  if (!found->has_record_value()) {
    co_return InvalidField("relationship", "leads to children, which GetRelatedRecords reads");
  }
  v1::GetRelatedRecordResponse response;
  *response.mutable_record() = std::move(*found->mutable_record_value());
  co_return response;
}

Task<absl::StatusOr<v1::GetRelatedRecordsResponse>> GetRelatedRecords(
    OperationContext context, const v1::GetRelatedRecordsRequest& request) {
  absl::StatusOr<RestRequest> rest = Render(request);
  if (!rest.ok()) co_return rest.status();
  absl::StatusOr<v1::Value> found = co_await Follow(context, *std::move(rest));
  if (!found.ok()) co_return found.status();
  if (!found->has_record_set_value()) {
    co_return InvalidField("relationship", "leads to one record, which GetRelatedRecord reads");
  }
  v1::GetRelatedRecordsResponse response;
  *response.mutable_record_set() = std::move(*found->mutable_record_set_value());
  co_return response;
}

}  // namespace sfconnector
