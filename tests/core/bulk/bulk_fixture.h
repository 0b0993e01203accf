// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "core/config/connection_config.h"
#include "core/operation/operation.h"
#include "core/rest/rest_client.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_http_client.h"
#include "tests/support/run_task.h"

namespace sfconnector::testing {

inline constexpr char kJobId[] = "7505g00000abcdeAAA";

// A job as Salesforce writes it.
inline std::string JobJson(const std::string& state, const std::string& more = {}) {
  return std::string(R"({"id":")") + kJobId + R"(","operation":"insert","object":"Account",)" +
         R"("createdDate":"2018-12-10T17:50:19.000+0000","apiVersion":59.0,"state":")" + state +
         "\"" + more + "}";
}

// Calls to an org of scripted replies.
class BulkTest : public ::testing::Test {
 protected:
  BulkTest() {
    clock_.SkipPauses();
    v1::Connection connection;
    connection.set_base_url("https://acme.my.salesforce.com");
    connection.mutable_auth()->mutable_bearer_token()->set_token("unused");
    settings_ = *ValidateConnection(connection);
    rest_.emplace(settings_, http_, &tokens_, clock_, [] { return 0.5; });
    Begin();
  }

  // Begins a call.
  void Begin(std::optional<Clock::Duration> time = std::nullopt) {
    std::optional<Clock::Instant> deadline;
    if (time) deadline = clock_.Now() + *time;
    call_.emplace(loop_.executor(), CallOptions(), deadline, clock_, observer_);
  }

  OperationContext context() { return {*rest_, *call_}; }

  template <class T>
  T Run(Task<T> task) {
    std::optional<T> result = loop_.Run(std::move(task));
    return *std::move(result);
  }

  const SentRequest& Request(std::size_t index) { return http_.requests().at(index); }

  static v1::SalesforceError DetailOf(const absl::Status& status) {
    return GetSalesforceError(status).value_or(v1::SalesforceError());
  }

  TestLoop loop_;
  FakeClock clock_;
  FakeHttpClient http_;
  std::optional<RestClient> rest_;
  std::optional<CallContext> call_;

 private:
  class Tokens final : public TokenSource {
   public:
    Task<absl::StatusOr<AccessToken>> Get(CallContext&) override {
      AccessToken token;
      token.token = Secret("token");
      token.instance_url = "https://acme.my.salesforce.com";
      co_return token;
    }
    bool Refused(const AccessToken&) override { return false; }
    void Worked(const AccessToken&) override {}
    Task<void> Close() override { co_return; }
  };

  Observer observer_;
  Tokens tokens_;
  v1::Connection settings_;
};

}  // namespace sfconnector::testing
