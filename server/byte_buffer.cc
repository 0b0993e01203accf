// SPDX-License-Identifier: Apache-2.0
#include "server/byte_buffer.h"

#include <memory>
#include <utility>
#include <vector>

#include <grpcpp/support/slice.h>

namespace sfconnector::server {
namespace {

// Up to this size a copy is cheaper than keeping the string.
constexpr std::size_t kCopiedBytes = 512;

void Append(const grpc::Slice& slice, std::string& text) {
  text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
}

}  // namespace

absl::StatusOr<std::string> ToString(const grpc::ByteBuffer& buffer) {
  std::string text;
  grpc::Slice whole;
  if (buffer.TrySingleSlice(&whole).ok()) {
    Append(whole, text);
    return text;
  }
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return absl::InternalError("the message cannot be decompressed");
  text.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices) Append(slice, text);
  return text;
}

grpc::ByteBuffer ToByteBuffer(std::string message) {
  if (message.size() <= kCopiedBytes) {
    const grpc::Slice slice(message);
    return grpc::ByteBuffer(&slice, 1);
  }
  auto kept = std::make_unique<std::string>(std::move(message));
  void* const data = kept->data();
  const std::size_t size = kept->size();
  const grpc::Slice slice(
      data, size, [](void* string) { delete static_cast<std::string*>(string); }, kept.release());
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace sfconnector::server
