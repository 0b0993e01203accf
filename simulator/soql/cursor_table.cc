// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/cursor_table.h"

namespace sfsim::soql {

std::string CursorTable::Add(std::string locator, std::shared_ptr<Cursor> cursor) {
  // Destroyed behind the lock: closing a cursor may end its snapshot.
  std::shared_ptr<Cursor> dropped;
  std::lock_guard lock(mutex_);
  entries_.emplace_front(locator, std::move(cursor));
  by_locator_[locator] = entries_.begin();
  if (entries_.size() > capacity_) {
    dropped = std::move(entries_.back().second);
    by_locator_.erase(entries_.back().first);
    entries_.pop_back();
  }
  return locator;
}

std::shared_ptr<Cursor> CursorTable::Find(std::string_view locator) {
  std::lock_guard lock(mutex_);
  const auto found = by_locator_.find(std::string(locator));
  if (found == by_locator_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->second;
}

void CursorTable::Clear() {
  std::list<Entry> dropped;
  std::lock_guard lock(mutex_);
  dropped.swap(entries_);
  by_locator_.clear();
}

}  // namespace sfsim::soql
