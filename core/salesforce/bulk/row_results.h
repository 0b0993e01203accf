// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "sfconnector/v1/bulk_service.pb.h"

namespace sfconnector {

// Reads the results of a batch's records, whose text comes in chunks, cut anywhere. Errors are
// final; they say what is wrong with the text.
class RowResultReader {
 public:
  virtual ~RowResultReader() = default;

  // Take the next bytes, or the end, and append the results that have become whole.
  virtual absl::Status Feed(absl::string_view chunk, v1::BulkRowResults& results) = 0;
  virtual absl::Status Finish(v1::BulkRowResults& results) = 0;
};

// For results of that media type; CSV where it is neither JSON nor XML.
std::unique_ptr<RowResultReader> MakeRowResultReader(absl::string_view media_type);

}  // namespace sfconnector
