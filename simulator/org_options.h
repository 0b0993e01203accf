// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace sfsim {

// A connected app that clients authenticate as.
struct AppOptions {
  std::string client_id = "sfsim-client";
  std::string client_secret = "sfsim-secret";
  // Each refresh returns a new refresh token and ends the old one.
  bool rotate_refresh_tokens = false;
  // PEM of a public key or certificate that verifies JWT bearer assertions; none: all are refused.
  std::string jwt_public_key;
  // JWT bearer works for users that have approved the app.
  bool preauthorized = true;
  // The user that client credentials run as; none: that grant is refused.
  std::string run_as_username = "admin@sfsim.example";
  std::string scope = "api refresh_token id";
};

struct UserOptions {
  std::string username = "admin@sfsim.example";
  std::string password = "password";
  std::string security_token = "token";
  std::string first_name = "Ada";
  std::string last_name = "Admin";
  std::string email = "admin@sfsim.example";
  bool active = true;
  // Whether other users' passwords are theirs to manage.
  bool manages_users = true;
};

// A refresh token that is valid from the start.
struct GrantOptions {
  std::string refresh_token = "sfsim-refresh-token";
  std::string client_id = "sfsim-client";
  std::string username = "admin@sfsim.example";
};

// How the org's bulk jobs run.
struct BulkOptions {
  // How long jobs stay queued, and how long they then run at least: milliseconds of the org's
  // clock.
  int64_t queued_ms = 0;
  int64_t running_ms = 0;
  // Rows of a page of query results where the client does not say.
  int64_t page_rows = 50'000;
  // Rows of a file of a query's result in Bulk API 1.0.
  int64_t result_rows = 250'000;
  // Whether users may delete rows past the recycle bin.
  bool hard_delete = true;
};

struct OrgOptions {
  // JSON texts, see docs/simulator.md; empty means none.
  std::string schema_json;
  std::string data_json;
  std::string faults_json;
  // Rows to make up at the start, by object: {{"Account", 1000}, {"Contact", 5000}}.
  std::vector<std::pair<std::string, int64_t>> generate;
  uint64_t seed = 1;

  std::vector<AppOptions> apps = {AppOptions()};
  std::vector<UserOptions> users = {UserOptions()};
  std::vector<GrantOptions> grants = {GrantOptions()};

  int64_t session_seconds = 7200;
  // API calls of 24 hours, after which calls are refused.
  int64_t daily_api_requests = 5'000'000;
  // The first version of the REST API that is served, 20 to 67: an org of before Summer '25 served
  // 21 to 30 too, as deprecated ones.
  int oldest_api_version = 31;
  size_t max_connections = 512;
  // Queries whose remaining pages can be fetched.
  size_t max_cursors = 1000;
  BulkOptions bulk;
  // Where the database file lives while the org does; empty: the system's temporary directory.
  std::filesystem::path directory;
  // Milliseconds since the epoch; not set: the system's clock.
  std::function<int64_t()> now;
};

}  // namespace sfsim
