// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk/add_batch.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/classic_batch.h"
#include "core/salesforce/bulk/batch_content.h"

namespace sfconnector {
namespace {

// The error, with what was added before it.
absl::Status TellAdded(const absl::Status& why, const v1::AddBatchResponse& response) {
  if (why.ok() || response.batches().empty()) return why;
  absl::Status status(why.code(), absl::StrCat(why.message(), "; ", response.batches_size(),
                                               " batches were added before"));
  why.ForEachPayload([&status](absl::string_view url, const absl::Cord& payload) {
    status.SetPayload(url, payload);
  });
  const std::string reason = GetReason(why);
  v1::SalesforceError detail = GetSalesforceError(why).value_or(v1::SalesforceError());
  for (const v1::BulkBatch& batch : response.batches()) detail.add_added_ids(batch.id());
  status = WithSalesforceError(std::move(status), detail);
  return detail.errors_size() == 0 && !reason.empty() ? WithReason(std::move(status), reason)
                                                      : status;
}

// Takes the next message in, or the end of them. Whether more may come.
Task<absl::StatusOr<bool>> TakeMessage(Reader<v1::AddBatchRequest>& messages,
                                       BatchContent& content) {
  absl::StatusOr<std::optional<v1::AddBatchRequest>> message = co_await messages.Read();
  if (!message.ok()) co_return message.status();
  const bool more = message->has_value();
  absl::Status taken;
  if (more) {
    taken = co_await content.Add(**message);
  } else {
    taken = co_await content.Finish();
  }
  if (!taken.ok()) co_return taken;
  co_return more;
}

// Adds the batches that are whole.
Task<absl::Status> SendBatches(OperationContext context, const v1::BulkBatchHead& head,
                               BatchContent& content, v1::AddBatchResponse& response) {
  while (std::optional<ClassicContent> batch = content.TakeBatch()) {
    std::string media_type(ClassicMediaType(head.content_type()));
    absl::StatusOr<v1::BulkBatch> added =
        co_await AddClassicBatch(context, head.job_id(), std::move(media_type), *std::move(batch));
    if (!added.ok()) co_return added.status();
    *response.add_batches() = *std::move(added);
  }
  co_return absl::OkStatus();
}

Task<absl::Status> AddAll(OperationContext context, const v1::BulkBatchHead& head,
                          Reader<v1::AddBatchRequest>& messages, v1::AddBatchResponse& response) {
  absl::StatusOr<BatchContent> content = BatchContent::Begin(head, *context.spool);
  if (!content.ok()) co_return content.status();
  while (true) {
    absl::StatusOr<bool> more = co_await TakeMessage(messages, *content);
    if (!more.ok()) co_return more.status();
    absl::Status sent = co_await SendBatches(context, head, *content, response);
    if (!sent.ok() || !*more) co_return sent;
  }
}

}  // namespace

Task<absl::StatusOr<v1::AddBatchResponse>> AddBatch(OperationContext context,
                                                    Reader<v1::AddBatchRequest>& messages) {
  absl::StatusOr<std::optional<v1::AddBatchRequest>> first = co_await messages.Read();
  if (!first.ok()) co_return first.status();
  if (!first->has_value() || !(*first)->has_head()) {
    co_return InvalidField("head", "is required in the first message");
  }
  v1::AddBatchResponse response;
  absl::Status status = co_await AddAll(context, (*first)->head(), messages, response);
  if (!status.ok()) co_return TellAdded(status, response);
  co_return response;
}

}  // namespace sfconnector
