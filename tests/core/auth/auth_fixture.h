// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/auth/make_token_source.h"
#include "core/base/observer.h"
#include "sfconnector/v1/connection.pb.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_http_client.h"
#include "tests/support/run_task.h"

namespace sfconnector::testing {

// Writes down everything that it is told.
class RecordingObserver final : public Observer {
 public:
  void OnLog(const LogEvent& event) override;
  void OnHttp(const HttpEvent& event) override;
  void OnTokenRefresh(absl::string_view connection, const absl::Status& status) override;

  std::vector<absl::Status> refreshes;
  std::vector<std::string> exchanges;  // "POST host/path 200 #1"
  std::vector<std::string> logs;
  std::string everything;
};

// Everything that a status says, its details too.
std::string Describe(const absl::Status& status);

// The body of a token endpoint's reply. `more` is further members, such as `"expires_in":60`.
std::string Granted(const std::string& access_token, const std::string& more = "");
std::string Granted(const std::string& access_token, const std::string& refresh_token,
                    bool rotated);

// A connection as ValidateConnection returns it, without `auth`.
v1::Connection BaseConnection();
v1::Connection RefreshTokenConnection(const std::string& refresh_token = "configured-token");
v1::Connection PasswordConnection();

// RSA keys, in PEM form.
std::string MakePrivateKey();

// Token sources over a fake transport and a clock that stands still.
class TokenSourceFixture : public ::testing::Test {
 protected:
  using Result = std::optional<absl::StatusOr<AccessToken>>;

  ~TokenSourceFixture() override;

  // A source of the fixture's, closed when the test ends.
  TokenSource& Make(const v1::Connection& settings);

  std::unique_ptr<CallContext> MakeContext(
      std::optional<std::chrono::seconds> limit = std::nullopt);

  // Gets a token and waits for it.
  absl::StatusOr<AccessToken> Get(TokenSource& source);
  // The same for a Get that pauses between attempts: the clock is moved on until it ends.
  absl::StatusOr<AccessToken> GetWithPauses(TokenSource& source);
  // The token of a Get that must succeed.
  std::string GetText(TokenSource& source);
  // Begins a Get; its result appears in `*result`.
  void Start(TokenSource& source, CallContext& context, Result* result);

  TestLoop loop_;
  FakeClock clock_;
  RecordingObserver observer_;
  FakeHttpClient http_;
  double random_ = 1;

 private:
  std::vector<std::unique_ptr<TokenSource>> sources_;
};

}  // namespace sfconnector::testing
