// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <grpcpp/support/byte_buffer.h>

#include "absl/status/statusor.h"

namespace sfconnector::server {

// The bytes of a received message, copied once. INTERNAL where gRPC cannot decompress them.
absl::StatusOr<std::string> ToString(const grpc::ByteBuffer& buffer);

// A message to send. It keeps the string instead of a copy of it.
grpc::ByteBuffer ToByteBuffer(std::string message);

}  // namespace sfconnector::server
