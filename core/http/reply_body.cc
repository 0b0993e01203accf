// SPDX-License-Identifier: Apache-2.0
#include "core/http/reply_body.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"

namespace sfconnector {
namespace {

// What one Take decodes at most; less for small replies, for which so much room would cost more
// than the decoding.
constexpr std::size_t kMinDecodedPiece = 4 * 1024;
constexpr std::size_t kMaxDecodedPiece = 128 * 1024;

}  // namespace

absl::Status ReplyBody::SetEncoding(absl::string_view encoding) {
  if (encoding.empty() || absl::EqualsIgnoreCase(encoding, "identity")) return absl::OkStatus();
  if (!absl::EqualsIgnoreCase(encoding, "gzip") && !absl::EqualsIgnoreCase(encoding, "x-gzip")) {
    return absl::UnimplementedError("the encoding was not asked for");
  }
  decoder_ = std::make_unique<GzipDecoder>();
  return absl::OkStatus();
}

void ReplyBody::Append(absl::string_view bytes) {
  // A slow reader never reads everything: without this the body would pile up behind it. Moving no
  // more than was read costs each byte at most one move.
  if (offset_ >= size()) {
    bytes_.erase(0, offset_);
    offset_ = 0;
  }
  if (bytes_.empty()) bytes_.reserve(std::max(bytes.size(), last_taken_));
  bytes_.append(bytes.data(), bytes.size());
}

absl::Status ReplyBody::TakeTo(std::string& out) {
  if (size() > 0) any_ = true;
  return decoder_ == nullptr ? TakePlain(out) : TakeDecoded(out);
}

absl::Status ReplyBody::TakePlain(std::string& out) {
  if (bytes_.empty()) return absl::OkStatus();
  last_taken_ = bytes_.size();
  if (out.empty() && out.capacity() < bytes_.size()) {
    out = std::exchange(bytes_, {});
  } else {
    out.append(bytes_);
    bytes_.clear();
  }
  return absl::OkStatus();
}

absl::Status ReplyBody::TakeDecoded(std::string& out) {
  absl::string_view input = absl::string_view(bytes_).substr(offset_);
  const std::size_t room = std::clamp(8 * input.size(), kMinDecodedPiece, kMaxDecodedPiece);
  absl::Status status = decoder_->Decode(input, room, out);
  offset_ = bytes_.size() - input.size();
  if (input.empty()) {
    bytes_.clear();
    offset_ = 0;
  }
  return status;
}

absl::Status ReplyBody::CheckEnd(bool framed) const {
  // Replies without a body (to HEAD, with 204 or 304) may name the encoding that one would have
  // had.
  if (decoder_ == nullptr || (any_ ? decoder_->AtEnd() : framed)) return absl::OkStatus();
  return absl::DataLossError("the gzip stream was cut off");
}

void ReplyBody::Clear() {
  bytes_.clear();
  offset_ = 0;
}

}  // namespace sfconnector
