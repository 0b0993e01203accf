// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/report/report_operations.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/proto_json.h"
#include "core/http/url.h"
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
  response.Clear();
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
  response.Clear();
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

Task<absl::StatusOr<v1::RunReportResponse>> RunReport(OperationContext context,
                                                      const v1::RunReportRequest& request) {
  absl::Status checked = RequireRecordId(request.report_id(), "report_id");
  if (!checked.ok()) co_return checked;
  RestRequest rest(request.has_report_metadata() ? "POST" : "GET", ReportPath(request.report_id()),
                   Effect::kNone);
  absl::Status rendered = RenderRun(request, rest);
  if (!rendered.ok()) co_return rendered;
  v1::RunReportResponse response;
  rest.accept = [&response](const RestReply& reply) { return DecodeRun(reply, response); };
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, std::move(rest));
  if (!reply.ok()) co_return reply.status();
  co_return response;
}

Task<absl::StatusOr<v1::RunReportAsyncResponse>> RunReportAsync(
    OperationContext context, const v1::RunReportAsyncRequest& request) {
  absl::Status checked = RequireRecordId(request.report_id(), "report_id");
  if (!checked.ok()) co_return checked;
  RestRequest rest("POST", absl::StrCat(ReportPath(request.report_id()), "/instances"),
                   Effect::kOnce);
  absl::Status rendered = RenderRun(request, rest);
  if (!rendered.ok()) co_return rendered;
  v1::RunReportAsyncResponse response;
  rest.accept = [&response](const RestReply& reply) { return DecodeStart(reply, response); };
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, std::move(rest));
  if (!reply.ok()) co_return reply.status();
  co_return response;
}

Task<absl::StatusOr<v1::GetReportInstanceResponse>> GetReportInstance(
    OperationContext context, const v1::GetReportInstanceRequest& request) {
  absl::Status checked = RequireRecordId(request.report_id(), "report_id");
  if (!checked.ok()) co_return checked;
  checked = RequireRecordId(request.instance_id(), "instance_id");
  if (!checked.ok()) co_return checked;
  RestRequest rest("GET",
                   absl::StrCat(ReportPath(request.report_id()), "/instances/",
                                PercentEncodeSegment(request.instance_id())),
                   Effect::kNone);
  v1::GetReportInstanceResponse response;
  rest.accept = [&response](const RestReply& reply) { return DecodeInstance(reply, response); };
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, std::move(rest));
  if (!reply.ok()) co_return reply.status();
  co_return response;
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
