// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include <google/protobuf/message.h>

namespace sfconnector::conformance {

// A message that differs from another one in one place.
struct MessageVariant {
  std::string place;  // "requests[0].comments"
  std::string text;   // what stands there; empty where nothing does
  std::string what;   // the difference, for people
  std::string bytes;
};

// The variants of a message: each of its texts hostile, long or empty, each of its values null or
// of another kind, and each part that is set absent.
std::vector<MessageVariant> VariantsOf(const google::protobuf::Message& message);

}  // namespace sfconnector::conformance
