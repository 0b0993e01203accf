// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/classic_batch.h"

#include <initializer_list>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "core/base/status.h"
#include "core/bulk/classic_request.h"
#include "core/codec/salesforce_id.h"
#include "core/operation/send_for.h"
#include "sfconnector/v1/bulk_service.pb.h"

namespace sfconnector {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} * 1024;

class TextSource final : public HttpBodySource {
 public:
  explicit TextSource(std::shared_ptr<const std::string> text) : text_(std::move(text)) {}

  Task<absl::StatusOr<std::optional<std::string>>> Read() override {
    std::optional<std::string> piece;
    if (at_ < text_->size()) {
      piece = text_->substr(at_, kPieceBytes);
      at_ += piece->size();
    }
    co_return piece;
  }

 private:
  const std::shared_ptr<const std::string> text_;
  std::size_t at_ = 0;
};

absl::Status CheckIds(const ClassicBatchId& id) {
  SFC_RETURN_IF_ERROR(RequireBulkId(id.job_id, "job_id"));
  return RequireBulkId(id.batch_id, "batch_id");
}

absl::Status ReadBatch(const RestReply& reply, v1::BulkBatch& batch) {
  SFC_RETURN_IF_ERROR(ReadClassicReply(reply, "batchInfo", batch));
  return IsSalesforceId(batch.id()) ? absl::OkStatus() : absl::InternalError("the batch has no id");
}

absl::Status ReadBatches(const RestReply& reply, v1::ListBatchesResponse& response) {
  SFC_RETURN_IF_ERROR(ReadClassicList(reply, "batchInfoList", "batchInfo", response));
  for (const v1::BulkBatch& batch : response.batches()) {
    if (!IsSalesforceId(batch.id())) return absl::InternalError("a batch has no id");
  }
  return absl::OkStatus();
}

Task<absl::StatusOr<std::unique_ptr<RestDownload>>> OpenBody(OperationContext context,
                                                             RestRequest rest) {
  rest.headers.emplace_back("Accept", "*/*");
  rest.lane = HttpLane::kStream;
  absl::StatusOr<std::unique_ptr<RestDownload>> download =
      co_await context.rest.Open(context.call, std::move(rest));
  co_return download;
}

}  // namespace

absl::string_view ClassicMediaType(absl::string_view content_type) {
  struct Row {
    absl::string_view content_type;
    absl::string_view media_type;
  };
  static constexpr Row kRows[] = {
      {"CSV", "text/csv; charset=UTF-8"},
      {"JSON", "application/json; charset=UTF-8"},
      {"XML", "application/xml; charset=UTF-8"},
      {"ZIP_CSV", "zip/csv"},
      {"ZIP_JSON", "zip/json"},
      {"ZIP_XML", "zip/xml"},
  };
  for (const Row& row : kRows) {
    if (row.content_type == content_type) return row.media_type;
  }
  return {};
}

ClassicContent ClassicContentOf(std::string text) {
  return [shared = std::make_shared<const std::string>(std::move(text))] {
    return std::make_unique<TextSource>(shared);
  };
}

Task<absl::StatusOr<v1::BulkBatch>> AddClassicBatch(OperationContext context, std::string job_id,
                                                    std::string media_type,
                                                    ClassicContent content) {
  absl::Status valid = RequireBulkId(job_id, "job_id");
  if (!valid.ok()) co_return valid;
  RestRequest rest = ClassicRequest(context, "POST", {job_id, "batch"}, Effect::kOnce);
  rest.content_type = std::move(media_type);
  rest.make_upload = std::move(content);
  absl::StatusOr<v1::BulkBatch> batch =
      co_await SendFor<v1::BulkBatch>(context, std::move(rest), &ReadBatch);
  co_return batch;
}

Task<absl::StatusOr<v1::BulkBatch>> GetClassicBatch(OperationContext context, ClassicBatchId id) {
  absl::Status valid = CheckIds(id);
  if (!valid.ok()) co_return valid;
  RestRequest rest =
      ClassicRequest(context, "GET", {id.job_id, "batch", id.batch_id}, Effect::kNone);
  absl::StatusOr<v1::BulkBatch> batch =
      co_await SendFor<v1::BulkBatch>(context, std::move(rest), &ReadBatch);
  co_return batch;
}

Task<absl::StatusOr<std::vector<v1::BulkBatch>>> ListClassicBatches(OperationContext context,
                                                                    std::string job_id) {
  absl::Status valid = RequireBulkId(job_id, "job_id");
  if (!valid.ok()) co_return valid;
  RestRequest rest = ClassicRequest(context, "GET", {job_id, "batch"}, Effect::kNone);
  absl::StatusOr<v1::ListBatchesResponse> response =
      co_await SendFor<v1::ListBatchesResponse>(context, std::move(rest), &ReadBatches);
  if (!response.ok()) co_return response.status();
  auto& batches = *response->mutable_batches();
  co_return std::vector<v1::BulkBatch>(std::make_move_iterator(batches.begin()),
                                       std::make_move_iterator(batches.end()));
}

Task<absl::StatusOr<std::unique_ptr<RestDownload>>> OpenClassicBatchRequest(
    OperationContext context, ClassicBatchId id) {
  absl::Status valid = CheckIds(id);
  if (!valid.ok()) co_return valid;
  RestRequest rest =
      ClassicRequest(context, "GET", {id.job_id, "batch", id.batch_id, "request"}, Effect::kNone);
  absl::StatusOr<std::unique_ptr<RestDownload>> download =
      co_await OpenBody(context, std::move(rest));
  co_return download;
}

Task<absl::StatusOr<std::unique_ptr<RestDownload>>> OpenClassicBatchResult(OperationContext context,
                                                                           ClassicBatchId id) {
  absl::Status valid = CheckIds(id);
  if (!valid.ok()) co_return valid;
  RestRequest rest =
      ClassicRequest(context, "GET", {id.job_id, "batch", id.batch_id, "result"}, Effect::kNone);
  absl::StatusOr<std::unique_ptr<RestDownload>> download =
      co_await OpenBody(context, std::move(rest));
  co_return download;
}

Task<absl::StatusOr<std::unique_ptr<RestDownload>>> OpenClassicQueryResult(OperationContext context,
                                                                           ClassicBatchId id,
                                                                           std::string result_id) {
  absl::Status valid = CheckIds(id);
  if (valid.ok()) valid = RequireBulkId(result_id, "result_id");
  if (!valid.ok()) co_return valid;
  RestRequest rest = ClassicRequest(
      context, "GET", {id.job_id, "batch", id.batch_id, "result", result_id}, Effect::kNone);
  absl::StatusOr<std::unique_ptr<RestDownload>> download =
      co_await OpenBody(context, std::move(rest));
  co_return download;
}

}  // namespace sfconnector
