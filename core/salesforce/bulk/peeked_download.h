// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/task.h"
#include "core/rest/rest_download.h"

namespace sfconnector {

// A download whose beginning is looked at before it is read.
class PeekedDownload {
 public:
  explicit PeekedDownload(std::unique_ptr<RestDownload> download)
      : download_(std::move(download)) {}

  // Reads until `bytes` bytes are there, or all.
  Task<absl::Status> Peek(std::size_t bytes);

  // What was looked at, and whether it is all.
  absl::string_view peeked() const { return peeked_; }
  bool whole() const { return at_end_; }

  absl::string_view content_type() const { return download_->Header("content-type"); }

  // The next bytes, those that were looked at among them; nothing at the end. Errors are those of
  // RestDownload::Read.
  Task<absl::StatusOr<std::optional<std::string>>> Read();

  // The rest of it; RESOURCE_EXHAUSTED where that is more than `max_bytes`.
  Task<absl::StatusOr<std::string>> ReadAll(std::size_t max_bytes);

 private:
  const std::unique_ptr<RestDownload> download_;
  std::string peeked_;
  bool at_end_ = false;
};

}  // namespace sfconnector
