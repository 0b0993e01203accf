// SPDX-License-Identifier: Apache-2.0
#include "core/auth/token_reply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "tests/core/auth/auth_fixture.h"

namespace sfconnector {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;
using Code = absl::StatusCode;

absl::StatusOr<TokenReply> Read(int status, std::string body) {
  RawTokenReply raw;
  raw.status = status;
  raw.body = std::move(body);
  raw.request_id = "request-7";
  SecretMask mask;
  mask.Add(Secret("known-secret"));
  return ReadTokenReply(raw, mask, testing::BaseConnection().retry());
}

absl::Status OAuthError(int status, const std::string& error,
                        const std::string& description = "words") {
  return Read(status, R"({"error":")" + error + R"(","error_description":")" + description + "\"}")
      .status();
}

TEST(TokenReply, ReadsARecordedReply) {
  absl::StatusOr<TokenReply> reply = Read(200, R"({"access_token":"00D!AQ.token",
      "instance_url":"https://X.my.salesforce.com","id":"https://login.salesforce.com/id/00D/005",
      "token_type":"Bearer","issued_at":"1729294906256","signature":"c2ln"})");
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->access_token.Reveal(), "00D!AQ.token");
  EXPECT_EQ(reply->instance_url, "https://x.my.salesforce.com");
  EXPECT_TRUE(reply->refresh_token.empty());
  EXPECT_FALSE(reply->expires_in);
}

TEST(TokenReply, ReadsRotationAndLifetime) {
  absl::StatusOr<TokenReply> reply =
      Read(200, R"({"access_token":"a","refresh_token":"next","expires_in":7200,"scope":"api"})");
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->refresh_token.Reveal(), "next");
  EXPECT_EQ(reply->expires_in, seconds(7200));
  EXPECT_EQ(reply->instance_url, "");
}

TEST(TokenReply, LifetimeMayBeQuotedAndIsBounded) {
  EXPECT_EQ(Read(200, R"({"access_token":"a","expires_in":"60"})")->expires_in, seconds(60));
  EXPECT_FALSE(Read(200, R"({"access_token":"a","expires_in":"soon"})")->expires_in);
  EXPECT_FALSE(Read(200, R"({"access_token":"a","expires_in":-1})")->expires_in);
  EXPECT_FALSE(Read(200, R"({"access_token":"a","expires_in":null})")->expires_in);
  EXPECT_EQ(Read(200, R"({"access_token":"a","expires_in":9223372036854775807})")->expires_in,
            seconds(366 * 24 * 3600));
}

TEST(TokenReply, InstanceMustBeFitForASession) {
  EXPECT_EQ(
      Read(200, R"({"access_token":"a","instance_url":"http://127.0.0.1:8080/"})")->instance_url,
      "http://127.0.0.1:8080");
  EXPECT_EQ(Read(200, R"({"access_token":"a","instance_url":"http://localhost:1"})")->instance_url,
            "http://localhost:1");
  for (const char* url : {"http://example.com", "ftp://example.com", "example.com",
                          "https://u:p@example.com", "http://127.0.0.1.example.com", "https://"}) {
    const absl::Status status =
        Read(200, std::string(R"({"access_token":"a-token","instance_url":")") + url + "\"}")
            .status();
    EXPECT_EQ(status.code(), Code::kFailedPrecondition) << url;
    EXPECT_THAT(testing::Describe(status), Not(HasSubstr("a-token")));
  }
}

TEST(TokenReply, OAuthErrorsHaveTheirMeaning) {
  const std::pair<const char*, Code> rows[] = {
      {"invalid_grant", Code::kUnauthenticated},
      {"invalid_client", Code::kUnauthenticated},
      {"invalid_client_id", Code::kUnauthenticated},
      {"invalid_client_credentials", Code::kUnauthenticated},
      {"invalid_app_access", Code::kUnauthenticated},
      {"inactive_user", Code::kUnauthenticated},
      {"inactive_org", Code::kUnauthenticated},
      {"something_new", Code::kUnauthenticated},
      {"unsupported_grant_type", Code::kFailedPrecondition},
      {"redirect_uri_mismatch", Code::kFailedPrecondition},
      {"invalid_scope", Code::kFailedPrecondition},
      {"invalid_request", Code::kInvalidArgument},
      {"rate_limit_exceeded", Code::kResourceExhausted},
  };
  for (const auto& [error, code] : rows) {
    const absl::Status status = OAuthError(400, error, "in Salesforce's words");
    EXPECT_EQ(status.code(), code) << error;
    EXPECT_EQ(GetReason(status), error);
    EXPECT_THAT(std::string(status.message()), HasSubstr("in Salesforce's words"));
    const std::optional<v1::SalesforceError> detail = GetSalesforceError(status);
    ASSERT_TRUE(detail);
    ASSERT_EQ(detail->errors_size(), 1);
    EXPECT_EQ(detail->errors(0).code(), error);
    EXPECT_EQ(detail->errors(0).message(), "in Salesforce's words");
    EXPECT_EQ(detail->http_status(), 400);
    EXPECT_EQ(detail->request_id(), "request-7");
    EXPECT_EQ(detail->retryability(), v1::RETRYABILITY_NEVER) << error;
    EXPECT_EQ(detail->outcome(), v1::OUTCOME_NOT_DONE);
  }
}

TEST(TokenReply, PassingFailuresMayBeRepeated) {
  for (const absl::Status& status :
       {OAuthError(400, "unknown_error"), OAuthError(400, "server_error"),
        OAuthError(400, "temporarily_unavailable"), OAuthError(503, "invalid_grant"),
        Read(500, "").status(), Read(502, "<html>bad gateway</html>").status(),
        Read(420, "").status(), Read(599, "[]").status()}) {
    EXPECT_EQ(status.code(), Code::kUnavailable) << status;
    EXPECT_EQ(GetSalesforceError(status)->retryability(), v1::RETRYABILITY_IF_IDEMPOTENT) << status;
  }
  EXPECT_EQ(Read(429, "").status().code(), Code::kResourceExhausted);
  EXPECT_EQ(GetSalesforceError(Read(429, "").status())->retryability(), v1::RETRYABILITY_SAFE);
}

TEST(TokenReply, RetryAfterIsPassedOn) {
  RawTokenReply raw;
  raw.status = 503;
  raw.retry_after = seconds(7);
  EXPECT_EQ(GetRetryDelay(ReadTokenReply(raw, SecretMask(), v1::Retry()).status()), seconds(7));
}

TEST(TokenReply, PagesThatAreNoTokenReplyAreQuoted) {
  const absl::Status status =
      Read(404, "<html>\n  <h1>Not \x01 here: known-secret</h1></html>").status();
  EXPECT_EQ(status.code(), Code::kFailedPrecondition);
  EXPECT_EQ(GetReason(status), "INVALID_TOKEN_REPLY");
  EXPECT_EQ(GetSalesforceError(status)->body_excerpt(), "<html> <h1>Not here: ***</h1></html>");
  EXPECT_THAT(std::string(status.message()), HasSubstr("HTTP 404"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("Not here: ***"));
}

TEST(TokenReply, LongPagesAreCutBetweenCharacters) {
  std::string page = "x";
  for (int i = 0; i < 1000; ++i) page += "\xc3\xa9";
  const std::string excerpt = GetSalesforceError(Read(200, page).status())->body_excerpt();
  EXPECT_EQ(excerpt.size(), 199u);
}

TEST(TokenReply, NothingOfATokenReplyIsQuoted) {
  for (const char* body : {R"({"access_token":"a-secret","instance_u)",
                           R"({"refresh_token":"a-secret","id_token":"a-secret"})",
                           "access_token=a-secret&instance_url=x",
                           "<OAuth><access_token>a-secret</access_token></OAuth>",
                           R"(["a-secret-token"])", R"({"access_token":["a-secret"]})"}) {
    const absl::Status status = Read(200, body).status();
    EXPECT_EQ(status.code(), Code::kFailedPrecondition) << body;
    EXPECT_THAT(testing::Describe(status), Not(HasSubstr("a-secret"))) << body;
  }
}

TEST(TokenReply, RedirectsAreNotFollowed) {
  const absl::Status status = Read(302, "").status();
  EXPECT_EQ(status.code(), Code::kFailedPrecondition);
  EXPECT_EQ(GetSalesforceError(status)->retryability(), v1::RETRYABILITY_NEVER);
}

TEST(TokenReply, SecretsInErrorsAreMasked) {
  const absl::Status status = OAuthError(400, "invalid_grant", "known-secret is wrong");
  EXPECT_EQ(GetSalesforceError(status)->errors(0).message(), "*** is wrong");
  EXPECT_THAT(testing::Describe(status), Not(HasSubstr("known-secret")));
}

}  // namespace
}  // namespace sfconnector
