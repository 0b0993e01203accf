// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/core/http/tls_front.h"
#include "tests/core/http/transport_test.h"

namespace sfconnector::testing {

// A server behind nghttpx.
class TlsTest : public TransportTest {
 protected:
  static void SetUpTestSuite() { certificates_ = std::make_unique<Certificates>(); }
  static void TearDownTestSuite() { certificates_.reset(); }

  static v1::Connection TrustingSettings() {
    v1::Connection settings = Settings();
    settings.mutable_tls()->set_ca_file(certificates_->Path("ca.pem"));
    return settings;
  }

  void StartFront(const std::vector<std::string>& options = {},
                  const std::string& certificate = "server") {
    front_ = std::make_unique<TlsFront>(*certificates_, server_.port(), options, certificate);
  }

  std::string SecureUrl(const std::string& target) const {
    return absl::StrCat("https://127.0.0.1:", front_->port(), target);
  }

  absl::Status Fail(HttpRequest request) {
    absl::StatusOr<WholeReply> reply = Run(std::move(request));
    EXPECT_FALSE(reply.ok());
    EXPECT_THAT(std::string(reply.status().message()),
                ::testing::Not(::testing::HasSubstr("secret")));
    return reply.status();
  }

  void ExpectTrusted(const v1::Connection& settings) {
    UseSettings(settings);
    for (const HttpLane lane : {HttpLane::kShort, HttpLane::kStream}) {
      HttpRequest request = Get(SecureUrl("/"));
      request.lane = lane;
      absl::StatusOr<WholeReply> reply = Run(std::move(request));
      ASSERT_TRUE(reply.ok()) << reply.status();
      EXPECT_EQ(reply->body, "hello");
    }
  }

  void ExpectNotTrusted(const v1::Connection& settings) {
    UseSettings(settings);
    for (const HttpLane lane : {HttpLane::kShort, HttpLane::kStream}) {
      HttpRequest request = Post(SecureUrl("/?q=secret"), "secret");
      request.lane = lane;
      ExpectNothingSent(Fail(std::move(request)), absl::StatusCode::kFailedPrecondition,
                        "TLS_FAILURE");
    }
    EXPECT_TRUE(server_.connections().empty());
  }

  void ServeHello() { server_.OnOthers(Script().ReadRequest().Reply("hello").Forever()); }

  static inline std::unique_ptr<Certificates> certificates_;
  std::unique_ptr<TlsFront> front_;
};

}  // namespace sfconnector::testing
