// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/composite/execute_batch.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/codec/json.h"
#include "core/codec/proto_json.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/composite/subrequest.h"
#include "core/salesforce/composite/subrequest_result.h"
#include "core/salesforce/composite/subrequest_url.h"
#include "core/salesforce/record/multipart_parts.h"
#include "core/salesforce/record/record_request.h"

namespace sfconnector {
namespace {

constexpr int kMaxRequests = 25;
// The part that holds the batch itself has this name in Salesforce's documentation.
constexpr char kBatchPart[] = "json";

struct Envelope {
  RestRequest rest = RestRequest("POST", "/services/data/{version}/composite/batch", Effect::kOnce);
  std::vector<Effect> effects;
};

// Each file has a part of its own.
std::string PartName(int index) { return absl::StrCat("binaryPart", index); }

absl::Status CheckFile(const v1::BinaryPart& file) {
  SFC_RETURN_IF_ERROR(RequireText(file.name(), "name"));
  SFC_RETURN_IF_ERROR(RequireText(file.file_name(), "file_name"));
  if (IsPartHeaderText(file.content_type())) return absl::OkStatus();
  return InvalidField("content_type", "has characters that a media type must not have");
}

absl::Status WriteOne(const v1::BatchSubrequest& request, int index, const std::string& version,
                      JsonWriter& writer, std::vector<Effect>& effects) {
  const absl::StatusOr<RestRequest> rest = RenderSubrequest(request.request(), References::kNone);
  if (!rest.ok()) return PrefixField("request", rest.status());
  effects.push_back(rest->effect);
  // URLs begin with the version here.
  const std::string url = SubrequestUrl(*rest, version, References::kNone);
  writer.BeginObject();
  writer.Name("method");
  writer.String(rest->method);
  writer.Name("url");
  writer.String(absl::StripPrefix(url, "/services/data/"));
  if (!rest->body.empty()) {
    writer.Name("richInput");
    writer.Raw(rest->body);
  }
  if (request.has_binary_part()) {
    SFC_RETURN_IF_ERROR(PrefixField("binary_part", CheckFile(request.binary_part())));
    writer.Name("binaryPartName");
    writer.String(PartName(index));
    writer.Name("binaryPartNameAlias");
    writer.String(request.binary_part().name());
  }
  writer.EndObject();
  return absl::OkStatus();
}

absl::Status WriteBatch(const v1::ExecuteBatchRequest& request, const std::string& version,
                        std::string& json, std::vector<Effect>& effects) {
  JsonWriter writer(json);
  writer.BeginObject();
  writer.Name("haltOnError");
  writer.Bool(request.halt_on_error());
  writer.Name("batchRequests");
  writer.BeginArray();
  for (int i = 0; i < request.batch_requests_size(); ++i) {
    SFC_RETURN_IF_ERROR(
        PrefixField(absl::StrCat("batch_requests[", i, "]"),
                    WriteOne(request.batch_requests(i), i, version, writer, effects)));
  }
  writer.EndArray();
  writer.EndObject();
  return absl::OkStatus();
}

// The batch and its files as one body.
void AddFiles(const v1::ExecuteBatchRequest& request, const std::string& boundary,
              RestRequest& rest) {
  std::string body = absl::StrCat(PartHead(boundary, kBatchPart, "application/json"), rest.body);
  for (int i = 0; i < request.batch_requests_size(); ++i) {
    const v1::BatchSubrequest& part = request.batch_requests(i);
    if (!part.has_binary_part()) continue;
    const v1::BinaryPart& file = part.binary_part();
    absl::StrAppend(&body, "\r\n",
                    FilePartHead(boundary, PartName(i), file.file_name(), file.content_type()),
                    file.content());
  }
  absl::StrAppend(&body, MultipartEnd(boundary));
  rest.body = std::move(body);
  rest.content_type = MultipartType(boundary);
}

absl::StatusOr<Envelope> Render(const v1::ExecuteBatchRequest& request, const RestClient& client,
                                const std::string& version) {
  const auto& parts = request.batch_requests();
  if (parts.empty()) return InvalidField("batch_requests", "is required");
  if (parts.size() > kMaxRequests) {
    return InvalidField(
        "batch_requests",
        absl::StrCat("has ", parts.size(), " requests; Salesforce takes up to ", kMaxRequests));
  }
  Envelope envelope;
  SFC_RETURN_IF_ERROR(WriteBatch(request, version, envelope.rest.body, envelope.effects));
  envelope.rest.effect = EffectOfWhole(envelope.effects);
  const bool files = std::any_of(parts.begin(), parts.end(),
                                 [](const auto& part) { return part.has_binary_part(); });
  if (files) AddFiles(request, MakeBoundary(client.random()), envelope.rest);
  return envelope;
}

absl::Status Decode(const RestReply& reply, int expected, v1::ExecuteBatchResponse& response) {
  SFC_RETURN_IF_ERROR(JsonToMessage(reply.body, UnknownKeys::kKeep, response));
  if (response.results_size() != expected) {
    return absl::InternalError(
        absl::StrCat(response.results_size(), " results came for ", expected, " requests"));
  }
  for (const v1::BatchSubrequestResult& result : response.results()) {
    if (result.status_code() == 0) return absl::InternalError("a result has no status");
  }
  return absl::OkStatus();
}

}  // namespace

Task<absl::StatusOr<v1::ExecuteBatchResponse>> ExecuteBatch(
    OperationContext context, const v1::ExecuteBatchRequest& request) {
  absl::StatusOr<Envelope> envelope =
      Render(request, context.rest, context.rest.VersionOf(context.call));
  if (!envelope.ok()) co_return envelope.status();
  v1::ExecuteBatchResponse response;
  envelope->rest.accept = [&request, &response](const RestReply& reply) {
    return Decode(reply, request.batch_requests_size(), response);
  };
  absl::StatusOr<RestReply> reply =
      co_await context.rest.Send(context.call, std::move(envelope->rest));
  if (!reply.ok()) co_return reply.status();
  for (int i = 0; i < response.results_size(); ++i) {
    v1::BatchSubrequestResult& result = *response.mutable_results(i);
    JudgeResult(result.status_code(), *result.mutable_result(),
                envelope->effects[static_cast<std::size_t>(i)], context.rest.retry_settings(),
                result);
  }
  co_return response;
}

}  // namespace sfconnector
