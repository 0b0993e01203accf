// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk/batch_builder.h"

#include <utility>

namespace sfconnector {

bool BatchBuilder::Fits(const RecordFrame& frame, std::size_t record_bytes) const {
  const std::size_t before = records_ == 0 ? frame.head.size() : bytes();
  return records_ < kMaxClassicBatchRecords &&
         before + frame.separator.size() + record_bytes + frame.tail.size() <=
             kMaxClassicBatchBytes;
}

void BatchBuilder::Add(const RecordFrame& frame, absl::string_view record) {
  AddText(records_ == 0 ? frame.head : frame.separator);
  AddText(record);
  ++records_;
}

void BatchBuilder::AddText(absl::string_view text) { text_.append(text.data(), text.size()); }

Task<absl::Status> BatchBuilder::Flush() {
  if (range_.file == nullptr) {
    // A message may lead to many batches, which share a file: the system has not many.
    if (file_ == nullptr) {
      absl::StatusOr<std::shared_ptr<SpoolFile>> file = co_await spool_->Create();
      if (!file.ok()) co_return file.status();
      file_ = *std::move(file);
    }
    range_.file = file_;
    range_.offset = file_->size();
  }
  std::string text = std::exchange(text_, std::string());
  const std::size_t size = text.size();
  absl::Status status = co_await range_.file->Append(std::move(text));
  if (status.ok()) range_.size += size;
  co_return status;
}

Task<absl::Status> BatchBuilder::End(absl::string_view tail) {
  AddText(tail);
  if (range_.file == nullptr && whole_in_memory_ + text_.size() <= kMemoryBytes) {
    whole_in_memory_ += text_.size();
    whole_.emplace_back(ClassicContentOf(std::exchange(text_, std::string())));
  } else {
    absl::Status status = co_await Flush();
    if (!status.ok()) co_return status;
    whole_.emplace_back(
        [range = std::exchange(range_, SpoolRange())] { return MakeSpoolSource(range); });
  }
  records_ = 0;
  co_return absl::OkStatus();
}

std::optional<ClassicContent> BatchBuilder::TakeWhole() {
  if (whole_.empty()) return std::nullopt;
  ClassicContent content = std::move(whole_.front());
  whole_.pop_front();
  if (whole_.empty()) {
    whole_in_memory_ = 0;
    // The file that holds these batches takes no more, so that it is gone once they were sent.
    file_.reset();
  }
  return content;
}

}  // namespace sfconnector
