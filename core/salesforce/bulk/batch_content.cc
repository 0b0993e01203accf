// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk/batch_content.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/classic_request.h"

namespace sfconnector {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} * 1024;

absl::Status AsField(absl::string_view field, const absl::Status& status) {
  return status.ok() || !GetReason(status).empty() ? status : InvalidField(field, status.message());
}

}  // namespace

absl::StatusOr<BatchContent> BatchContent::Begin(const v1::BulkBatchHead& head, Spool& spool) {
  SFC_RETURN_IF_ERROR(PrefixField("head", RequireBulkId(head.job_id(), "job_id")));
  if (ClassicMediaType(head.content_type()).empty()) {
    return InvalidField("head.content_type",
                        "must be CSV, JSON, XML, ZIP_CSV, ZIP_JSON or ZIP_XML");
  }
  BatchContent content(head, spool);
  content.scanner_ = MakeRecordScanner(head.content_type(), kMaxClassicBatchBytes);
  if (content.scanner_ == nullptr && head.split()) {
    return InvalidField("head.split", "is not possible with an archive");
  }
  return content;
}

Task<absl::Status> BatchContent::Add(const v1::AddBatchRequest& message) {
  absl::Status status;
  switch (message.part_case()) {
    case v1::AddBatchRequest::kChunk:
      status = Enter(Form::kText);
      if (status.ok()) status = co_await AddText(message.chunk());
      break;
    case v1::AddBatchRequest::kRecords:
      status = Enter(Form::kRecords);
      if (status.ok()) status = co_await AddRecords(message);
      break;
    case v1::AddBatchRequest::kRows:
      status = Enter(Form::kRows);
      if (status.ok()) status = co_await AddRecords(message);
      break;
    default:
      status = InvalidField("part", "must be content in all messages but the first");
  }
  co_return status;
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

// In pieces, so that little of a long message is held a second time.
Task<absl::Status> BatchContent::AddText(absl::string_view chunk) {
  if (!head_->split() && builder_.bytes() + chunk.size() > kMaxClassicBatchBytes) {
    co_return TooLarge();
  }
  while (!chunk.empty()) {
    const absl::string_view piece = chunk.substr(0, kPieceBytes);
    chunk.remove_prefix(piece.size());
    absl::Status status = co_await AddPiece(piece);
    if (!status.ok()) co_return status;
  }
  co_return absl::OkStatus();
}

Task<absl::Status> BatchContent::AddPiece(absl::string_view piece) {
  absl::Status fed;
  if (scanner_ != nullptr) {
    fed = scanner_->Feed(piece, [this](absl::string_view record) {
      if (!head_->split()) return CountRecord();
      KeepFound(record);
      return absl::OkStatus();
    });
  }
  absl::Status status;
  if (head_->split()) {
    // Those before an error come before it.
    status = co_await AddFound();
    if (status.ok()) status = AsField(field(), fed);
    co_return status;
  }
  if (!fed.ok()) co_return AsField(field(), fed);
  builder_.AddText(piece);
  if (builder_.must_flush()) status = co_await builder_.Flush();
  co_return status;
}

void BatchContent::KeepFound(absl::string_view record) {
  found_.append(record.data(), record.size());
  found_ends_.push_back(found_.size());
}

Task<absl::Status> BatchContent::AddFound() {
  const std::string found = std::exchange(found_, std::string());
  const std::vector<std::size_t> ends = std::exchange(found_ends_, {});
  absl::string_view rest = found;
  for (const std::size_t end : ends) {
    const absl::string_view record = rest.substr(0, end - (found.size() - rest.size()));
    rest.remove_prefix(record.size());
    absl::Status status = co_await AddRecord(scanner_->frame(), record);
    if (!status.ok()) co_return status;
  }
  co_return absl::OkStatus();
}

absl::Status BatchContent::CountRecord() {
  return ++records_ > kMaxClassicBatchRecords ? TooLarge() : absl::OkStatus();
}

Task<absl::Status> BatchContent::AddRecords(const v1::AddBatchRequest& message) {
  const bool rows = message.has_rows();
  const int count = rows ? message.rows().rows_size() : message.records().records_size();
  for (int i = 0; i < count; ++i) {
    const absl::Status encoded =
        rows ? encoder_->EncodeRow(message.rows().rows(i), record_)
             : encoder_->EncodeRecord(message.records().records(i), record_);
    if (!encoded.ok()) co_return PrefixField(absl::StrCat(field(), "[", records_, "]"), encoded);
    absl::Status status = co_await AddRecord(encoder_->frame(), record_);
    if (!status.ok()) co_return status;
  }
  co_return absl::OkStatus();
}

Task<absl::Status> BatchContent::AddRecord(const RecordFrame& frame, absl::string_view record) {
  absl::Status status;
  if (!builder_.Fits(frame, record.size())) status = co_await MakeRoom(frame, record.size());
  if (!status.ok()) co_return status;
  ++records_;
  builder_.Add(frame, record);
  if (builder_.must_flush()) status = co_await builder_.Flush();
  co_return status;
}

Task<absl::Status> BatchContent::MakeRoom(const RecordFrame& frame, std::size_t record_bytes) {
  if (!head_->split()) co_return TooLarge();
  absl::Status status;
  if (builder_.records() > 0) status = co_await builder_.End(frame.tail);
  if (status.ok() && !builder_.Fits(frame, record_bytes)) {
    status = InvalidField(absl::StrCat(field(), "[", records_, "]"),
                          absl::StrCat("is a record of ", record_bytes, " bytes; a batch takes ",
                                       kMaxClassicBatchBytes));
  }
  co_return status;
}

Task<absl::Status> BatchContent::Finish() {
  absl::Status status;
  if (form_ == Form::kText && head_->split()) status = co_await FinishText();
  if (!status.ok()) co_return status;
  const std::string tail = builder_.records() > 0 ? frame().tail : std::string();
  if (builder_.bytes() > 0) status = co_await builder_.End(tail);
  if (!status.ok()) co_return status;
  // There is nothing else: the batches before were taken.
  if (records_ == 0 && !builder_.has_whole()) {
    co_return InvalidField("chunk", "is required, or records: a batch needs content");
  }
  co_return absl::OkStatus();
}

Task<absl::Status> BatchContent::FinishText() {
  const absl::Status finished = scanner_->Finish([this](absl::string_view record) {
    KeepFound(record);
    return absl::OkStatus();
  });
  absl::Status status = co_await AddFound();
  if (status.ok()) status = AsField(field(), finished);
  if (status.ok() && records_ == 0) builder_.AddText(scanner_->text());
  co_return status;
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
