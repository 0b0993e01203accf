// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk_v2/upload_job_data.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/bulk_v2_job.h"
#include "core/bulk/job_failure.h"
#include "core/operation/upload.h"
#include "core/rest/description.h"
#include "core/rest/rest_client.h"

namespace sfconnector {
namespace {

// What Salesforce takes for a job: 150 MB in base64, which it recommends to be no more than this.
constexpr std::int64_t kMaxBytes = 100'000'000;

// An upload that cannot go on. Its body has no end then, so that Salesforce takes nothing of it.
absl::Status NothingUploaded(absl::Status error, absl::string_view reason,
                             const std::string& job_id) {
  v1::SalesforceError detail;
  detail.set_job_id(job_id);
  detail.set_retryability(v1::RETRYABILITY_NEVER);
  detail.set_outcome(v1::OUTCOME_NOT_DONE);
  return WithReason(WithSalesforceError(std::move(error), detail), reason);
}

absl::Status TooLarge(const std::string& job_id) {
  return NothingUploaded(
      absl::InvalidArgumentError(absl::StrCat("the data are more than ", kMaxBytes,
                                              " bytes, which is more than a job takes; the job ",
                                              job_id, " is open and has none of them")),
      "UPLOAD_TOO_LARGE", job_id);
}

absl::Status WrongLength(const std::string& job_id, std::int64_t announced) {
  return NothingUploaded(
      absl::InvalidArgumentError(absl::StrCat("the data are not the ", announced,
                                              " bytes that `head.length` says; the job ", job_id,
                                              " is open and has none of them")),
      "INVALID_ARGUMENT", job_id);
}

// Counts the bytes of an upload against what there may be.
class ByteCount {
 public:
  explicit ByteCount(const v1::JobDataHead& head) : job_id_(head.job_id()) {
    if (head.has_length()) announced_ = head.length();
  }

  absl::Status CheckAnnounced() const {
    if (!announced_) return absl::OkStatus();
    if (*announced_ < 0) return InvalidField("head.length", "is negative");
    return *announced_ > kMaxBytes ? TooLarge(job_id_) : absl::OkStatus();
  }

  absl::Status Add(absl::string_view chunk) {
    bytes_ += static_cast<std::int64_t>(chunk.size());
    if (bytes_ > kMaxBytes) return TooLarge(job_id_);
    return announced_ && bytes_ > *announced_ ? WrongLength(job_id_, *announced_)
                                              : absl::OkStatus();
  }

  absl::Status CheckWhole() const {
    return announced_ && bytes_ != *announced_ ? WrongLength(job_id_, *announced_)
                                               : absl::OkStatus();
  }

  std::int64_t bytes() const { return bytes_; }

 private:
  const std::string job_id_;
  std::optional<std::int64_t> announced_;
  std::int64_t bytes_ = 0;
};

absl::StatusOr<v1::JobDataHead> HeadOf(
    absl::StatusOr<std::optional<v1::UploadJobDataRequest>> message) {
  if (!message.ok()) return message.status();
  if (!message->has_value() || !(*message)->has_head()) {
    return InvalidField("head", "is required in the first message");
  }
  SFC_RETURN_IF_ERROR(RequireJobId((*message)->head().job_id(), "head.job_id"));
  return std::move(*(*message)->mutable_head());
}

}  // namespace

Task<absl::StatusOr<v1::UploadJobDataResponse>> UploadJobData(
    OperationContext context, Reader<v1::UploadJobDataRequest>& messages) {
  absl::StatusOr<std::optional<v1::UploadJobDataRequest>> message = co_await messages.Read();
  const absl::StatusOr<v1::JobDataHead> head = HeadOf(std::move(message));
  if (!head.ok()) co_return head.status();
  ByteCount count(*head);
  absl::Status status = count.CheckAnnounced();
  if (!status.ok()) co_return status;
  RestRequest rest("PUT", BulkV2JobPath(BulkV2JobKind::kIngest, head->job_id(), "batches"),
                   Effect::kOnce);
  rest.content_type = "text/csv; charset=UTF-8";
  rest.accept = &CheckUnreadReply;
  UploadFrame frame;
  frame.check = [&count](absl::string_view chunk) { return count.Add(chunk); };
  frame.check_end = [&count] { return count.CheckWhole(); };
  Upload<v1::UploadJobDataRequest> upload(context, messages, std::move(frame));
  absl::StatusOr<RestReply> reply = co_await upload.Send(std::move(rest));
  if (!reply.ok()) co_return WithJobId(reply.status(), head->job_id());
  v1::UploadJobDataResponse response;
  response.set_length(count.bytes());
  co_return response;
}

}  // namespace sfconnector
