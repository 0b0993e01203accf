// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/record/record_operations.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/json_value.h"
#include "core/codec/proto_json.h"
#include "core/http/url.h"
#include "core/rest/rest_client.h"
#include "sfconnector/v1/record_service.pb.h"

namespace sfconnector {
namespace {

constexpr int kMaxCollectionSize = 200;

absl::Status RequireText(const std::string& value, absl::string_view field) {
  return value.empty() ? InvalidField(field, "is required") : absl::OkStatus();
}

absl::StatusOr<RestRequest> RenderUpsert(const v1::UpsertRecordRequest& request) {
  SFC_RETURN_IF_ERROR(RequireText(request.sobject(), "sobject"));
  SFC_RETURN_IF_ERROR(RequireText(request.external_id_field(), "external_id_field"));
  SFC_RETURN_IF_ERROR(RequireText(request.external_id(), "external_id"));
  if (!request.has_record()) return InvalidField("record", "is required");
  const std::string path =
      absl::StrCat("/services/data/{version}/sobjects/", PercentEncodeSegment(request.sobject()),
                   "/", PercentEncodeSegment(request.external_id_field()), "/",
                   PercentEncodeSegment(request.external_id()));
  RestRequest rest("PATCH", path, Effect::kIdempotent);
  rest.log_path =
      absl::StrCat("/services/data/{version}/sobjects/", PercentEncodeSegment(request.sobject()),
                   "/", PercentEncodeSegment(request.external_id_field()), "/{external_id}");
  if (request.update_only()) rest.query.emplace_back("updateOnly", "true");
  absl::StatusOr<std::string> body =
      FieldToJson(request, v1::UpsertRecordRequest::descriptor()->FindFieldByName("record"));
  if (!body.ok()) return body.status();
  rest.body = *std::move(body);
  return rest;
}

// A result that tells neither success nor why not is none.
template <class Result>
absl::Status CheckResult(const Result& result) {
  if (result.success() || result.errors_size() > 0) return absl::OkStatus();
  return absl::InternalError("a result has neither success nor errors");
}

// An update answers 204 without a body below API version 46.0, and only from there on says
// `created`.
absl::Status DecodeUpsert(const RestReply& reply, v1::UpsertRecordResponse& response) {
  response.Clear();
  if (reply.status == 204) {
    response.set_success(true);
    return absl::OkStatus();
  }
  SFC_RETURN_IF_ERROR(JsonToMessage(reply.body, UnknownKeys::kKeep, response));
  if (reply.status == 201) response.set_created(true);
  return CheckResult(response);
}

Task<absl::StatusOr<v1::UpsertRecordResponse>> UpsertRecord(
    OperationContext context, const v1::UpsertRecordRequest& request) {
  absl::StatusOr<RestRequest> rest = RenderUpsert(request);
  if (!rest.ok()) co_return rest.status();
  v1::UpsertRecordResponse response;
  rest->accept = [&response](const RestReply& reply) { return DecodeUpsert(reply, response); };
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, *std::move(rest));
  if (!reply.ok()) co_return reply.status();
  co_return response;
}

absl::StatusOr<RestRequest> RenderCreateRecords(const v1::CreateRecordsRequest& request) {
  if (request.records().empty()) return InvalidField("records", "is required");
  if (request.records_size() > kMaxCollectionSize) {
    return InvalidField(
        "records", absl::StrCat("has ", request.records_size(), " records; Salesforce takes up to ",
                                kMaxCollectionSize, " at once"));
  }
  for (int i = 0; i < request.records_size(); ++i) {
    SFC_RETURN_IF_ERROR(
        RequireText(request.records(i).type(), absl::StrCat("records[", i, "].type")));
  }
  RestRequest rest("POST", "/services/data/{version}/composite/sobjects", Effect::kOnce);
  absl::StatusOr<std::string> body = MessageToJson(request);
  if (!body.ok()) return body.status();
  rest.body = *std::move(body);
  return rest;
}

// Row results sometimes come with status 400: when none of the rows could be saved.
bool HasRowResults(const RestReply& reply) {
  if (reply.status != 400) return false;
  v1::Value body;
  if (!JsonToValue(reply.body, body).ok() || body.list_value().values().empty()) return false;
  for (const v1::Field& field : body.list_value().values(0).record_value().fields()) {
    if (field.name() == "success") return true;
  }
  return false;
}

absl::Status DecodeResults(const RestReply& reply, int expected,
                           v1::CreateRecordsResponse& response) {
  response.Clear();
  SFC_RETURN_IF_ERROR(
      JsonToField(reply.body, UnknownKeys::kKeep, response,
                  v1::CreateRecordsResponse::descriptor()->FindFieldByName("results")));
  if (response.results_size() != expected) {
    return absl::InternalError(
        absl::StrCat(response.results_size(), " results came for ", expected, " records"));
  }
  for (const v1::SaveResult& result : response.results()) {
    SFC_RETURN_IF_ERROR(CheckResult(result));
  }
  return absl::OkStatus();
}

Task<absl::StatusOr<v1::CreateRecordsResponse>> CreateRecords(
    OperationContext context, const v1::CreateRecordsRequest& request) {
  absl::StatusOr<RestRequest> rest = RenderCreateRecords(request);
  if (!rest.ok()) co_return rest.status();
  v1::CreateRecordsResponse response;
  const int expected = request.records_size();
  rest->is_result = &HasRowResults;
  rest->accept = [&response, expected](const RestReply& reply) {
    return DecodeResults(reply, expected, response);
  };
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, *std::move(rest));
  if (!reply.ok()) co_return reply.status();
  co_return response;
}

}  // namespace

void AddRecordFamily(Registry& registry) {
  registry.AddService(
      v1::CreateRecordsRequest::descriptor()->file()->FindServiceByName("RecordService"));
  registry.Implement("sfconnector.v1.RecordService/UpsertRecord", &UpsertRecord);
  registry.Implement("sfconnector.v1.RecordService/CreateRecords", &CreateRecords);
}

}  // namespace sfconnector
