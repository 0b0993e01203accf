// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk/batch_builder.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/bulk/classic_batch.h"

namespace sfconnector {

bool BatchBuilder::Fits(const RecordFrame& frame, std::size_t record_bytes) const {
  const std::size_t before = records_ == 0 ? frame.head.size() : text_.size();
  return records_ < kMaxClassicBatchRecords &&
         before + frame.separator.size() + record_bytes + frame.tail.size() <=
             kMaxClassicBatchBytes;
}

void BatchBuilder::Add(const RecordFrame& frame, absl::string_view record) {
  text_.append(records_ == 0 ? frame.head : frame.separator);
  absl::StrAppend(&text_, record);
  ++records_;
}

std::string BatchBuilder::Take(const RecordFrame& frame) {
  text_.append(frame.tail);
  records_ = 0;
  return std::exchange(text_, std::string());
}

}  // namespace sfconnector
