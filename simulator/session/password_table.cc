// SPDX-License-Identifier: Apache-2.0
#include "simulator/session/password_table.h"

#include <algorithm>
#include <utility>

namespace sfsim {
namespace {

// As many passwords are remembered where nobody has chosen another number.
constexpr size_t kRemembered = 3;

}  // namespace

void PasswordTable::Set(const std::string& user_id, std::string text, bool temporary) {
  const std::lock_guard lock(mutex_);
  Entry& entry = entries_[user_id];
  entry.passwords.push_back(std::move(text));
  if (entry.passwords.size() > kRemembered) entry.passwords.erase(entry.passwords.begin());
  entry.temporary = temporary;
}

std::optional<std::string> PasswordTable::Find(const std::string& user_id) {
  const std::lock_guard lock(mutex_);
  const auto entry = entries_.find(user_id);
  if (entry == entries_.end()) return std::nullopt;
  return entry->second.passwords.back();
}

bool PasswordTable::IsTemporary(const std::string& user_id) {
  const std::lock_guard lock(mutex_);
  const auto entry = entries_.find(user_id);
  return entry != entries_.end() && entry->second.temporary;
}

bool PasswordTable::WasUsed(const std::string& user_id, std::string_view text) {
  const std::lock_guard lock(mutex_);
  const auto entry = entries_.find(user_id);
  if (entry == entries_.end()) return false;
  const auto& passwords = entry->second.passwords;
  return std::find(passwords.begin(), passwords.end(), text) != passwords.end();
}

void PasswordTable::Clear() {
  const std::lock_guard lock(mutex_);
  entries_.clear();
}

}  // namespace sfsim
