// SPDX-License-Identifier: Apache-2.0
#include "core/http/request_body.h"

#include <algorithm>
#include <cstring>

namespace sfconnector {

std::optional<std::size_t> RequestBody::Take(char* out, std::size_t capacity) {
  const std::size_t size = std::min(capacity, text_.size() - offset_);
  std::memcpy(out, text_.data() + offset_, size);
  offset_ += size;
  if (!complete_ && offset_ == text_.size()) wanted_.Set();
  if (size == 0 && !complete_) return std::nullopt;
  return size;
}

void RequestBody::Supply(std::optional<std::string> piece) {
  // libcurl may have asked again meanwhile: that was for this piece, and must not bring the next
  // one in its place.
  wanted_.Reset();
  offset_ = 0;
  complete_ = !piece.has_value();
  text_ = std::move(piece).value_or(std::string());
}

}  // namespace sfconnector
