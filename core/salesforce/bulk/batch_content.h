// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/salesforce/bulk/batch_builder.h"
#include "core/salesforce/bulk/record_encoder.h"
#include "core/salesforce/bulk/record_scanner.h"
#include "sfconnector/v1/bulk_service.pb.h"

namespace sfconnector {

// The content of one AddBatch call on its way into batches: it comes message by message, and leaves
// as one batch, as it is, or as several, cut between records. Holds one batch and what the last
// message leads to.
class BatchContent {
 public:
  // `head` outlives it. INVALID_ARGUMENT names what is wrong with it.
  static absl::StatusOr<BatchContent> Begin(const v1::BulkBatchHead& head);

  // Takes in the next message. INVALID_ARGUMENT names the field that has no place in a batch, and
  // where the content is too large for one and must not be split; records are counted over all
  // messages. Errors are final.
  absl::Status Add(const v1::AddBatchRequest& message);
  // There are no more messages.
  absl::Status Finish();

  // The next batch that is whole, if there is one.
  std::optional<std::string> TakeBatch();

 private:
  enum class Form { kNone, kText, kRecords, kRows };

  explicit BatchContent(const v1::BulkBatchHead& head) : head_(&head) {}

  absl::Status Enter(Form form);
  absl::Status AddText(const std::string& chunk);
  absl::Status AddRecords(const v1::AddBatchRequest& message);
  absl::Status AddRecord(const RecordFrame& frame, absl::string_view record);
  absl::Status FinishText();
  absl::Status CountRecord();
  const RecordFrame& frame() const;
  // The field that the messages have.
  absl::string_view field() const;
  absl::Status TooLarge() const;

  const v1::BulkBatchHead* head_;
  Form form_ = Form::kNone;
  std::unique_ptr<RecordScanner> scanner_;  // of text; null where it has no records
  std::unique_ptr<RecordEncoder> encoder_;  // of records
  std::string text_;                        // that is not split
  std::string record_;
  std::size_t records_ = 0;
  BatchBuilder builder_;
  std::deque<std::string> batches_;
};

}  // namespace sfconnector
