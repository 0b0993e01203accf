// SPDX-License-Identifier: Apache-2.0
#include "core/rest/rest_client.h"

#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "tests/core/rest/rest_client_fixture.h"

namespace sfconnector {
namespace {

using ::testing::HasSubstr;
using testing::kExpired;
using testing::kInstance;
using ::testing::Not;
using testing::RestClientTest;
using testing::SentRequest;

TEST_F(RestClientTest, SendsTheSessionTheVersionAndTheConnectionsHeaders) {
  http_.AddReply(200, "{}");
  RestRequest request = Get();
  request.query.emplace_back("q", "a b&c");
  ASSERT_TRUE(Send(std::move(request)).ok());
  const SentRequest& sent = http_.requests().at(0);
  EXPECT_EQ(sent.url, std::string(kInstance) + "/services/data/v59.0/limits?q=a%20b%26c");
  EXPECT_EQ(sent.Header("authorization"), "Bearer token0");
  EXPECT_EQ(sent.Header("x-team"), "blue");
  EXPECT_EQ(sent.Header("sforce-call-options"), "client=sfconnector");
}

TEST_F(RestClientTest, TheCallsVersionAndHeadersWin) {
  http_.AddReply(200, "{}");
  CallOptions options;
  ASSERT_TRUE(options.Set("sfconnector-api-version", "61.0").ok());
  ASSERT_TRUE(options.Set("sforce-call-options", "client=mine").ok());
  ASSERT_TRUE(Send(Get(), std::move(options)).ok());
  EXPECT_THAT(http_.requests().at(0).url, HasSubstr("/v61.0/"));
  EXPECT_EQ(http_.requests().at(0).Header("sforce-call-options"), "client=mine");
}

TEST_F(RestClientTest, AnExpiredSessionIsRenewedOnceEvenForACreate) {
  http_.AddReply(401, kExpired);
  http_.AddReply(201, R"({"id":"001"})");
  EXPECT_TRUE(Send(Create()).ok());
  ASSERT_EQ(http_.requests().size(), 2u);
  EXPECT_EQ(http_.requests()[1].Header("authorization"), "Bearer token1");
}

TEST_F(RestClientTest, ASecondExpiryIsAnErrorAndNotALoop) {
  http_.AddReply(401, kExpired);
  http_.AddReply(401, kExpired);
  const absl::StatusOr<RestReply> reply = Send(Get());
  EXPECT_TRUE(absl::IsUnauthenticated(reply.status()));
  EXPECT_EQ(GetReason(reply.status()), "INVALID_SESSION_ID");
  EXPECT_EQ(http_.requests().size(), 2u);
  // Who gets the tokens learns of both.
  EXPECT_EQ(tokens_.generation, 2);
  EXPECT_EQ(tokens_.worked, 0);
}

TEST_F(RestClientTest, ASessionForWhichTheOrgRefusesARequestHasWorked) {
  http_.AddReply(404, R"([{"errorCode":"NOT_FOUND","message":"m"}])");
  EXPECT_TRUE(absl::IsNotFound(Send(Get()).status()));
  EXPECT_EQ(tokens_.worked, 1);
  http_.AddReply(300, R"(["/services/data/v59.0/sobjects/A/1"])");
  EXPECT_FALSE(Send(Get()).ok());
  EXPECT_EQ(tokens_.worked, 2);
}

TEST_F(RestClientTest, ASessionThatNobodyHasCheckedHasNotWorked) {
  http_.AddReply(401, R"([{"errorCode":"INVALID_AUTH_HEADER","message":"m"}])");
  http_.AddReply(413, "<h1>Bad Message 413</h1>");
  EXPECT_FALSE(Send(Get()).ok());
  EXPECT_FALSE(Send(Get()).ok());
  EXPECT_EQ(tokens_.worked, 0);
}

TEST_F(RestClientTest, AReplyThatRepeatsTheRequestsHeadersShowsNoSecret) {
  (*settings_.mutable_headers())["X-Gateway-Key"] = "gateway-secret";
  http_.AddReply(400,
                 "<html>Bad request: Authorization: Bearer token0, X-Gateway-Key: gateway-secret");
  const absl::Status status = Send(Get()).status();
  EXPECT_THAT(GetSalesforceError(status)->body_excerpt(), HasSubstr("Bearer ***"));
  http_.AddReply(400, R"([{"errorCode":"BAD","message":"token0 and gateway-secret"}])");
  const absl::Status typed = Send(Get()).status();
  http_.AddReply(400, R"([{"errorCode":"BAD","message":"m","fields":["token0"],
      "sent":{"token0":["gateway-secret"]}}])");
  const absl::Status further = Send(Get()).status();
  for (const absl::Status& shown : {status, typed, further}) {
    EXPECT_THAT(shown.ToString(), Not(HasSubstr("token0")));
    EXPECT_THAT(EncodeRpcStatus(shown, 1 << 20), Not(HasSubstr("token0")));
    EXPECT_THAT(EncodeRpcStatus(shown, 1 << 20), Not(HasSubstr("gateway-secret")));
  }
}

TEST_F(RestClientTest, ASecretThatCrossesTheEndOfTheExcerptShowsNoneOfItself) {
  const std::string before = std::string(400, 'x') + " Authorization: Bearer ";
  for (std::size_t at = 500; at < 516; ++at) {
    http_.AddReply(400, before + std::string(at - before.size(), 'y') + " token0 and more");
    const std::string excerpt = GetSalesforceError(Send(Get()).status())->body_excerpt();
    EXPECT_THAT(excerpt, Not(HasSubstr("yt"))) << at;
    EXPECT_THAT(excerpt, Not(HasSubstr("y t"))) << at;
  }
}

TEST_F(RestClientTest, LogsShowThePathThatTheyMay) {
  http_.AddReply(200, "{}");
  RestRequest request("GET", "/services/data/{version}/sobjects/Contact/Email/jo%40x",
                      Effect::kNone);
  request.log_path = "/services/data/{version}/sobjects/Contact/Email/{external_id}";
  ASSERT_TRUE(Send(std::move(request)).ok());
  http_.AddReply(200, "{}");
  ASSERT_TRUE(Send(RestRequest("GET", "/services/" + std::string(5000, 'x'), Effect::kNone)).ok());
  ASSERT_EQ(observer_.paths.size(), 2u);
  EXPECT_EQ(observer_.paths[0], "/services/data/v59.0/sobjects/Contact/Email/{external_id}");
  EXPECT_EQ(observer_.paths[1].size(), 512u);
}

TEST_F(RestClientTest, ReadsAreRepeatedAfterPassingFailures) {
  http_.AddReply(503, "busy");
  http_.AddError(testing::ReplyLostError());
  http_.AddReply(200, "{}");
  EXPECT_TRUE(Send(Get()).ok());
  EXPECT_EQ(http_.requests().size(), 3u);
}

TEST_F(RestClientTest, ACreateIsNotRepeatedAfterAServerError) {
  http_.AddReply(503, "busy");
  EXPECT_EQ(OutcomeOf(Send(Create())), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(http_.requests().size(), 1u);
}

TEST_F(RestClientTest, ACreateIsNotRepeatedAfterALostReply) {
  http_.AddError(testing::ReplyLostError());
  const absl::StatusOr<RestReply> reply = Send(Create());
  EXPECT_TRUE(absl::IsUnavailable(reply.status()));
  EXPECT_EQ(OutcomeOf(reply), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(http_.requests().size(), 1u);
}

TEST_F(RestClientTest, ACreateIsRepeatedWhenNothingWasSentOrDone) {
  http_.AddError(testing::NothingSentError());
  http_.AddReply(400, R"([{"message":"locked","errorCode":"UNABLE_TO_LOCK_ROW","fields":[]}])");
  http_.AddReply(429, "");
  http_.AddReply(201, "{}");
  EXPECT_TRUE(Send(Create()).ok());
  EXPECT_EQ(http_.requests().size(), 4u);
}

TEST_F(RestClientTest, ACutBodyIsReadAgainAndProgressBeginsAgain) {
  testing::ScriptedReply cut = testing::ScriptedReply::Of(200, "{\"a\":");
  cut.body_error = testing::ReplyLostError();
  http_.Add(cut);
  http_.AddReply(200, "{\"a\":1}");
  std::vector<std::string> seen;
  RestRequest request = Get();
  request.on_progress = [&seen](absl::string_view body) { seen.emplace_back(body); };
  const absl::StatusOr<RestReply> reply = Send(std::move(request));
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->body, "{\"a\":1}");
  EXPECT_THAT(seen, ::testing::ElementsAre("", "{\"a\":", "", "{\"a\":1}"));
}

TEST_F(RestClientTest, ABodyThatIsNotAcceptedIsFetchedAgain) {
  http_.AddReply(200, "garbage");
  http_.AddReply(200, "good");
  RestRequest request = Get();
  request.accept = [](const RestReply& reply) {
    return reply.body == "good" ? absl::OkStatus() : absl::InvalidArgumentError("not JSON");
  };
  EXPECT_TRUE(Send(std::move(request)).ok());
}

TEST_F(RestClientTest, ACreateWhoseReplyCannotBeReadHasAnUnknownOutcome) {
  http_.AddReply(201, "garbage");
  RestRequest request = Create();
  request.accept = [](const RestReply&) { return absl::InvalidArgumentError("not JSON"); };
  const absl::StatusOr<RestReply> reply = Send(std::move(request));
  EXPECT_EQ(GetReason(reply.status()), "CORRUPT_REPLY");
  EXPECT_EQ(OutcomeOf(reply), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(http_.requests().size(), 1u);
}

TEST_F(RestClientTest, AnHtmlPageIsNotAReply) {
  for (int i = 0; i < 4; ++i) {
    http_.AddReply(200, "<html>Maintenance</html>", {{"Content-Type", "text/html;charset=UTF-8"}});
  }
  const absl::StatusOr<RestReply> reply = Send(Get());
  EXPECT_TRUE(absl::IsUnavailable(reply.status()));
  EXPECT_THAT(std::string(reply.status().message()), HasSubstr("HTML"));
}

TEST_F(RestClientTest, FollowsRedirectsOfReadsToAllowedHosts) {
  http_.AddReply(302, "",
                 {{"Location", "https://other.my.salesforce.com/services/data/v59.0/limits"}});
  http_.AddReply(200, "{}");
  EXPECT_TRUE(Send(Get()).ok());
  EXPECT_EQ(http_.requests().at(1).url,
            "https://other.my.salesforce.com/services/data/v59.0/limits");
}

TEST_F(RestClientTest, NeverTakesTheSessionElsewhere) {
  http_.AddReply(302, "", {{"Location", "https://evil.example/collect"}});
  const absl::StatusOr<RestReply> reply = Send(Get());
  EXPECT_TRUE(absl::IsFailedPrecondition(reply.status()));
  EXPECT_EQ(GetReason(reply.status()), "REDIRECTED");
  EXPECT_EQ(http_.requests().size(), 1u);
}

TEST_F(RestClientTest, DoesNotFollowARedirectToPlainHttp) {
  http_.AddReply(301, "", {{"Location", "http://acme.my.salesforce.com/services/data"}});
  EXPECT_FALSE(Send(Get()).ok());
  EXPECT_EQ(http_.requests().size(), 1u);
}

TEST_F(RestClientTest, DoesNotRepeatAWriteElsewhere) {
  http_.AddReply(307, "", {{"Location", "/services/data/v59.0/sobjects/Account"}});
  EXPECT_EQ(OutcomeOf(Send(Create())), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(http_.requests().size(), 1u);
}

TEST_F(RestClientTest, RedirectsEnd) {
  for (int i = 0; i < 4; ++i) http_.AddReply(302, "", {{"Location", "/again"}});
  EXPECT_EQ(GetReason(Send(Get()).status()), "REDIRECTED");
  EXPECT_EQ(http_.requests().size(), 4u);
}

TEST_F(RestClientTest, ALargeReplyIsRefused) {
  settings_.mutable_response_limits()->set_max_body_bytes(10);
  http_.AddReply(200, std::string(11, 'x'));
  const absl::StatusOr<RestReply> reply = Send(Get());
  EXPECT_TRUE(absl::IsResourceExhausted(reply.status()));
  EXPECT_EQ(GetReason(reply.status()), "REPLY_TOO_LARGE");
}

TEST_F(RestClientTest, ManyFailuresInARowOpenTheCircuit) {
  http_.SetResponder([](const SentRequest&) { return testing::ScriptedReply::Of(500, ""); });
  EXPECT_FALSE(Send(Get()).ok());  // four attempts
  const absl::StatusOr<RestReply> reply = Send(Create());
  EXPECT_EQ(OutcomeOf(reply), v1::OUTCOME_UNKNOWN);  // the fifth failure
  const absl::StatusOr<RestReply> refused = Send(Create());
  EXPECT_EQ(GetReason(refused.status()), "CIRCUIT_OPEN");
  EXPECT_EQ(OutcomeOf(refused), v1::OUTCOME_NOT_DONE);
}

TEST_F(RestClientTest, CallersInAHurryDoNotOpenTheCircuit) {
  http_.Hold();
  for (int i = 0; i < 10; ++i) {
    context_.emplace(loop_.executor(), CallOptions(), std::nullopt, clock_, observer_);
    std::optional<absl::StatusOr<RestReply>> reply;
    loop_.Start(rest_->Send(*context_, Get()), &reply);
    loop_.Poll();
    context_->Stop(absl::DeadlineExceededError("the call's deadline has passed"));
    loop_.Poll();
    ASSERT_TRUE(reply.has_value());
    EXPECT_TRUE(absl::IsDeadlineExceeded(reply->status()));
  }
  http_.Release();
  http_.AddReply(200, "{}");
  EXPECT_TRUE(Send(Get()).ok());
}

CallOptions OwnToken(const std::string& instance);

TEST_F(RestClientTest, FailuresOfCallersOwnInstancesDoNotOpenTheCircuit) {
  http_.SetResponder([](const SentRequest& request) {
    const bool own = request.Header("authorization") == "Bearer token0";
    return testing::ScriptedReply::Of(own ? 200 : 500, "{}");
  });
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(Send(Get(), OwnToken("https://tenant.my.salesforce.com")).ok());
  }
  EXPECT_TRUE(Send(Get()).ok());
}

TEST_F(RestClientTest, WithoutATokenNothingIsSentAndNothingIsRepeated) {
  tokens_.failure = absl::UnavailableError("no token endpoint");
  const absl::StatusOr<RestReply> reply = Send(Create());
  EXPECT_TRUE(absl::IsUnavailable(reply.status()));
  EXPECT_EQ(OutcomeOf(reply), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(tokens_.gets, 1);
  EXPECT_TRUE(http_.requests().empty());
}

CallOptions OwnToken(const std::string& instance) {
  CallOptions options;
  EXPECT_TRUE(options.Set("sfconnector-access-token", "mine").ok());
  EXPECT_TRUE(options.Set("sfconnector-instance-url", instance).ok());
  return options;
}

TEST_F(RestClientTest, ACallersOwnTokenGoesToItsInstanceAndIsNotRenewed) {
  http_.AddReply(401, kExpired);
  const absl::StatusOr<RestReply> reply = Send(Get(), OwnToken("https://tenant.my.salesforce.com"));
  EXPECT_TRUE(absl::IsUnauthenticated(reply.status()));
  ASSERT_EQ(http_.requests().size(), 1u);
  EXPECT_EQ(http_.requests()[0].Header("authorization"), "Bearer mine");
  EXPECT_THAT(http_.requests()[0].url, HasSubstr("https://tenant.my.salesforce.com/"));
  EXPECT_EQ(tokens_.gets, 0);
}

TEST_F(RestClientTest, ACallersOwnTokenGoesToAllowedHostsOnly) {
  EXPECT_TRUE(absl::IsPermissionDenied(Send(Get(), OwnToken("https://evil.example")).status()));
  EXPECT_TRUE(
      absl::IsInvalidArgument(Send(Get(), OwnToken("http://tenant.my.salesforce.com")).status()));
  EXPECT_TRUE(http_.requests().empty());
}

TEST_F(RestClientTest, TellsTheCallerTheLimitsAndTheRequestId) {
  http_.AddReply(200, "{}",
                 {{"Sforce-Limit-Info", "api-usage=1/15000"}, {"X-SFDC-Request-Id", "r1"}});
  ASSERT_TRUE(Send(Get()).ok());
  EXPECT_EQ(context_->reply().entries["sforce-limit-info"], "api-usage=1/15000");
  EXPECT_EQ(context_->reply().entries["sfconnector-request-id"], "r1");
}

TEST_F(RestClientTest, ACancelledCallIsNotRepeated) {
  http_.Hold();
  context_.emplace(loop_.executor(), CallOptions(), std::nullopt, clock_, observer_);
  std::optional<absl::StatusOr<RestReply>> reply;
  loop_.Start(rest_->Send(*context_, Create()), &reply);
  loop_.Poll();
  context_->Stop(absl::CancelledError("the caller left"));
  loop_.Poll();
  ASSERT_TRUE(reply.has_value());
  EXPECT_TRUE(absl::IsCancelled(reply->status()));
  EXPECT_EQ(OutcomeOf(*reply), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(http_.requests().size(), 1u);
}

}  // namespace
}  // namespace sfconnector
