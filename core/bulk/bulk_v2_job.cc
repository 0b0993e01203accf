// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/bulk_v2_job.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/job_failure.h"
#include "core/codec/json.h"
#include "core/codec/proto_json.h"
#include "core/http/url.h"
#include "core/operation/send_for.h"
#include "core/rest/description.h"
#include "core/rest/rest_client.h"

namespace sfconnector {
namespace {

constexpr char kInvalidJobState[] = "INVALIDJOBSTATE";

Task<absl::StatusOr<v1::BulkV2Job>> SendForJob(OperationContext context,
                                               absl::StatusOr<RestRequest> request) {
  ReadReply<v1::BulkV2Job> read = [](const RestReply& reply, v1::BulkV2Job& job) {
    return ReadBulkV2Job(reply.body, job);
  };
  absl::StatusOr<v1::BulkV2Job> job =
      co_await SendFor<v1::BulkV2Job>(context, std::move(request), std::move(read));
  co_return job;
}

Task<absl::StatusOr<v1::BulkV2Job>> Create(OperationContext context, BulkV2JobKind kind,
                                           absl::StatusOr<std::string> body) {
  if (!body.ok()) co_return body.status();
  RestRequest request("POST", BulkV2JobsPath(kind), Effect::kIdempotent);
  request.body = *std::move(body);
  absl::StatusOr<v1::BulkV2Job> job = co_await SendForJob(context, std::move(request));
  co_return job;
}

std::string StateBody(absl::string_view state) {
  std::string body;
  JsonWriter writer(body);
  writer.BeginObject();
  writer.Name("state");
  writer.String(state);
  writer.EndObject();
  return body;
}

// Whether a job is where `wanted` leads.
bool HasReached(const v1::BulkV2Job& job, absl::string_view wanted) {
  if (job.state() == wanted) return true;
  const bool left_behind =
      job.state() == kJobInProgress || job.state() == kJobComplete || job.state() == kJobFailed;
  return wanted == kJobUploadComplete && left_behind;
}

}  // namespace

std::string BulkV2JobsPath(BulkV2JobKind kind) {
  return absl::StrCat("/services/data/{version}/jobs/",
                      kind == BulkV2JobKind::kIngest ? "ingest" : "query");
}

std::string BulkV2JobPath(BulkV2JobKind kind, absl::string_view id, absl::string_view resource) {
  return absl::StrCat(BulkV2JobsPath(kind), "/", PercentEncodeSegment(id),
                      resource.empty() ? "" : "/", resource);
}

absl::Status RequireJobId(absl::string_view id, absl::string_view field) {
  if (id.empty()) return InvalidField(field, "is required");
  if (LooksLikeRecordId(id)) return absl::OkStatus();
  return InvalidField(field, "is no job's id: those have 15 or 18 letters and digits");
}

absl::Status ReadBulkV2Job(absl::string_view json, v1::BulkV2Job& job) {
  SFC_RETURN_IF_ERROR(JsonToMessage(json, UnknownKeys::kKeep, job));
  if (!LooksLikeRecordId(job.id())) return absl::InternalError("`id` is missing");
  return job.state().empty() ? absl::InternalError("`state` is missing") : absl::OkStatus();
}

Task<absl::StatusOr<v1::BulkV2Job>> CreateIngestJob(OperationContext context,
                                                    const v1::NewIngestJob& job) {
  return Create(context, BulkV2JobKind::kIngest, MessageToJson(job));
}

Task<absl::StatusOr<v1::BulkV2Job>> CreateQueryJob(OperationContext context,
                                                   const v1::NewQueryJob& job) {
  return Create(context, BulkV2JobKind::kQuery, MessageToJson(job));
}

Task<absl::StatusOr<v1::BulkV2Job>> GetBulkV2Job(OperationContext context, BulkV2JobKind kind,
                                                 std::string id) {
  return SendForJob(context, RestRequest("GET", BulkV2JobPath(kind, id), Effect::kNone));
}

Task<absl::StatusOr<v1::BulkV2Job>> SetBulkV2JobState(OperationContext context, BulkV2JobKind kind,
                                                      std::string id, std::string state) {
  RestRequest request("PATCH", BulkV2JobPath(kind, id), Effect::kIdempotent);
  request.body = StateBody(state);
  absl::StatusOr<v1::BulkV2Job> job = co_await SendForJob(context, std::move(request));
  if (job.ok() || GetReason(job.status()) != kInvalidJobState) co_return job;
  absl::StatusOr<v1::BulkV2Job> now = co_await GetBulkV2Job(context, kind, id);
  if (now.ok() && HasReached(*now, state)) co_return now;
  co_return WithJobId(job.status(), id);
}

Task<absl::Status> DeleteBulkV2Job(OperationContext context, BulkV2JobKind kind, std::string id) {
  RestRequest request("DELETE", BulkV2JobPath(kind, id), Effect::kIdempotent);
  request.accept = &CheckUnreadReply;
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, std::move(request));
  co_return reply.status();
}

}  // namespace sfconnector
