// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/spool.h"
#include "core/base/task.h"
#include "core/bulk/classic_batch.h"
#include "core/salesforce/bulk/batch_builder.h"
#include "core/salesforce/bulk/record_encoder.h"
#include "core/salesforce/bulk/record_scanner.h"
#include "sfconnector/v1/bulk_service.pb.h"

namespace sfconnector {

// The content of one AddBatch call on its way into batches: it comes message by message, and leaves
// as one batch, as it is, or as several, cut between records. Holds one record and some 200 KB in
// memory; one batch, and what the last message leads to, wait on disk where they are larger.
class BatchContent {
 public:
  // `head` and `spool` outlive it. INVALID_ARGUMENT names what is wrong with the head.
  static absl::StatusOr<BatchContent> Begin(const v1::BulkBatchHead& head, Spool& spool);

  // Takes in the next message. INVALID_ARGUMENT names the field that has no place in a batch, and
  // where the content is too large for one and must not be split; records are counted over all
  // messages. Other errors are the spool's. All are final. The batches that are whole by then are
  // taken before the next message comes.
  Task<absl::Status> Add(const v1::AddBatchRequest& message);
  // There are no more messages.
  Task<absl::Status> Finish();

  // The next batch that is whole, if there is one.
  std::optional<ClassicContent> TakeBatch() { return builder_.TakeWhole(); }

 private:
  enum class Form { kNone, kText, kRecords, kRows };

  BatchContent(const v1::BulkBatchHead& head, Spool& spool) : head_(&head), builder_(spool) {}

  absl::Status Enter(Form form);
  Task<absl::Status> AddText(absl::string_view chunk);
  Task<absl::Status> AddPiece(absl::string_view piece);
  Task<absl::Status> AddFound();
  Task<absl::Status> AddRecords(const v1::AddBatchRequest& message);
  Task<absl::Status> AddRecord(const RecordFrame& frame, absl::string_view record);
  Task<absl::Status> MakeRoom(const RecordFrame& frame, std::size_t record_bytes);
  Task<absl::Status> FinishText();
  absl::Status CountRecord();
  void KeepFound(absl::string_view record);
  const RecordFrame& frame() const;
  // The field that the messages have.
  absl::string_view field() const;
  absl::Status TooLarge() const;

  const v1::BulkBatchHead* head_;
  Form form_ = Form::kNone;
  std::unique_ptr<RecordScanner> scanner_;  // of text; null where it has no records
  std::unique_ptr<RecordEncoder> encoder_;  // of records
  std::string found_;                       // records of text that are in no batch yet
  std::vector<std::size_t> found_ends_;     // of each of them
  std::string record_;
  std::size_t records_ = 0;
  BatchBuilder builder_;
};

}  // namespace sfconnector
