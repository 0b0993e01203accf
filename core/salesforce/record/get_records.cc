// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/json.h"
#include "core/codec/json_value.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/record/record_lists.h"
#include "core/salesforce/record/record_request.h"

namespace sfconnector {
namespace {

constexpr int kMaxIds = 2000;

absl::Status Check(const v1::GetRecordsRequest& request) {
  SFC_RETURN_IF_ERROR(RequireText(request.sobject(), "sobject"));
  if (request.ids().empty()) return InvalidField("ids", "is required");
  if (request.fields().empty()) return InvalidField("fields", "is required");
  return absl::OkStatus();
}

RestRequest Render(const v1::GetRecordsRequest& request, const RowRange& rows,
                   References references) {
  RestRequest rest("POST",
                   absl::StrCat("/services/data/{version}/composite/sobjects/",
                                EncodeSegment(request.sobject(), references)),
                   Effect::kNone);
  JsonWriter writer(rest.body);
  writer.BeginObject();
  writer.Name("ids");
  writer.BeginArray();
  for (int i = rows.begin; i < rows.end; ++i) writer.String(request.ids(i));
  writer.EndArray();
  writer.Name("fields");
  writer.BeginArray();
  for (const std::string& field : request.fields()) writer.String(field);
  writer.EndArray();
  writer.EndObject();
  return rest;
}

// Appends a result for each of the `expected` records of a reply, once all of it has been read.
absl::Status AddResults(const RestReply& reply, int expected, v1::GetRecordsResponse& response) {
  v1::ListValue list;
  SFC_RETURN_IF_ERROR(JsonToListValue(reply.body, list));
  if (list.values_size() != expected) {
    return absl::InternalError(
        absl::StrCat(list.values_size(), " records came for ", expected, " ids"));
  }
  for (const v1::Value& value : list.values()) {
    if (!value.has_record_value() && !value.has_null_value())
      return absl::InternalError("a record is neither an object nor null");
  }
  for (v1::Value& value : *list.mutable_values()) {
    v1::GetRecordsResult& result = *response.add_results();
    if (value.has_record_value())
      *result.mutable_record() = std::move(*value.mutable_record_value());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RowsRequests> RenderRows(const v1::GetRecordsRequest& request,
                                        References references) {
  SFC_RETURN_IF_ERROR(Check(request));
  RowsRequests parts;
  for (int begin = 0; begin < request.ids_size(); begin += kMaxIds) {
    const RowRange rows{begin, std::min(begin + kMaxIds, request.ids_size())};
    parts.emplace_back(RowsRequest{rows, Render(request, rows, references)});
  }
  return parts;
}

Task<absl::StatusOr<v1::GetRecordsResponse>> GetRecords(OperationContext context,
                                                        const v1::GetRecordsRequest& request) {
  absl::StatusOr<RowsRequests> parts = RenderRows(request);
  if (!parts.ok()) co_return parts.status();
  v1::GetRecordsResponse response;
  for (RowsRequest& part : *parts) {
    part.rest.accept = [&response, expected = part.rows.size()](const RestReply& reply) {
      return AddResults(reply, expected, response);
    };
    absl::StatusOr<RestReply> reply =
        co_await context.rest.Send(context.call, std::move(part.rest));
    if (!reply.ok()) co_return reply.status();
  }
  co_return response;
}

}  // namespace sfconnector
