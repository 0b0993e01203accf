// SPDX-License-Identifier: Apache-2.0
#include "core/rest/upload_pipe.h"

#include <utility>

namespace sfconnector {

Task<absl::Status> UploadPipe::Put(CallContext& context, std::string piece) {
  piece_ = std::move(piece);
  taken_.Reset();
  changed_.Set();
  absl::Status status = co_await WaitFor(context, taken_);
  co_return status;
}

void UploadPipe::End() {
  ended_ = true;
  changed_.Set();
}

void UploadPipe::Fail(absl::Status why) {
  failure_ = std::move(why);
  End();
}

Task<absl::StatusOr<std::optional<std::string>>> UploadPipe::Read() {
  while (!piece_.has_value() && !ended_) {
    changed_.Reset();
    co_await changed_.Wait();
  }
  std::optional<std::string> piece;
  if (!failure_.ok()) co_return failure_;
  if (piece_.has_value()) {
    piece = std::exchange(piece_, std::nullopt);
    taken_.Set();
  }
  co_return piece;
}

}  // namespace sfconnector
