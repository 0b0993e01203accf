// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <iterator>

#include "core/base/call_options.h"

namespace sfconnector::capi {

// The value of a key, valid as long as `metadata` is unchanged; null where there is none.
inline const char* FindMetadata(const ReplyMetadata& metadata, const char* key) {
  if (key == nullptr) return nullptr;
  const auto it = metadata.entries.find(key);
  return it == metadata.entries.end() ? nullptr : it->second.c_str();
}

// The entry of a number: its key, and its value in `*value` (may be null); null behind the last
// one.
inline const char* MetadataAt(const ReplyMetadata& metadata, std::size_t index,
                              const char** value) {
  if (index >= metadata.entries.size()) return nullptr;
  const auto it = std::next(metadata.entries.begin(), static_cast<std::ptrdiff_t>(index));
  if (value != nullptr) *value = it->second.c_str();
  return it->first.c_str();
}

}  // namespace sfconnector::capi
