// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/classic_job.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/classic_request.h"
#include "core/codec/csv_format.h"
#include "core/codec/json.h"
#include "core/codec/salesforce_id.h"
#include "core/operation/send_for.h"
#include "core/soap/xml_text.h"

namespace sfconnector {
namespace {

void WriteMember(absl::string_view name, const std::string& text, JsonWriter& writer) {
  if (text.empty()) return;
  writer.Name(name);
  writer.String(text);
}

std::string BodyOf(const v1::CreateJobRequest& request) {
  std::string body;
  JsonWriter writer(body);
  writer.BeginObject();
  WriteMember("operation", request.operation(), writer);
  WriteMember("object", request.object(), writer);
  WriteMember("contentType", request.content_type(), writer);
  WriteMember("externalIdFieldName", request.external_id_field_name(), writer);
  WriteMember("concurrencyMode", request.concurrency_mode(), writer);
  WriteMember("assignmentRuleId", request.assignment_rule_id(), writer);
  writer.EndObject();
  return body;
}

// The header is a list of its own, in which a text must not begin another entry.
absl::StatusOr<std::string> PkChunkingHeader(const v1::PkChunking& chunking) {
  if (!chunking.enabled()) return std::string("FALSE");
  if (chunking.chunk_size() < 0) return InvalidField("chunk_size", "must not be negative");
  std::string header;
  const auto add = [&header](absl::string_view name, const auto& value) {
    absl::StrAppend(&header, header.empty() ? "" : "; ", name, "=", value);
  };
  if (chunking.chunk_size() > 0) add("chunkSize", chunking.chunk_size());
  if (!chunking.parent().empty()) {
    if (!IsApiName(chunking.parent()))
      return InvalidField("parent", "is not the name of an sObject");
    add("parent", chunking.parent());
  }
  if (!chunking.start_row().empty()) {
    SFC_RETURN_IF_ERROR(RequireBulkId(chunking.start_row(), "start_row"));
    add("startRow", chunking.start_row());
  }
  return header.empty() ? std::string("TRUE") : header;
}

absl::StatusOr<RestRequest> RenderCreate(OperationContext context,
                                         const v1::CreateJobRequest& request) {
  if (request.operation().empty()) return InvalidField("operation", "is required");
  if (request.object().empty()) return InvalidField("object", "is required");
  RestRequest rest = ClassicRequest(context, "POST", {}, Effect::kOnce);
  rest.body = BodyOf(request);
  if (request.has_pk_chunking()) {
    const absl::StatusOr<std::string> header = PkChunkingHeader(request.pk_chunking());
    if (!header.ok()) return PrefixField("pk_chunking", header.status());
    rest.headers.emplace_back("Sforce-Enable-PKChunking", *header);
  }
  if (!request.line_ending().empty()) {
    if (!CsvLineEndingOf(request.line_ending()))
      return InvalidField("line_ending", "must be LF or CRLF");
    rest.headers.emplace_back("Sforce-Line-Ending", request.line_ending());
  }
  if (request.disable_batch_retry()) {
    rest.headers.emplace_back("Sforce-Disable-Batch-Retry", "TRUE");
  }
  return rest;
}

absl::Status ReadJob(const RestReply& reply, v1::BulkJob& job) {
  SFC_RETURN_IF_ERROR(ReadClassicReply(reply, "jobInfo", job));
  return IsSalesforceId(job.id()) ? absl::OkStatus() : absl::InternalError("the job has no id");
}

absl::StatusOr<RestRequest> RenderState(OperationContext context, absl::string_view job_id,
                                        const std::string& state) {
  SFC_RETURN_IF_ERROR(RequireBulkId(job_id, "job_id"));
  RestRequest rest = ClassicRequest(context, "POST", {job_id}, Effect::kIdempotent);
  rest.body = absl::StrCat("{\"state\":\"", state, "\"}");
  return rest;
}

// A reply that was lost may have said that the job is in that state now; then it is refused when it
// is brought there again.
Task<absl::StatusOr<v1::BulkJob>> SetState(OperationContext context, std::string job_id,
                                           std::string state) {
  absl::StatusOr<RestRequest> rest = RenderState(context, job_id, state);
  absl::StatusOr<v1::BulkJob> job =
      co_await SendFor<v1::BulkJob>(context, std::move(rest), &ReadJob);
  if (job.ok() || !absl::EqualsIgnoreCase(GetReason(job.status()), "InvalidJobState"))
    co_return job;
  absl::StatusOr<v1::BulkJob> now = co_await GetClassicJob(context, std::move(job_id));
  const bool there = now.ok() && now->state() == state;
  co_return there ? now : job;
}

}  // namespace

Task<absl::StatusOr<v1::BulkJob>> CreateClassicJob(OperationContext context,
                                                   const v1::CreateJobRequest& request) {
  return SendFor<v1::BulkJob>(context, RenderCreate(context, request), &ReadJob);
}

Task<absl::StatusOr<v1::BulkJob>> GetClassicJob(OperationContext context, std::string job_id) {
  absl::Status valid = RequireBulkId(job_id, "job_id");
  if (!valid.ok()) co_return valid;
  RestRequest rest = ClassicRequest(context, "GET", {job_id}, Effect::kNone);
  absl::StatusOr<v1::BulkJob> job =
      co_await SendFor<v1::BulkJob>(context, std::move(rest), &ReadJob);
  co_return job;
}

Task<absl::StatusOr<v1::BulkJob>> CloseClassicJob(OperationContext context, std::string job_id) {
  return SetState(context, std::move(job_id), "Closed");
}

Task<absl::StatusOr<v1::BulkJob>> AbortClassicJob(OperationContext context, std::string job_id) {
  return SetState(context, std::move(job_id), "Aborted");
}

}  // namespace sfconnector
