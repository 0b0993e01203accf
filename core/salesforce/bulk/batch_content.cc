// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk/batch_content.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/classic_batch.h"
#include "core/bulk/classic_request.h"

namespace sfconnector {
namespace {

absl::Status AsField(absl::string_view field, const absl::Status& status) {
  return status.ok() || !GetReason(status).empty() ? status : InvalidField(field, status.message());
}

}  // namespace

absl::StatusOr<BatchContent> BatchContent::Begin(const v1::BulkBatchHead& head) {
  SFC_RETURN_IF_ERROR(PrefixField("head", RequireBulkId(head.job_id(), "job_id")));
  if (ClassicMediaType(head.content_type()).empty()) {
    return InvalidField("head.content_type",
                        "must be CSV, JSON, XML, ZIP_CSV, ZIP_JSON or ZIP_XML");
  }
  BatchContent content(head);
  content.scanner_ = MakeRecordScanner(head.content_type(), kMaxClassicBatchBytes);
  if (content.scanner_ == nullptr && head.split()) {
    return InvalidField("head.split", "is not possible with an archive");
  }
  return content;
}

absl::Status BatchContent::Add(const v1::AddBatchRequest& message) {
  switch (message.part_case()) {
    case v1::AddBatchRequest::kChunk:
      SFC_RETURN_IF_ERROR(Enter(Form::kText));
      return AddText(message.chunk());
    case v1::AddBatchRequest::kRecords:
      SFC_RETURN_IF_ERROR(Enter(Form::kRecords));
      return AddRecords(message);
    case v1::AddBatchRequest::kRows:
      SFC_RETURN_IF_ERROR(Enter(Form::kRows));
      return AddRecords(message);
    default:
      return InvalidField("part", "must be content in all messages but the first");
  }
}

absl::Status BatchContent::Enter(Form form) {
  if (form == form_) return absl::OkStatus();
  if (form_ != Form::kNone) {
    return InvalidField("part", absl::StrCat("must be ", field(), " as before"));
  }
  form_ = form;
  if (form == Form::kText) return absl::OkStatus();
  absl::StatusOr<std::unique_ptr<RecordEncoder>> encoder = MakeRecordEncoder(*head_);
  if (!encoder.ok()) return encoder.status();
  if (form == Form::kRows && head_->columns().empty()) {
    return InvalidField("head.columns", "is required for rows");
  }
  encoder_ = *std::move(encoder);
  return absl::OkStatus();
}

absl::Status BatchContent::AddText(const std::string& chunk) {
  if (!head_->split()) {
    if (text_.size() + chunk.size() > kMaxClassicBatchBytes) return TooLarge();
    text_.append(chunk);
  }
  if (scanner_ == nullptr) return absl::OkStatus();
  const absl::Status fed = scanner_->Feed(chunk, [this](absl::string_view record) {
    return head_->split() ? AddRecord(scanner_->frame(), record) : CountRecord();
  });
  return AsField(field(), fed);
}

absl::Status BatchContent::CountRecord() {
  return ++records_ > kMaxClassicBatchRecords ? TooLarge() : absl::OkStatus();
}

absl::Status BatchContent::AddRecords(const v1::AddBatchRequest& message) {
  const bool rows = message.has_rows();
  const int count = rows ? message.rows().rows_size() : message.records().records_size();
  for (int i = 0; i < count; ++i) {
    const absl::Status encoded =
        rows ? encoder_->EncodeRow(message.rows().rows(i), record_)
             : encoder_->EncodeRecord(message.records().records(i), record_);
    const std::string place = absl::StrCat(field(), "[", records_, "]");
    SFC_RETURN_IF_ERROR(PrefixField(place, encoded));
    SFC_RETURN_IF_ERROR(AddRecord(encoder_->frame(), record_));
  }
  return absl::OkStatus();
}

absl::Status BatchContent::AddRecord(const RecordFrame& frame, absl::string_view record) {
  if (!builder_.Fits(frame, record.size())) {
    if (!head_->split()) return TooLarge();
    if (builder_.records() > 0) batches_.emplace_back(builder_.Take(frame));
    if (!builder_.Fits(frame, record.size())) {
      return InvalidField(absl::StrCat(field(), "[", records_, "]"),
                          absl::StrCat("is a record of ", record.size(), " bytes; a batch takes ",
                                       kMaxClassicBatchBytes));
    }
  }
  ++records_;
  builder_.Add(frame, record);
  return absl::OkStatus();
}

absl::Status BatchContent::Finish() {
  if (form_ == Form::kText) SFC_RETURN_IF_ERROR(FinishText());
  if (builder_.records() > 0) batches_.emplace_back(builder_.Take(frame()));
  // There is nothing else: the batches before were taken.
  if (records_ == 0 && batches_.empty()) {
    return InvalidField("chunk", "is required, or records: a batch needs content");
  }
  return absl::OkStatus();
}

absl::Status BatchContent::FinishText() {
  if (!head_->split()) {
    if (!text_.empty()) batches_.emplace_back(std::exchange(text_, std::string()));
    return absl::OkStatus();
  }
  const absl::Status finished = scanner_->Finish(
      [this](absl::string_view record) { return AddRecord(scanner_->frame(), record); });
  SFC_RETURN_IF_ERROR(AsField(field(), finished));
  if (records_ == 0 && !scanner_->text().empty()) batches_.emplace_back(scanner_->text());
  return absl::OkStatus();
}

std::optional<std::string> BatchContent::TakeBatch() {
  if (batches_.empty()) return std::nullopt;
  std::string batch = std::move(batches_.front());
  batches_.pop_front();
  return batch;
}

const RecordFrame& BatchContent::frame() const {
  return encoder_ != nullptr ? encoder_->frame() : scanner_->frame();
}

absl::string_view BatchContent::field() const {
  if (form_ == Form::kRecords) return "records";
  return form_ == Form::kRows ? "rows" : "chunk";
}

absl::Status BatchContent::TooLarge() const {
  return InvalidField(
      field(), absl::StrCat("is too large for one batch, which takes ", kMaxClassicBatchRecords,
                            " records and ", kMaxClassicBatchBytes,
                            " bytes; nothing was sent. With head.split it becomes several"));
}

}  // namespace sfconnector
