// SPDX-License-Identifier: Apache-2.0
#include "core/rest/reply_cache.h"

#include <iterator>

namespace sfconnector {
namespace {

// The key stands in the list and in the map.
std::size_t SizeOf(absl::string_view key, const ReplyCache::Entry& entry) {
  return 2 * key.size() + entry.etag.size() + entry.last_modified.size() + entry.value.size();
}

}  // namespace

std::shared_ptr<const ReplyCache::Entry> ReplyCache::Find(absl::string_view key) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  items_.splice(items_.begin(), items_, found->second);
  return found->second->second;
}

void ReplyCache::Put(std::string key, Entry entry) {
  const auto old = by_key_.find(key);
  if (old != by_key_.end()) Drop(old->second);
  const std::size_t size = SizeOf(key, entry);
  if (size > max_bytes_) return;
  while (bytes_ + size > max_bytes_) Drop(std::prev(items_.end()));
  bytes_ += size;
  items_.emplace_front(key, std::make_shared<const Entry>(std::move(entry)));
  by_key_.emplace(std::move(key), items_.begin());
}

void ReplyCache::Drop(std::list<Item>::iterator item) {
  bytes_ -= SizeOf(item->first, *item->second);
  by_key_.erase(item->first);
  items_.erase(item);
}

}  // namespace sfconnector
