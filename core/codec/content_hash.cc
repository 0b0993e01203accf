// SPDX-License-Identifier: Apache-2.0
#include "core/codec/content_hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace sfconnector {

struct ContentHash::State {
  XXH3_state_t xxh3;
};

ContentHash::ContentHash() : state_(std::make_unique<State>()) { XXH3_64bits_reset(&state_->xxh3); }

ContentHash::ContentHash(ContentHash&& other) noexcept = default;
ContentHash& ContentHash::operator=(ContentHash&& other) noexcept = default;
ContentHash::~ContentHash() = default;

void ContentHash::Update(absl::string_view bytes) {
  XXH3_64bits_update(&state_->xxh3, bytes.data(), bytes.size());
}

std::uint64_t ContentHash::Digest() const { return XXH3_64bits_digest(&state_->xxh3); }

std::uint64_t ContentHash::Of(absl::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

}  // namespace sfconnector
