// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk/peeked_download.h"

#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace sfconnector {

Task<absl::Status> PeekedDownload::Peek(std::size_t bytes) {
  while (peeked_.size() < bytes && !at_end_) {
    absl::StatusOr<std::optional<std::string>> piece = co_await download_->Read();
    if (!piece.ok()) co_return piece.status();
    at_end_ = !piece->has_value();
    if (!at_end_) peeked_.append(**piece);
  }
  co_return absl::OkStatus();
}

Task<absl::StatusOr<std::optional<std::string>>> PeekedDownload::Read() {
  std::optional<std::string> piece;
  if (!peeked_.empty()) {
    piece = std::exchange(peeked_, std::string());
    co_return piece;
  }
  if (at_end_) co_return piece;
  absl::StatusOr<std::optional<std::string>> read = co_await download_->Read();
  if (read.ok()) at_end_ = !read->has_value();
  co_return read;
}

Task<absl::StatusOr<std::string>> PeekedDownload::ReadAll(std::size_t max_bytes) {
  std::string all;
  while (true) {
    absl::StatusOr<std::optional<std::string>> piece = co_await Read();
    if (!piece.ok()) co_return piece.status();
    if (!piece->has_value()) co_return all;
    all.append(**piece);
    if (all.size() > max_bytes) {
      absl::Status error = absl::ResourceExhaustedError(
          absl::StrCat("the reply's body is longer than ", max_bytes, " bytes"));
      co_return WithReason(std::move(error), "REPLY_TOO_LARGE");
    }
  }
}

}  // namespace sfconnector
