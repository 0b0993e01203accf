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

absl::StatusOr<RestRequest> Render(const v1::GetRelatedRecordsRequest& request) {
  SFC_RETURN_IF_ERROR(RequireText(request.sobject(), "sobject"));
  SFC_RETURN_IF_ERROR(RequireRecordId(request.id(), "id"));
  SFC_RETURN_IF_ERROR(RequireText(request.relationship(), "relationship"));
  RestRequest rest("GET", SObjectPath({request.sobject(), request.id(), request.relationship()}),
                   Effect::kNone);
  if (!request.fields().empty())
    rest.query.emplace_back("fields", absl::StrJoin(request.fields(), ","));
  return rest;
}

enum class Shape { kPage, kRecord };

// Reads a page into `set`; a relationship to a parent leads to a record instead.
absl::StatusOr<Shape> Decode(const RestReply& reply, v1::RecordSet& set) {
  v1::Value value;
  SFC_RETURN_IF_ERROR(JsonToValue(reply.body, value, &RecordsTokenOf));
  if (value.has_record_set_value()) {
    set = std::move(*value.mutable_record_set_value());
  } else if (!value.record_value().type().empty()) {
    return Shape::kRecord;
  } else {
    // A page with keys beside those that are known.
    set.Clear();
    SFC_RETURN_IF_ERROR(JsonToRecordSet(reply.body, set, &RecordsTokenOf));
  }
  if (set.done() == set.next_page_token().empty()) return Shape::kPage;
  return absl::InternalError("the page does not tell where the next one is");
}

}  // namespace

Task<absl::StatusOr<v1::GetRelatedRecordsResponse>> GetRelatedRecords(
    OperationContext context, const v1::GetRelatedRecordsRequest& request) {
  absl::StatusOr<RestRequest> rest = Render(request);
  if (!rest.ok()) co_return rest.status();
  v1::GetRelatedRecordsResponse response;
  absl::StatusOr<Shape> shape = Shape::kPage;
  rest->accept = [&response, &shape](const RestReply& reply) {
    shape = Decode(reply, *response.mutable_record_set());
    return shape.status();
  };
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, *std::move(rest));
  if (!reply.ok()) co_return reply.status();
  if (*shape == Shape::kRecord) {
    co_return InvalidField("relationship", "leads to one record, which GetRelatedRecord reads");
  }
  co_return response;
}

}  // namespace sfconnector
