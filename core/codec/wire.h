// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>

#include "absl/strings/string_view.h"

namespace sfconnector {

// Bytes in Protobuf's wire format, for places where message objects cost too much. Keeps its memory
// when it is cleared. https://protobuf.dev/programming-guides/encoding/
class WireBuffer {
 public:
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  absl::string_view view() const { return absl::string_view(data_.get(), size_); }
  void clear() { size_ = 0; }

  // Room for `size` bytes at the end. They count once Advance is called.
  char* Room(std::size_t size) {
    if (capacity_ - size_ < size) Enlarge(size);
    return data_.get() + size_;
  }
  void Advance(std::size_t size) { size_ += size; }

  void Byte(char byte) {
    *Room(1) = byte;
    ++size_;
  }

  void Append(absl::string_view bytes) {
    if (bytes.empty()) return;
    std::memcpy(Room(bytes.size()), bytes.data(), bytes.size());
    size_ += bytes.size();
  }

  void Varint(std::uint64_t value) {
    char* const begin = Room(kMaxVarintSize);
    size_ += static_cast<std::size_t>(PutVarint(value, begin) - begin);
  }

  // Fields, with numbers up to 15.
  void VarintField(int number, std::uint64_t value) {
    Byte(VarintTag(number));
    Varint(value);
  }
  void BytesField(int number, absl::string_view bytes) {
    Byte(BytesTag(number));
    Varint(bytes.size());
    Append(bytes);
  }

  // A length-delimited field whose length is not known yet. Open after the tag, Close once the
  // content is there. `size` is the number of bytes that the length will probably take; a wrong
  // guess costs a move of the content.
  struct Length {
    std::size_t content;
    std::size_t size;
  };
  Length Open(std::size_t size) {
    Room(size);
    size_ += size;
    return Length{size_, size};
  }
  void Close(Length length) {
    const std::size_t content = size_ - length.content;
    if (length.size == 1 && content < 0x80) {
      data_[length.content - 1] = static_cast<char>(content);
    } else {
      PutLength(length, content);
    }
  }

  static constexpr std::size_t kMaxVarintSize = 10;
  static constexpr char VarintTag(int number) { return static_cast<char>(number << 3); }
  static constexpr char BytesTag(int number) { return static_cast<char>(number << 3 | 2); }

  static constexpr std::size_t VarintSize(std::uint64_t value) {
    std::size_t size = 1;
    for (; value >= 0x80; value >>= 7) ++size;
    return size;
  }

  // Writes a varint; returns its end.
  static char* PutVarint(std::uint64_t value, char* at) {
    for (; value >= 0x80; value >>= 7) *at++ = static_cast<char>(value | 0x80);
    *at++ = static_cast<char>(value);
    return at;
  }

 private:
  void Enlarge(std::size_t size);
  void PutLength(Length length, std::size_t content);

  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace sfconnector
