// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "absl/strings/string_view.h"

namespace sfconnector {

// A check sum (XXH3, 64 bits) of bytes that come in pieces, cut anywhere: tells whether they are
// the same as before. It does not withstand whoever wants two texts to have the same.
class ContentHash {
 public:
  ContentHash();
  ContentHash(ContentHash&& other) noexcept;
  ContentHash& operator=(ContentHash&& other) noexcept;
  ~ContentHash();

  void Update(absl::string_view bytes);

  // Of all bytes so far.
  std::uint64_t Digest() const;

  // Of one text.
  static std::uint64_t Of(absl::string_view bytes);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sfconnector
