// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "core/salesforce/bulk/record_scanner.h"

namespace sfconnector {

// Puts records together to the content of a batch, within its limits.
class BatchBuilder {
 public:
  // Whether a record of that size fits beside those that are there.
  bool Fits(const RecordFrame& frame, std::size_t record_bytes) const;

  // Adds a record, which fits. All records of a batch have the same frame.
  void Add(const RecordFrame& frame, absl::string_view record);

  std::size_t records() const { return records_; }

  // The content; the builder is empty then.
  std::string Take(const RecordFrame& frame);

 private:
  std::string text_;
  std::size_t records_ = 0;
};

}  // namespace sfconnector
