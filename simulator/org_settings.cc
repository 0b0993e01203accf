// SPDX-License-Identifier: Apache-2.0
#include "simulator/org_settings.h"

#include "simulator/base/str_cat.h"

namespace sfsim {
namespace {

AppOptions ReadApp(const JsonValue& value) {
  AppOptions app;
  app.client_id = value.Text("clientId", app.client_id);
  app.client_secret = value.Text("clientSecret", app.client_secret);
  app.rotate_refresh_tokens = value.Flag("rotateRefreshTokens");
  app.jwt_public_key = value.Text("jwtPublicKey");
  app.preauthorized = value.Flag("preauthorized", true);
  app.run_as_username = value.Text("runAs", app.run_as_username);
  app.scope = value.Text("scope", app.scope);
  return app;
}

UserOptions ReadUser(const JsonValue& value) {
  UserOptions user;
  user.username = value.Text("username", user.username);
  user.password = value.Text("password", user.password);
  user.security_token = value.Text("securityToken", user.security_token);
  user.first_name = value.Text("firstName", user.first_name);
  user.last_name = value.Text("lastName", user.last_name);
  user.email = value.Text("email", user.email);
  user.active = value.Flag("active", true);
  user.manages_users = value.Flag("managesUsers", true);
  return user;
}

GrantOptions ReadGrant(const JsonValue& value) {
  GrantOptions grant;
  grant.refresh_token = value.Text("refreshToken", grant.refresh_token);
  grant.client_id = value.Text("clientId", grant.client_id);
  grant.username = value.Text("username", grant.username);
  return grant;
}

absl::Status ReadBulk(const JsonValue& value, BulkOptions* bulk) {
  for (const auto& [key, setting] : value.members) {
    if (key == "queuedMs") {
      bulk->queued_ms = value.Integer(key);
    } else if (key == "runningMs") {
      bulk->running_ms = value.Integer(key);
    } else if (key == "pageRows") {
      bulk->page_rows = value.Integer(key);
    } else if (key == "resultRows") {
      bulk->result_rows = value.Integer(key);
    } else if (key == "hardDelete") {
      bulk->hard_delete = value.Flag(key, true);
    } else {
      return absl::InvalidArgumentError(StrCat("org: unknown key '", key, "' in bulk"));
    }
  }
  if (bulk->page_rows < 1) {
    return absl::InvalidArgumentError("org: pageRows of bulk must be at least 1");
  }
  if (bulk->result_rows > 0) return absl::OkStatus();
  return absl::InvalidArgumentError("org: resultRows of bulk must be at least 1");
}

template <typename Item>
std::vector<Item> ReadAll(const JsonValue& list, Item (*read)(const JsonValue&)) {
  std::vector<Item> items;
  items.reserve(list.items.size());
  for (const JsonValue& value : list.items) items.push_back(read(value));
  return items;
}

}  // namespace

absl::Status ReadOrgSettings(const JsonValue& document, OrgOptions* options) {
  const JsonValue* org = document.Find("org");
  if (org == nullptr) return absl::OkStatus();
  for (const auto& [key, value] : org->members) {
    if (key == "apps") {
      options->apps = ReadAll(value, ReadApp);
    } else if (key == "users") {
      options->users = ReadAll(value, ReadUser);
    } else if (key == "refreshTokens") {
      options->grants = ReadAll(value, ReadGrant);
    } else if (key == "sessionSeconds") {
      options->session_seconds = org->Integer(key, options->session_seconds);
    } else if (key == "dailyApiRequests") {
      options->daily_api_requests = org->Integer(key, options->daily_api_requests);
    } else if (key == "oldestApiVersion") {
      options->oldest_api_version = static_cast<int>(org->Integer(key, 0));
      if (options->oldest_api_version < 20 || options->oldest_api_version > 67) {
        return absl::InvalidArgumentError("org: oldestApiVersion must be 20 to 67");
      }
    } else if (key == "bulk") {
      if (absl::Status status = ReadBulk(value, &options->bulk); !status.ok()) return status;
    } else {
      return absl::InvalidArgumentError(StrCat("org: unknown key '", key, "'"));
    }
  }
  return absl::OkStatus();
}

}  // namespace sfsim
