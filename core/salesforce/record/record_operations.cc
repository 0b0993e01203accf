// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/record/record_operations.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/proto_json.h"
#include "core/operation/send_for.h"
#include "core/salesforce/record/blob_operations.h"
#include "core/salesforce/record/record_lists.h"
#include "core/salesforce/record/record_request.h"
#include "core/salesforce/record/related_records.h"
#include "core/salesforce/record/save_results.h"

namespace sfconnector {
namespace {

// An update answers 204 without a body below API version 46.0, and only from there on says
// `created`.
absl::Status DecodeUpsert(const RestReply& reply, v1::UpsertRecordResponse& response) {
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
  return SendFor<v1::UpsertRecordResponse>(context, RenderUpsert(request, References::kNone),
                                           &DecodeUpsert);
}

}  // namespace

absl::StatusOr<RestRequest> RenderUpsert(const v1::UpsertRecordRequest& request,
                                         References references) {
  SFC_RETURN_IF_ERROR(RequireText(request.sobject(), "sobject"));
  SFC_RETURN_IF_ERROR(RequireText(request.external_id_field(), "external_id_field"));
  SFC_RETURN_IF_ERROR(RequireText(request.external_id(), "external_id"));
  if (!request.has_record()) return InvalidField("record", "is required");
  const std::string resource = absl::StrCat(
      "/services/data/{version}/sobjects/", EncodeSegment(request.sobject(), references), "/",
      EncodeSegment(request.external_id_field(), references), "/");
  RestRequest rest("PATCH",
                   absl::StrCat(resource, EncodeSegment(request.external_id(), references)),
                   Effect::kIdempotent);
  rest.log_path = absl::StrCat(resource, "{external_id}");
  if (request.update_only()) rest.query.emplace_back("updateOnly", "true");
  absl::StatusOr<std::string> body =
      FieldToJson(request, v1::UpsertRecordRequest::descriptor()->FindFieldByName("record"));
  if (!body.ok()) return body.status();
  rest.body = *std::move(body);
  return rest;
}

void AddRecordFamily(Registry& registry) {
  registry.AddService(
      v1::GetRecordRequest::descriptor()->file()->FindServiceByName("RecordService"));
  registry.Implement("sfconnector.v1.RecordService/UpsertRecord", &UpsertRecord);
  registry.Implement("sfconnector.v1.RecordService/CreateRecords", &CreateRecords);
  registry.Implement("sfconnector.v1.RecordService/UpdateRecords", &UpdateRecords);
  registry.Implement("sfconnector.v1.RecordService/UpsertRecords", &UpsertRecords);
  registry.Implement("sfconnector.v1.RecordService/DeleteRecords", &DeleteRecords);
  registry.Implement("sfconnector.v1.RecordService/GetRecords", &GetRecords);
  registry.Implement("sfconnector.v1.RecordService/GetBlob", &GetBlob);
  registry.Implement("sfconnector.v1.RecordService/CreateRecordWithBlob", &CreateRecordWithBlob);
  registry.Implement("sfconnector.v1.RecordService/UpdateRecordWithBlob", &UpdateRecordWithBlob);
  registry.Implement("sfconnector.v1.RecordService/GetRelatedRecord", &GetRelatedRecord);
  registry.Implement("sfconnector.v1.RecordService/GetRelatedRecords", &GetRelatedRecords);
}

}  // namespace sfconnector
