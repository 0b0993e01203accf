// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace sfconnector {

// A message with a long text, put together in the place where the encoded message has it, so that
// what was appended is not copied again.
class TextMessage {
 public:
  // The text is the bytes field with that number, 15 at most. Makes room for about `expected` bytes
  // of it.
  TextMessage(int field, std::size_t expected);

  // Where to append text.
  std::string& out() { return buffer_; }
  absl::string_view text() const;

  // The message in Protobuf's wire format; `rest` is that of its other fields.
  std::string Encode(absl::string_view rest) &&;

 private:
  int field_;
  std::string buffer_;
};

}  // namespace sfconnector
