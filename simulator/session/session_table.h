// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sfsim {

struct Session {
  std::string user_id;
  std::string username;
  std::string client_id;
  std::string scope;
  // Milliseconds since the epoch.
  int64_t issued = 0;
  int64_t expires = 0;
};

// A refresh token's meaning.
struct Grant {
  std::string client_id;
  std::string username;
};

// Access and refresh tokens. Safe to use from several threads.
class SessionTable {
 public:
  SessionTable(std::string organization_id, int64_t lifetime_ms)
      : organization_id_(std::move(organization_id)), lifetime_ms_(lifetime_ms) {}

  // A new access token; `grant` is the refresh token that it descends from, if any.
  std::string Open(Session session, int64_t now, const std::string& grant = "");
  // The session of a valid token. Its use renews its lifetime.
  std::optional<Session> Find(std::string_view token, int64_t now);
  // The token is no longer valid; false if it was not known.
  bool Close(const std::string& token);
  void CloseAll();

  void AddGrant(std::string refresh_token, Grant grant);
  std::optional<Grant> FindGrant(const std::string& refresh_token);
  // Replaces a refresh token by a new one; nothing if it is not (or no longer) valid.
  std::optional<std::string> RotateGrant(const std::string& refresh_token);
  // Removes a refresh token with the access tokens that descend from it; false if unknown.
  bool RemoveGrant(const std::string& refresh_token);
  void Clear();

 private:
  struct Entry {
    Session session;
    std::string grant;
  };
  std::string organization_id_;
  int64_t lifetime_ms_;
  std::mutex mutex_;
  std::unordered_map<std::string, Entry> sessions_;
  std::map<std::string, Grant> grants_;
};

}  // namespace sfsim
