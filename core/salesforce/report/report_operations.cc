// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/report/report_operations.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/proto_json.h"
#include "core/http/url.h"
#include "core/operation/send_for.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/record/record_request.h"
#include "core/salesforce/report/report_result.h"
#include "sfconnector/v1/report_service.pb.h"

namespace sfconnector {
namespace {

std::string ReportPath(absl::string_view report_id) {
  return absl::StrCat("/services/data/{version}/analytics/reports/",
                      PercentEncodeSegment(report_id));
}

// What both kinds of runs send beside their path.
template <class Request>
absl::Status RenderRun(const Request& request, RestRequest& rest) {
  rest.query.emplace_back("includeDetails", request.include_details() ? "true" : "false");
  if (!request.has_report_metadata()) return absl::OkStatus();
  absl::StatusOr<std::string> metadata = MessageToJson(request.report_metadata());
  if (!metadata.ok()) return PrefixField("report_metadata", metadata.status());
  rest.body = absl::StrCat(R"({"reportMetadata":)", *metadata, "}");
  return absl::OkStatus();
}

absl::Status Missing(absl::string_view name) {
  return absl::InternalError(absl::StrCat("`", name, "` is missing"));
}

absl::Status DecodeRun(const RestReply& reply, v1::RunReportResponse& response) {
  v1::ReportResult& result = *response.mutable_result();
  v1::ReportAttributes attributes;
  absl::StatusOr<bool> has_facts = ReadReportResult(reply.body, attributes, result);
  if (!has_facts.ok()) return has_facts.status();
  if (!*has_facts) return Missing("factMap");
  *result.mutable_attributes() = std::move(attributes);
  return absl::OkStatus();
}

absl::Status DecodeStart(const RestReply& reply, v1::RunReportAsyncResponse& response) {
  v1::ReportInstance& instance = *response.mutable_instance();
  SFC_RETURN_IF_ERROR(JsonToMessage(reply.body, UnknownKeys::kKeep, instance));
  return instance.id().empty() ? Missing("id") : absl::OkStatus();
}

absl::Status DecodeInstance(const RestReply& reply, v1::GetReportInstanceResponse& response) {
  v1::ReportInstance& instance = *response.mutable_instance();
  v1::ReportResult& result = *response.mutable_result();
  absl::StatusOr<bool> has_facts = ReadReportResult(reply.body, instance, result);
  if (!has_facts.ok()) return has_facts.status();
  if (instance.status().empty()) return Missing("status");
  if (*has_facts) return absl::OkStatus();
  if (instance.status() == "Success") return Missing("factMap");
  response.mutable_extra()->Swap(result.mutable_extra());
  response.clear_result();
  return absl::OkStatus();
}

absl::StatusOr<RestRequest> Render(const v1::RunReportRequest& request) {
  SFC_RETURN_IF_ERROR(RequireRecordId(request.report_id(), "report_id"));
  RestRequest rest(request.has_report_metadata() ? "POST" : "GET", ReportPath(request.report_id()),
                   Effect::kNone);
  SFC_RETURN_IF_ERROR(RenderRun(request, rest));
  return rest;
}

absl::StatusOr<RestRequest> Render(const v1::RunReportAsyncRequest& request) {
  SFC_RETURN_IF_ERROR(RequireRecordId(request.report_id(), "report_id"));
  RestRequest rest("POST", absl::StrCat(ReportPath(request.report_id()), "/instances"),
                   Effect::kOnce);
  SFC_RETURN_IF_ERROR(RenderRun(request, rest));
  return rest;
}

absl::StatusOr<RestRequest> Render(const v1::GetReportInstanceRequest& request) {
  SFC_RETURN_IF_ERROR(RequireRecordId(request.report_id(), "report_id"));
  SFC_RETURN_IF_ERROR(RequireRecordId(request.instance_id(), "instance_id"));
  return RestRequest("GET",
                     absl::StrCat(ReportPath(request.report_id()), "/instances/",
                                  PercentEncodeSegment(request.instance_id())),
                     Effect::kNone);
}

Task<absl::StatusOr<v1::RunReportResponse>> RunReport(OperationContext context,
                                                      const v1::RunReportRequest& request) {
  return SendFor<v1::RunReportResponse>(context, Render(request), &DecodeRun);
}

Task<absl::StatusOr<v1::RunReportAsyncResponse>> RunReportAsync(
    OperationContext context, const v1::RunReportAsyncRequest& request) {
  return SendFor<v1::RunReportAsyncResponse>(context, Render(request), &DecodeStart);
}

Task<absl::StatusOr<v1::GetReportInstanceResponse>> GetReportInstance(
    OperationContext context, const v1::GetReportInstanceRequest& request) {
  return SendFor<v1::GetReportInstanceResponse>(context, Render(request), &DecodeInstance);
}

}  // namespace

void AddReportFamily(Registry& registry) {
  registry.AddService(
      v1::RunReportRequest::descriptor()->file()->FindServiceByName("ReportService"));
  registry.Implement("sfconnector.v1.ReportService/RunReport", &RunReport);
  registry.Implement("sfconnector.v1.ReportService/RunReportAsync", &RunReportAsync);
  registry.Implement("sfconnector.v1.ReportService/GetReportInstance", &GetReportInstance);
}

}  // namespace sfconnector
