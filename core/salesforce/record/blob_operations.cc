// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/record/blob_operations.h"

#include <memory>
#include <string>
#include <utility>

#include "core/base/status.h"
#include "core/codec/json_value.h"
#include "core/codec/proto_json.h"
#include "core/operation/upload.h"
#include "core/rest/description.h"
#include "core/salesforce/record/multipart.h"
#include "core/salesforce/record/record_request.h"

namespace sfconnector {
namespace {

constexpr std::size_t kMaxChunk = std::size_t{256} * 1024;

absl::StatusOr<RestRequest> RenderGet(const v1::GetBlobRequest& request) {
  SFC_RETURN_IF_ERROR(RequireText(request.sobject(), "sobject"));
  SFC_RETURN_IF_ERROR(RequireRecordId(request.id(), "id"));
  SFC_RETURN_IF_ERROR(RequireText(request.field(), "field"));
  RestRequest rest("GET", SObjectPath({request.sobject(), request.id(), request.field()}),
                   Effect::kNone);
  rest.headers.emplace_back("Accept", "*/*");
  rest.lane = HttpLane::kStream;
  rest.may_be_html = true;
  return rest;
}

// The first message: what is coming.
v1::GetBlobResponse HeadOf(const RestDownload& download) {
  v1::GetBlobResponse head;
  head.set_content_type(std::string(download.Header("content-type")));
  if (const std::optional<std::int64_t> length = download.Length()) head.set_length(*length);
  return head;
}

template <class Request>
absl::StatusOr<Request> FirstMessage(absl::StatusOr<std::optional<Request>> message) {
  if (!message.ok()) return message.status();
  if (!message->has_value() || !(*message)->has_head()) {
    return InvalidField("head", "is required in the first message");
  }
  return std::move(**message);
}

// Fills in what the heads of both uploads have.
template <class Head>
absl::Status Describe(const Head& head, Multipart& multipart) {
  SFC_RETURN_IF_ERROR(RequireText(head.sobject(), "head.sobject"));
  absl::StatusOr<std::string> record = ToJson(head.record());
  if (!record.ok()) return PrefixField("head.record", record.status());
  multipart.sobject = head.sobject();
  multipart.record = *std::move(record);
  multipart.blob_field = head.blob_field();
  multipart.file_name = head.file_name();
  multipart.content_type = head.content_type();
  return multipart.Check();
}

}  // namespace

Task<absl::Status> GetBlob(OperationContext context, const v1::GetBlobRequest& request,
                           Writer<v1::GetBlobResponse>& writer) {
  absl::StatusOr<RestRequest> rest = RenderGet(request);
  if (!rest.ok()) co_return rest.status();
  absl::StatusOr<std::unique_ptr<RestDownload>> download =
      co_await context.rest.Open(context.call, *std::move(rest));
  if (!download.ok()) co_return download.status();
  v1::GetBlobResponse message = HeadOf(**download);
  bool first = true;
  while (true) {
    absl::StatusOr<std::optional<std::string>> piece = co_await (*download)->Read();
    if (!piece.ok()) co_return piece.status();
    if (!piece->has_value() && !first) co_return absl::OkStatus();
    const std::string bytes = std::move(*piece).value_or(std::string());
    for (std::size_t at = 0; at < bytes.size() || first; at += kMaxChunk) {
      message.set_chunk(bytes.substr(at, kMaxChunk));
      absl::Status written = co_await writer.Write(message);
      if (!written.ok()) co_return written;
      message.Clear();
      first = false;
    }
  }
}

Task<absl::StatusOr<v1::CreateRecordWithBlobResponse>> CreateRecordWithBlob(
    OperationContext context, Reader<v1::CreateRecordWithBlobRequest>& messages) {
  using Request = v1::CreateRecordWithBlobRequest;
  absl::StatusOr<std::optional<Request>> message = co_await messages.Read();
  absl::StatusOr<Request> first = FirstMessage(std::move(message));
  if (!first.ok()) co_return first.status();
  if (!first->head().has_record()) co_return InvalidField("head.record", "is required");
  Multipart multipart(context.rest.random());
  absl::Status described = Describe(first->head(), multipart);
  if (!described.ok()) co_return described;
  v1::CreateRecordWithBlobResponse response;
  RestRequest rest("POST", SObjectPath({first->head().sobject()}), Effect::kOnce);
  rest.accept = [&response](const RestReply& reply) -> absl::Status {
    SFC_RETURN_IF_ERROR(JsonToMessage(reply.body, UnknownKeys::kKeep, response));
    return response.id().empty() ? absl::InternalError("`id` is missing") : absl::OkStatus();
  };
  rest.content_type = multipart.ContentType();
  UploadFrame frame;
  frame.beginning = multipart.Beginning();
  frame.end = multipart.End();
  Upload<Request> upload(context, messages, std::move(frame));
  absl::StatusOr<RestReply> reply = co_await upload.Send(std::move(rest));
  if (!reply.ok()) co_return reply.status();
  co_return response;
}

Task<absl::StatusOr<v1::UpdateRecordWithBlobResponse>> UpdateRecordWithBlob(
    OperationContext context, Reader<v1::UpdateRecordWithBlobRequest>& messages) {
  using Request = v1::UpdateRecordWithBlobRequest;
  absl::StatusOr<std::optional<Request>> message = co_await messages.Read();
  absl::StatusOr<Request> first = FirstMessage(std::move(message));
  if (!first.ok()) co_return first.status();
  const v1::ChangedRecordWithBlob& head = first->head();
  Multipart multipart(context.rest.random());
  absl::Status described = Describe(head, multipart);
  if (described.ok()) described = RequireRecordId(head.id(), "head.id");
  if (!described.ok()) co_return described;
  RestRequest rest("PATCH", SObjectPath({head.sobject(), head.id()}), Effect::kIdempotent);
  rest.accept = &CheckUnreadReply;
  rest.content_type = multipart.ContentType();
  UploadFrame frame;
  frame.beginning = multipart.Beginning();
  frame.end = multipart.End();
  Upload<Request> upload(context, messages, std::move(frame));
  absl::StatusOr<RestReply> reply = co_await upload.Send(std::move(rest));
  if (!reply.ok()) co_return reply.status();
  v1::UpdateRecordWithBlobResponse response;
  co_return response;
}

}  // namespace sfconnector
