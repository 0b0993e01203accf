// SPDX-License-Identifier: Apache-2.0
#include "simulator/session/session_table.h"

#include "simulator/session/crypto.h"

namespace sfsim {

std::string SessionTable::Open(Session session, int64_t now, const std::string& grant) {
  session.issued = now;
  session.expires = now + lifetime_ms_;
  std::string token = organization_id_.substr(0, 15) + "!AQ" + RandomText(94);
  std::lock_guard lock(mutex_);
  // Expired sessions have no other end than this.
  std::erase_if(sessions_, [now](const auto& entry) { return entry.second.session.expires < now; });
  sessions_[token] = {std::move(session), grant};
  return token;
}

std::optional<Session> SessionTable::Find(std::string_view token, int64_t now) {
  std::lock_guard lock(mutex_);
  const auto found = sessions_.find(std::string(token));
  if (found == sessions_.end() || found->second.session.expires < now) return std::nullopt;
  found->second.session.expires = now + lifetime_ms_;
  return found->second.session;
}

bool SessionTable::Close(const std::string& token) {
  std::lock_guard lock(mutex_);
  return sessions_.erase(token) > 0;
}

void SessionTable::CloseAll() {
  std::lock_guard lock(mutex_);
  sessions_.clear();
}

void SessionTable::AddGrant(std::string refresh_token, Grant grant) {
  std::lock_guard lock(mutex_);
  grants_[std::move(refresh_token)] = std::move(grant);
}

std::optional<Grant> SessionTable::FindGrant(const std::string& refresh_token) {
  std::lock_guard lock(mutex_);
  const auto found = grants_.find(refresh_token);
  return found == grants_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> SessionTable::RotateGrant(const std::string& refresh_token) {
  const std::string fresh = "5Aep861" + RandomText(80);
  std::lock_guard lock(mutex_);
  auto node = grants_.extract(refresh_token);
  if (node.empty()) return std::nullopt;
  node.key() = fresh;
  grants_.insert(std::move(node));
  return fresh;
}

bool SessionTable::RemoveGrant(const std::string& refresh_token) {
  std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const auto& entry) { return entry.second.grant == refresh_token; });
  return grants_.erase(refresh_token) > 0;
}

void SessionTable::Clear() {
  std::lock_guard lock(mutex_);
  sessions_.clear();
  grants_.clear();
}

}  // namespace sfsim
