// SPDX-License-Identifier: Apache-2.0
#include "core/rest/rest_download.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/rest/reply_error.h"

namespace sfconnector {

RestDownload::RestDownload(CallContext& context, std::unique_ptr<HttpResponse> response,
                           std::optional<std::string> first,
                           std::function<void(const HttpResponse&)> ended)
    : context_(context),
      response_(std::move(response)),
      first_(std::move(first)),
      ended_(std::move(ended)),
      at_end_(!first_.has_value()) {}

RestDownload::~RestDownload() { End(); }

std::optional<std::int64_t> RestDownload::Length() const {
  // What is announced is what is on the wire.
  const absl::string_view encoding = Header("content-encoding");
  if (!encoding.empty() && !absl::EqualsIgnoreCase(encoding, "identity")) return std::nullopt;
  std::int64_t length = 0;
  if (!absl::SimpleAtoi(Header("content-length"), &length) || length < 0) return std::nullopt;
  return length;
}

Task<absl::StatusOr<std::optional<std::string>>> RestDownload::Read() {
  std::optional<std::string> piece;
  if (!context_.status().ok()) co_return context_.status();
  if (first_.has_value()) {
    piece = std::exchange(first_, std::nullopt);
  } else if (!at_end_) {
    absl::StatusOr<std::optional<std::string>> read = co_await response_->Read();
    if (!read.ok()) {
      End();
      const bool stopped = !context_.status().ok();
      co_return stopped ? read.status() : BrokenOff(read.status(), bytes_);
    }
    piece = *std::move(read);
  }
  if (piece.has_value()) {
    bytes_ += piece->size();
  } else {
    at_end_ = true;
    End();
  }
  co_return piece;
}

void RestDownload::End() {
  if (ended_) std::exchange(ended_, nullptr)(*response_);
}

}  // namespace sfconnector
