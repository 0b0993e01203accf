// SPDX-License-Identifier: Apache-2.0
#include "core/codec/text_message.h"

#include <utility>

#include "core/codec/wire.h"

namespace sfconnector {
namespace {

// Room for the tag, and for a length of three bytes, as those from 16 KiB to 2 MiB have.
constexpr std::size_t kPrefix = 1 + 3;

}  // namespace

TextMessage::TextMessage(int field, std::size_t expected) : field_(field) {
  buffer_.reserve(kPrefix + expected);
  buffer_.assign(kPrefix, '\0');
}

absl::string_view TextMessage::text() const { return absl::string_view(buffer_).substr(kPrefix); }

std::string TextMessage::Encode(absl::string_view rest) && {
  std::string head;
  if (!text().empty()) {
    char length[WireBuffer::kMaxVarintSize];
    head += WireBuffer::BytesTag(field_);
    head.append(length, WireBuffer::PutVarint(text().size(), length));
  }
  buffer_.replace(0, kPrefix, head);
  buffer_.append(rest.data(), rest.size());
  return std::move(buffer_);
}

}  // namespace sfconnector
