// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "simulator/soql/cursor.h"

namespace sfsim::soql {

// Open cursors by locator. Bounded: beyond `capacity` the one used longest ago is forgotten, as
// Salesforce forgets cursors. Safe to use from several threads.
class CursorTable {
 public:
  explicit CursorTable(size_t capacity) : capacity_(capacity) {}

  std::string Add(std::string locator, std::shared_ptr<Cursor> cursor);
  // nullptr when the locator is not (or no longer) known.
  std::shared_ptr<Cursor> Find(std::string_view locator);
  void Clear();

 private:
  using Entry = std::pair<std::string, std::shared_ptr<Cursor>>;
  size_t capacity_;
  std::mutex mutex_;
  std::list<Entry> entries_;
  std::unordered_map<std::string, std::list<Entry>::iterator> by_locator_;
};

}  // namespace sfsim::soql
