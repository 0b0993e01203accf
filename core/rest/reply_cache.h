// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace sfconnector {

// What a connection knows from earlier replies and may ask for again under a condition: the org
// then says whether it still holds. Bounded by bytes; what was used longest ago goes first. Used on
// one executor.
class ReplyCache {
 public:
  struct Entry {
    std::string etag;           // empty where the reply had none
    std::string last_modified;  // the same
    std::string value;          // what the reply said
  };

  explicit ReplyCache(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  // What is known under `key`; null where nothing is. It outlives its place in the cache.
  std::shared_ptr<const Entry> Find(absl::string_view key);

  // Keeps `entry` in place of what was known under `key`. What is larger than the cache is not
  // kept.
  void Put(std::string key, Entry entry);

 private:
  using Item = std::pair<std::string, std::shared_ptr<const Entry>>;

  void Drop(std::list<Item>::iterator item);

  const std::size_t max_bytes_;
  std::size_t bytes_ = 0;
  std::list<Item> items_;  // the last used first
  std::map<std::string, std::list<Item>::iterator, std::less<>> by_key_;
};

}  // namespace sfconnector
