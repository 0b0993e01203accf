// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/status.h"
#include "core/config/connection_config.h"
#include "core/rest/rest_client.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_http_client.h"
#include "tests/support/run_task.h"

namespace sfconnector::testing {

inline constexpr char kInstance[] = "https://acme.my.salesforce.com";
inline constexpr char kExpired[] =
    R"([{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}])";

// Hands out token0, token1 … : a new one each time that the last was refused.
class FakeTokens final : public TokenSource {
 public:
  Task<absl::StatusOr<AccessToken>> Get(CallContext&) override {
    ++gets;
    if (!failure.ok()) co_return failure;
    AccessToken token;
    token.token = Secret("token" + std::to_string(generation));
    token.instance_url = kInstance;
    co_return token;
  }
  bool Refused(const AccessToken&) override {
    ++generation;
    return true;
  }
  void Worked(const AccessToken&) override { ++worked; }
  Task<void> Close() override { co_return; }

  int generation = 0;
  int worked = 0;
  int gets = 0;
  absl::Status failure;
};

// Keeps the paths of all exchanges.
class PathObserver final : public Observer {
 public:
  void OnHttp(const HttpEvent& event) override { paths.emplace_back(event.path); }
  std::vector<std::string> paths;
};

class RestClientTest : public ::testing::Test {
 protected:
  RestClientTest() {
    clock_.SkipPauses();
    v1::Connection connection;
    connection.set_base_url(kInstance);
    connection.mutable_auth()->mutable_bearer_token()->set_token("unused");
    connection.add_caller_token_hosts("*.my.salesforce.com");
    connection.mutable_redirects()->add_allowed_hosts("other.my.salesforce.com");
    (*connection.mutable_headers())["X-Team"] = "blue";
    connection.mutable_circuit_breaker()->set_failure_threshold(5);
    settings_ = *ValidateConnection(connection);
    rest_.emplace(settings_, http_, &tokens_, clock_, [] { return 0.5; });
  }

  absl::StatusOr<RestReply> Send(RestRequest request, CallOptions options = {}) {
    context_.emplace(loop_.executor(), std::move(options), std::nullopt, clock_, observer_);
    return *loop_.Run(rest_->Send(*context_, std::move(request)));
  }

  static RestRequest Get() {
    return RestRequest("GET", "/services/data/{version}/limits", Effect::kNone);
  }
  static RestRequest Create() {
    RestRequest request("POST", "/services/data/{version}/sobjects/Account", Effect::kOnce);
    request.body = R"({"Name":"x"})";
    return request;
  }

  static v1::Outcome OutcomeOf(const absl::StatusOr<RestReply>& reply) {
    return GetSalesforceError(reply.status())->outcome();
  }

  TestLoop loop_;
  FakeClock clock_;
  PathObserver observer_;
  FakeHttpClient http_;
  FakeTokens tokens_;
  v1::Connection settings_;
  std::optional<RestClient> rest_;
  std::optional<CallContext> context_;
};

}  // namespace sfconnector::testing
