// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/call_context.h"
#include "core/base/observer.h"
#include "core/base/status.h"
#include "core/http/curl_http_client.h"
#include "core/http/http_client.h"
#include "tests/support/fake_clock.h"
#include "tests/support/run_task.h"
#include "tests/support/scripted_server.h"

namespace sfconnector::testing {

// A reply with its whole body.
struct WholeReply {
  int status = 0;
  HttpHeaders headers;
  std::string body;
};

inline HttpRequest Get(std::string url) {
  HttpRequest request;
  request.method = "GET";
  request.url = std::move(url);
  request.idempotent = true;
  return request;
}

inline HttpRequest Post(std::string url, std::string body) {
  HttpRequest request;
  request.method = "POST";
  request.url = std::move(url);
  request.body = std::move(body);
  return request;
}

inline Task<absl::StatusOr<WholeReply>> SendAndRead(HttpClient& client, CallContext& context,
                                                    HttpRequest request) {
  absl::StatusOr<std::unique_ptr<HttpResponse>> response =
      co_await client.Send(context, std::move(request));
  if (!response.ok()) co_return response.status();
  absl::StatusOr<std::string> body = co_await (*response)->ReadAll(std::size_t{1} << 30);
  if (!body.ok()) co_return body.status();
  WholeReply reply;
  reply.status = (*response)->status();
  reply.headers = (*response)->headers();
  reply.body = *std::move(body);
  co_return reply;
}

using Response = absl::StatusOr<std::unique_ptr<HttpResponse>>;
using Piece = absl::StatusOr<std::optional<std::string>>;

// A client, a server that follows scripts, and a call.
class TransportTest : public ::testing::Test {
 protected:
  static v1::Connection Settings() {
    v1::Connection settings;
    settings.set_http_version(v1::HTTP_VERSION_2);
    settings.mutable_connect_timeout()->set_seconds(10);
    settings.mutable_pool()->set_max_connections(32);
    settings.mutable_pool()->mutable_idle_timeout()->set_seconds(60);
    settings.mutable_pool()->set_streams_per_connection(100);
    settings.mutable_response_limits()->set_max_header_bytes(64 * 1024);
    settings.mutable_response_limits()->set_max_body_bytes(64 << 20);
    return settings;
  }

  ~TransportTest() override {
    client_.reset();
    loop_.Poll();
  }

  HttpClient& client() {
    if (client_ == nullptr) UseSettings(Settings());
    return *client_;
  }

  void UseSettings(const v1::Connection& settings) {
    absl::StatusOr<std::unique_ptr<HttpClient>> client =
        MakeCurlHttpClient(settings, loop_.executor(), clock_);
    ASSERT_TRUE(client.ok()) << client.status();
    client_ = *std::move(client);
  }

  absl::StatusOr<WholeReply> Run(HttpRequest request) {
    std::optional<absl::StatusOr<WholeReply>> reply =
        loop_.Run(SendAndRead(client(), context_, std::move(request)));
    if (!reply) return absl::InternalError("the request does not end");
    return *std::move(reply);
  }

  // The reply as soon as its headers are there.
  Response Send(HttpRequest request) {
    std::optional<Response> response = loop_.Run(client().Send(context_, std::move(request)));
    if (!response) return absl::InternalError("the request does not end");
    return *std::move(response);
  }

  Piece ReadFrom(HttpResponse& response) {
    std::optional<Piece> piece = loop_.Run(response.Read());
    if (!piece) return absl::InternalError("the read does not end");
    return *std::move(piece);
  }

  // Runs the loop until `condition` holds.
  template <class Condition>
  void PollUntil(Condition condition) {
    while (!condition()) {
      loop_.Poll();
      std::this_thread::yield();
    }
  }

  TestLoop loop_;
  FakeClock clock_;
  Observer observer_;
  CallContext context_{loop_.executor(), CallOptions(), std::nullopt, clock_, observer_};
  ScriptedServer server_;
  std::unique_ptr<HttpClient> client_;
};

// Whether `status` is what HttpClient documents.
inline void ExpectFailure(const absl::Status& status, absl::StatusCode code,
                          const std::string& reason, v1::Retryability retryability,
                          v1::Outcome outcome) {
  EXPECT_EQ(status.code(), code) << status;
  EXPECT_EQ(GetReason(status), reason) << status;
  const v1::SalesforceError detail = GetSalesforceError(status).value_or(v1::SalesforceError());
  EXPECT_EQ(detail.retryability(), retryability) << status;
  EXPECT_EQ(detail.outcome(), outcome) << status;
}

inline void ExpectNothingSent(const absl::Status& status, absl::StatusCode code,
                              const std::string& reason) {
  ExpectFailure(status, code, reason, v1::RETRYABILITY_SAFE, v1::OUTCOME_NOT_DONE);
}

inline void ExpectReplyLost(const absl::Status& status, absl::StatusCode code,
                            const std::string& reason) {
  ExpectFailure(status, code, reason, v1::RETRYABILITY_IF_IDEMPOTENT, v1::OUTCOME_UNKNOWN);
}

}  // namespace sfconnector::testing
