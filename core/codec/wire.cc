// SPDX-License-Identifier: Apache-2.0
#include "core/codec/wire.h"

#include <algorithm>
#include <utility>

namespace sfconnector {

void WireBuffer::Enlarge(std::size_t size) {
  constexpr std::size_t kSmallest = 256;
  const std::size_t capacity = std::max({kSmallest, capacity_ * 2, size_ + size});
  std::unique_ptr<char[]> data(new char[capacity]);
  if (size_ > 0) std::memcpy(data.get(), data_.get(), size_);
  data_ = std::move(data);
  capacity_ = capacity;
}

void WireBuffer::PutLength(Length length, std::size_t content) {
  const std::size_t size = VarintSize(content);
  if (size > length.size) Room(size - length.size);
  char* const at = data_.get() + length.content - length.size;
  if (size != length.size) std::memmove(at + size, at + length.size, content);
  PutVarint(content, at);
  size_ = size_ - length.size + size;
}

}  // namespace sfconnector
