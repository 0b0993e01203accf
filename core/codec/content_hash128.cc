// SPDX-License-Identifier: Apache-2.0
#include "core/codec/content_hash128.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace sfconnector {

ContentHash128 ContentHash128::Of(absl::string_view text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return {hash.low64, hash.high64};
}

}  // namespace sfconnector
