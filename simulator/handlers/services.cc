// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/services.h"

#include "simulator/base/text.h"
#include "simulator/records/row_lookup.h"

namespace sfsim {

const AppOptions* Services::FindApp(std::string_view client_id) const {
  for (const AppOptions& app : options.apps) {
    if (app.client_id == client_id) return &app;
  }
  return nullptr;
}

const UserOptions* Services::FindUser(std::string_view username) const {
  for (const UserOptions& user : options.users) {
    if (EqualsIgnoreCase(user.username, username)) return &user;
  }
  return nullptr;
}

const UserOptions* Services::CheckPassword(std::string_view username,
                                           std::string_view password) const {
  const UserOptions* user = FindUser(username);
  if (user == nullptr || !user->active) return nullptr;
  const std::string current = passwords.Find(UserId(user->username)).value_or(user->password);
  return password == current + user->security_token ? user : nullptr;
}

std::string Services::UserId(const std::string& username) const {
  const ObjectType* user = schema.Find("User");
  auto reader = store->TakeReader();
  if (user == nullptr || !reader.ok()) return {};
  const auto ids = FindRows(reader->get(), *user, *user->FindField("Username"), username);
  store->Release(std::move(*reader));
  return ids.empty() ? std::string() : ids.front();
}

}  // namespace sfsim
