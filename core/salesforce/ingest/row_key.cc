// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/row_key.h"

#include <cstddef>

#include "core/codec/content_hash128.h"

namespace sfconnector {

void RowKeyMaker::Add(absl::string_view cell) {
  const std::size_t begin = content_.size();
  std::uint32_t size = 0;
  content_.append(reinterpret_cast<const char*>(&size), sizeof size);
  for (std::size_t end = cell.find('\r'); end != absl::string_view::npos; end = cell.find('\r')) {
    content_.append(cell.data(), end);
    content_.push_back('\n');
    cell.remove_prefix(end + 1);
    if (!cell.empty() && cell.front() == '\n') cell.remove_prefix(1);
  }
  content_.append(cell.data(), cell.size());
  size = static_cast<std::uint32_t>(content_.size() - begin - sizeof size);
  content_.replace(begin, sizeof size, reinterpret_cast<const char*>(&size), sizeof size);
}

RowKey RowKeyMaker::Finish() {
  const ContentHash128 hash = ContentHash128::Of(content_);
  content_.clear();
  return {hash.low, hash.high};
}

}  // namespace sfconnector
