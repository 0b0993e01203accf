// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sfsim {

// The passwords that users were given while the org runs. Safe to use from several threads.
class PasswordTable {
 public:
  // The user's password is `text` from now on. `temporary`: it must be changed.
  void Set(const std::string& user_id, std::string text, bool temporary);

  // What the user was given last; nothing if that is still what the org began with.
  std::optional<std::string> Find(const std::string& user_id);
  // Whether the password must be changed.
  bool IsTemporary(const std::string& user_id);
  // Whether `text` is, or was lately, a password of the user's.
  bool WasUsed(const std::string& user_id, std::string_view text);
  void Clear();

 private:
  struct Entry {
    std::vector<std::string> passwords;  // the newest last
    bool temporary = false;
  };
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

}  // namespace sfsim
